"""Running the rooms' own commands: Django in a child process, with the environment the settings read."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from types import FrameType

from gatepost.cli import processes
from gatepost.cli.cluster import Urls
from gatepost.cli.home import SOURCE, Home
from gatepost.cli.problems import INTERRUPTED

NOWHERE = Urls(owner="postgresql://nobody@/nothing?host=/nonexistent", app="postgresql://nobody@/nothing?host=/nonexistent")
SIGNAL_EXIT = 128


def environment(home: Home, urls: Urls, *, owner: bool = False, **more: str) -> dict[str, str]:
    """What a child needs to find settings, data folder, secret key and database."""
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_OWNER_URL"}
    env |= {
        "PYTHONPATH": str(SOURCE),
        "DJANGO_SETTINGS_MODULE": "gatepost.config.settings",
        "GATEPOST_HOME": str(home.path),
        "DATABASE_URL": urls.owner if owner else urls.app,
    }
    if "GATEPOST_SECRET_KEY" not in env and "GATEPOST_SECRET_KEY_FILE" not in env:
        env["GATEPOST_SECRET_KEY_FILE"] = str(home.secret_key_file())
    return env | more


def command(argv: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "gatepost.cli.management", *argv]


def run(argv: Sequence[str], env: Mapping[str, str]) -> int:
    """Run one management command to its end."""
    return run_program(command(argv), env)


def run_program(argv: Sequence[str], env: Mapping[str, str]) -> int:
    """Run a program in the foreground: the terminal's Ctrl-C reaches it, we wait and pass on its exit code."""
    child = processes.start(argv, env=env, own_session=False)

    def pass_on(number: int, _frame: FrameType | None) -> None:
        if number != signal.SIGINT or not sys.stdin.isatty():  # a terminal has told the child already
            child.send_signal(number)

    before = {number: signal.signal(number, pass_on) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        code = _wait(child)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if code == -signal.SIGINT:
        return INTERRUPTED
    return code if code >= 0 else SIGNAL_EXIT - code


def _wait(child: "subprocess.Popen[str]") -> int:
    try:
        return child.wait()
    except BaseException:
        child.kill()
        child.wait()
        raise
