"""Where this installation keeps its files: the repository, and the data folder with everything of one school."""

import json
import os
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from gatepost.cli.problems import PlainError

REPOSITORY = Path(__file__).resolve().parents[3]
SOURCE = REPOSITORY / "src"


@dataclass(frozen=True)
class Home:
    """The data folder: GATEPOST_HOME, else .gatepost beside the script."""

    path: Path

    @classmethod
    def from_environment(cls) -> "Home":
        named = os.environ.get("GATEPOST_HOME", "").strip()
        return cls(Path(named).expanduser().resolve() if named else REPOSITORY / ".gatepost")

    @property
    def venv(self) -> Path:
        return self.path / "venv"

    @property
    def run(self) -> Path:
        """Locks, addresses, what was migrated: may be deleted while nothing runs."""
        return self.path / "run"

    @property
    def log(self) -> Path:
        return self.path / "log"

    @property
    def secrets(self) -> Path:
        return self.path / "secrets"

    def prepare(self) -> None:
        """Make the folders; refuse with a sentence where that is impossible."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            for folder in (self.run, self.log, self.secrets):
                folder.mkdir(mode=0o700, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.run) as probe:
                probe.write(b"Gatepost")
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise PlainError(
                f"The data folder {self.path} cannot be written ({reason}); "
                "set GATEPOST_HOME to a folder of yours that is writable and has room."
            ) from None

    def ensure_space(self, megabytes: int) -> None:
        free = shutil.disk_usage(self.path).free // 1_000_000
        if free < megabytes:
            raise PlainError(
                f"The disk of the data folder {self.path} has {free} MB free, and Gatepost needs {megabytes} MB to set itself up; "
                "free some space or set GATEPOST_HOME to a folder on another disk."
            )

    def secret_key_file(self) -> Path:
        """The file of the key that signs sessions and links, made at first use."""
        path = self.secrets / "secret-key"
        if not path.exists():
            write_private(path, secrets.token_urlsafe(48))
        return path


def write_private(path: Path, text: str) -> None:
    """Write a file only its owner can read, whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    Path(name).replace(path)


def open_log(path: Path) -> IO[bytes]:
    """Append to a log that only its owner can read, whatever the umask and whatever it was before."""
    handle = os.open(path, os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o600)
    os.fchmod(handle, 0o600)
    return os.fdopen(handle, "ab")


def read_json(path: Path) -> dict[str, Any]:
    """The object in the file; nothing where it is missing or was cut short."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
