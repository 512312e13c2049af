"""Programs and fonts of the system that some commands need: installed once where that is possible, else named."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gatepost.cli.home import Home, read_json, write_private
from gatepost.cli.problems import PlainError, say

PROGRAM_FOLDERS = "/usr/local/sbin:/usr/sbin:/sbin"
FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "~/.fonts",
    "~/.local/share/fonts",
)


@dataclass(frozen=True)
class Need:
    """Something of the system: present when one of `programs` is found, or a file named so in a font folder."""

    name: str
    packages: tuple[str, ...]
    purpose: str
    programs: tuple[str, ...] = ()
    fonts: tuple[str, ...] = ()
    is_vital: bool = False

    def is_there(self) -> bool:
        path = f"{os.environ.get('PATH', '')}:{PROGRAM_FOLDERS}"
        if any(shutil.which(program, path=path) for program in self.programs):
            return True
        return bool(self.fonts) and all(_font_exists(pattern) for pattern in self.fonts)


# Noto core brings Latin, Cyrillic and Arabic letters and Nastaliq for Urdu; Chinese is a package of its own.
FONTS = Need(
    "fonts",
    ("fonts-noto-core", "fonts-noto-cjk"),
    "letters in Arabic, Urdu, Chinese and Cyrillic script",
    fonts=("NotoSans*", "Noto*Arabic*", "Noto*Nastaliq*", "NotoSansCJK*"),
)
CHROMIUM = Need(
    "chromium", ("chromium",), "the tests in a real browser", programs=("chromium", "chromium-browser", "google-chrome")
)
SMTP_SINK = Need("smtp-sink", ("postfix",), "measuring how fast e-mail goes out", programs=("smtp-sink",), is_vital=False)
NEEDS: dict[str, tuple[Need, ...]] = {
    "demo": (FONTS,),
    "run": (FONTS,),
    "worker": (FONTS,),
    "test": (FONTS, CHROMIUM),
    "bench": (FONTS, SMTP_SINK),
}


def ensure_for(command: str, home: Home) -> None:
    """Look once per need; what was found or said is remembered, so that later starts cost nothing."""
    memory = home.run / "system-packages.json"
    known = read_json(memory)
    waiting = [need for need in NEEDS.get(command, ()) if known.get(need.name) != list(need.packages)]
    if not waiting:
        return
    for need in waiting:
        if not need.is_there():
            _provide(need, home)
        known[need.name] = list(need.packages)
    write_private(memory, json.dumps(known))


def _provide(need: Need, home: Home) -> None:
    packages = " ".join(need.packages)
    if is_debian_root():
        say(f"Gatepost installs {packages} (once) for {need.purpose}…")
        if apt_install(need.packages, home):
            return
    sentence = f"For {need.purpose}, {need.name} is missing here: install it (on Debian: apt-get install {packages})."
    if need.is_vital:
        raise PlainError(sentence)
    say(f"{sentence} Going on without.")


def is_debian_root() -> bool:
    return os.geteuid() == 0 and Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def apt_install(packages: Sequence[str], home: Home) -> bool:
    """Install without questions and without letting any package start a service; say whether it worked."""
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    with tempfile.TemporaryDirectory() as folder, (home.log / "set-up.log").open("a", encoding="utf-8") as log:
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1", "HOME": folder}
        guard = Path("/usr/sbin/policy-rc.d")
        is_ours = not guard.exists()
        if is_ours:
            guard.write_text("#!/bin/sh\nexit 101\n", encoding="ascii")
            guard.chmod(0o755)
        try:
            _preseed(packages, env)
            for argv in (install, ["apt-get", "update"], install):
                code = subprocess.run(argv, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False).returncode
                if argv is install and code == 0:
                    return True
        finally:
            if is_ours:
                guard.unlink(missing_ok=True)
    return False


def _preseed(packages: Sequence[str], env: dict[str, str]) -> None:
    program = shutil.which("debconf-set-selections")
    if "postfix" in packages and program:
        answer = "postfix postfix/main_mailer_type select No configuration\n"
        subprocess.run([program], input=answer, text=True, env=env, check=False, capture_output=True)


def _font_exists(pattern: str) -> bool:
    folders = (Path(folder).expanduser() for folder in FONT_FOLDERS)
    return any(next(folder.rglob(pattern), None) is not None for folder in folders if folder.is_dir())
