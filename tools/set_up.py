"""Prepares what a command needs (virtual environment, locked packages, system packages) and then becomes that command.

Called by the `gatepost` script with any Python that is new enough; needs nothing but the standard library.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import IO, NoReturn

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from gatepost.cli.home import REPOSITORY, SOURCE, Home, read_json, write_private
from gatepost.cli.locks import Lock
from gatepost.cli.main import parse
from gatepost.cli.problems import INTERRUPTED, USAGE, PlainError, report_unexpected, say
from gatepost.cli.system_packages import apt_install, ensure_for, is_debian_root

LOCKS = {"base": "requirements.lock", "dev": "requirements-dev.lock"}
NEEDS_DEV = {"test", "check", "bench"}
SPACE_MB = 700
STAMP = "gatepost-locks.json"
PYTHON = ".".join(str(part) for part in sys.version_info[:2])


def main(argv: list[str]) -> int:
    command = parse(argv).command  # a wrong word or a call for help ends here, before anything is installed
    home = Home.from_environment()
    try:
        home.prepare()
        ensure_environment(home, "dev" if command in NEEDS_DEV else "base")
        ensure_for(command, home)
    except PlainError as error:
        say(str(error))
        return USAGE
    except KeyboardInterrupt:
        say("Setting up was interrupted; the next start goes on with it.")
        return INTERRUPTED
    except Exception as error:
        return report_unexpected(error, home.log)
    return become(str(home.venv / "bin" / "python"), argv, environment() | {"GATEPOST_HOME": str(home.path)})


def become(python: str, argv: list[str], env: dict[str, str]) -> NoReturn:
    os.execve(python, [python, "-m", "gatepost", *argv], env)  # noqa: S606 -- that no shell is between is the point


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(SOURCE)}


def ensure_environment(home: Home, kind: str) -> None:
    """Leave the virtual environment with the packages of that lock; a matter of milliseconds where nothing changed."""
    digest = hashlib.sha256((REPOSITORY / LOCKS[kind]).read_bytes()).hexdigest()
    if is_installed(home, kind, digest):
        return
    lock = Lock(home.run / "set-up")
    if not lock.take():
        say("Gatepost is being set up by another command; waiting for it…")
        lock.take(patience=1800)
    if is_installed(home, kind, digest):
        return
    home.ensure_space(SPACE_MB)
    with (home.log / "set-up.log").open("a", encoding="utf-8") as log:
        stamp = read_json(home.venv / STAMP)
        if stamp.get("python") != PYTHON or not (home.venv / "bin" / "python").exists():
            make_environment(home, log)
            stamp = {"python": PYTHON}
        install(home, kind, log)
    write_private(home.venv / STAMP, json.dumps(stamp | {kind: digest} | base_of(kind)))
    lock.free()


def base_of(kind: str) -> dict[str, str]:
    """The packages for building include those for running."""
    return {"base": hashlib.sha256((REPOSITORY / LOCKS["base"]).read_bytes()).hexdigest()} if kind == "dev" else {}


def is_installed(home: Home, kind: str, digest: str) -> bool:
    stamp = read_json(home.venv / STAMP)
    return stamp.get(kind) == digest and stamp.get("python") == PYTHON


def make_environment(home: Home, log: IO[str]) -> None:
    say("Gatepost makes its own Python environment (once)…")
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{PYTHON}-venv"
        if not (is_debian_root() and apt_install([package], home)):
            raise PlainError(
                f"This Python cannot make virtual environments; install the package {package} (or python3-venv) and start again."
            )
    # A folder moved or half made would only fail later and less clearly.
    shutil.rmtree(home.venv, ignore_errors=True)
    argv = [getattr(sys, "_base_executable", sys.executable), "-m", "venv", str(home.venv)]
    log.flush()
    if subprocess.run(argv, stdout=log, stderr=log, stdin=subprocess.DEVNULL, check=False).returncode:
        raise failure(home, "The Python environment could not be made", log)


def install(home: Home, kind: str, log: IO[str]) -> None:
    lock = REPOSITORY / LOCKS[kind]
    total = sum(1 for line in lock.read_text(encoding="utf-8").splitlines() if line[:1].isalpha())
    say(f"Gatepost installs {total} packages into its own environment (once; a minute or two)…")
    python = str(home.venv / "bin" / "python")
    pip_options = ["--require-hashes", "--no-deps", "--no-input", "--progress-bar", "off", "--disable-pip-version-check"]
    with subprocess.Popen(
        [python, "-I", "-m", "pip", "install", *pip_options, "--requirement", str(lock)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as pip:
        follow(pip.stdout or [], log, total)
    if pip.returncode:
        raise failure(home, "The packages could not be installed", log)


def follow(output: Iterable[str], log: IO[str], total: int) -> None:
    """Keep pip's words in the log file and show on a terminal how far it is."""
    done = 0
    for line in output:
        log.write(line)
        if not sys.stderr.isatty():
            continue
        if line.startswith(("Collecting ", "Requirement already satisfied")):
            done += 1
            sys.stderr.write(f"\r\033[K  {done} of {total}: {line.split()[1].split('==')[0] if line.startswith('Coll') else ''}")
        elif line.startswith("Installing collected"):
            sys.stderr.write("\r\033[K  unpacking")
        sys.stderr.flush()
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")


def failure(home: Home, what: str, log: IO[str]) -> PlainError:
    log.flush()
    path = home.log / "set-up.log"
    end = path.read_text(encoding="utf-8", errors="replace")[-5000:]
    if "No space left" in end:
        return PlainError(f"{what}: the disk of {home.path} is full; free some space and start again.")
    if "NewConnectionError" in end or "Temporary failure in name resolution" in end or "No matching distribution" in end:
        return PlainError(
            f"{what}: they could not be fetched; this needs a way to the Internet (or a mirror that pip knows). Details: {path}."
        )
    return PlainError(f"{what}; the reason stands at the end of {path}.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
