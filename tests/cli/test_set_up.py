"""What ./gatepost says when it cannot start, in one sentence and with exit code 2, and that a second start does nothing."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from tools import set_up

from gatepost.cli import system_packages
from gatepost.cli.home import REPOSITORY, Home
from gatepost.cli.problems import PlainError

SCRIPT = REPOSITORY / "gatepost"


def gatepost(*argv: str, home: Path, path: str | None = None) -> "subprocess.CompletedProcess[str]":
    env = {**os.environ, "GATEPOST_HOME": str(home), "PATH": path or f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    return subprocess.run([str(SCRIPT), *argv], env=env, capture_output=True, text=True, check=False, timeout=60)


def programs_without_python(folder: Path, python: str) -> str:
    """A PATH with the few tools the script needs, and one Python that is too old."""
    for name in ("sh", "dirname", "readlink"):
        (folder / name).symlink_to(str(shutil.which(name)))
    fake = folder / "python3"
    fake.write_text(f"#!/bin/sh\n{python}\n")
    fake.chmod(0o755)
    return str(folder)


def test_a_python_that_is_too_old_is_named_in_one_sentence(tmp_path: Path) -> None:
    done = gatepost("demo", home=tmp_path / "home", path=programs_without_python(tmp_path, "exit 1"))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith("Gatepost needs Python 3.11 or newer, and none was found")


def test_a_data_folder_that_cannot_be_made_is_named_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    done = gatepost("demo", home=tmp_path / "file")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith(f"The data folder {tmp_path / 'file'} cannot be written (file exists); ")


def test_help_needs_no_set_up(tmp_path: Path) -> None:
    done = gatepost("--help", home=tmp_path / "home")
    assert (done.returncode, done.stderr, (tmp_path / "home").exists()) == (0, "", False)
    assert "load the demo school" in done.stdout


def test_an_unknown_command_does_not_set_anything_up(tmp_path: Path) -> None:
    done = gatepost("dmeo", home=tmp_path / "home")
    assert (done.returncode, done.stdout, (tmp_path / "home" / "venv").exists()) == (2, "", False)
    assert "Traceback" not in done.stderr


def test_a_full_disk_is_named_before_anything_is_installed(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage(NamedTuple):
        free: int

    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(free=50_000_000))
    with pytest.raises(PlainError, match=r"has 50 MB free, and Gatepost needs 700 MB"):
        set_up.ensure_environment(home, "base")
    assert not home.venv.exists()


def test_an_environment_with_the_present_lock_is_left_alone(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    digests = {kind: hashlib.sha256((REPOSITORY / name).read_bytes()).hexdigest() for kind, name in set_up.LOCKS.items()}
    home.venv.mkdir()
    calls: list[str] = []
    monkeypatch.setattr(set_up, "make_environment", lambda *_: calls.append("make"))
    monkeypatch.setattr(set_up, "install", lambda _home, kind, _log: calls.append(kind))
    set_up.ensure_environment(home, "base")
    assert calls == ["make", "base"]
    set_up.ensure_environment(home, "base")
    assert calls == ["make", "base"]
    (home.venv / "bin").mkdir()
    (home.venv / "bin" / "python").symlink_to(sys.executable)
    set_up.ensure_environment(home, "dev")
    set_up.ensure_environment(home, "base")
    assert calls == ["make", "base", "dev"]
    assert json.loads((home.venv / set_up.STAMP).read_text()) == {"python": set_up.PYTHON, **digests}


def test_a_missing_program_is_named_once_where_it_cannot_be_installed(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    need = system_packages.Need("harp", ("harp-tools",), "music", programs=("no-such-harp",))
    monkeypatch.setattr(system_packages, "NEEDS", {"demo": (need,)})
    monkeypatch.setattr(system_packages, "is_debian_root", lambda: False)
    system_packages.ensure_for("demo", home)
    system_packages.ensure_for("demo", home)
    sentence = "For music, harp is missing here: install it (on Debian: apt-get install harp-tools). Going on without.\n"
    assert capsys.readouterr().err == sentence


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("ERROR: [Errno 28] No space left on device", "the disk of"),
        ("Temporary failure in name resolution", "they could not be fetched"),
        ("something else", "the reason stands at the end of"),
    ],
)
def test_a_failed_installation_is_explained(home: Home, words: str, sentence: str) -> None:
    with (home.log / "set-up.log").open("w") as log:
        log.write(words)
        assert sentence in str(set_up.failure(home, "The packages could not be installed", log))
