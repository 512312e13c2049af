"""Ctrl-C, and even the death of the one who started them, leaves no process behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gatepost.cli.home import SOURCE

# Two children, one of which ignores SIGTERM's cousins and has a child of its own in its session.
SCRIPT = """
import os, sys, pathlib
from gatepost.cli import processes, supervisor
supervisor.STOP_STEPS = [(supervisor.signal.SIGTERM, 0.3)]
folder = pathlib.Path(sys.argv[1])
stubborn = "import signal,subprocess,sys,time;signal.signal(15,signal.SIG_IGN);" \\
    "print(subprocess.Popen([sys.executable,'-c','import time;time.sleep(600)']).pid,flush=True);time.sleep(600)"
plain = "import os,time;print(os.getpid(),flush=True);time.sleep(600)"
children = [supervisor.Child(name, [sys.executable, "-c", code], dict(os.environ), folder / f"{name}.log")
            for name, code in {"stubborn": stubborn, "plain": plain}.items()]
with supervisor.Supervisor(children) as running:
    print(*[child.process.pid for child in children], flush=True)
    running.watch()
print("ended", flush=True)
"""
Supervised = tuple["subprocess.Popen[str]", list[int], Path]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until_gone(pids: list[int], seconds: float = 10.0) -> list[int]:
    deadline = time.monotonic() + seconds
    while any(is_alive(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.02)
    return [pid for pid in pids if is_alive(pid)]


def first_number(path: Path) -> int:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        words = path.read_text().split() if path.exists() else []
        if words:
            return int(words[-1])
        time.sleep(0.02)
    raise AssertionError(f"{path} stayed empty")


@pytest.fixture
def supervised(tmp_path: Path) -> Iterator[Supervised]:
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        pids = [int(word) for word in parent.stdout.readline().split()]
        grandchild = first_number(tmp_path / "stubborn.log")
        first_number(tmp_path / "plain.log")
        yield parent, [*pids, grandchild], tmp_path
        parent.kill()
        for pid in (*pids, grandchild):
            if is_alive(pid):
                os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_every_process_even_one_that_refuses(supervised: Supervised, number: signal.Signals) -> None:
    parent, pids, _ = supervised
    assert [is_alive(pid) for pid in pids] == [True, True, True]
    parent.send_signal(number)
    out, err = parent.communicate(timeout=10)
    assert (out, err, parent.returncode) == ("ended\n", "", 0)
    assert wait_until_gone(pids) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells children of their parent's death")
def test_a_killed_parent_takes_its_children_along(supervised: Supervised) -> None:
    parent, pids, _ = supervised
    plain = pids[1]
    parent.kill()
    assert wait_until_gone([plain]) == []


def test_a_child_that_dies_is_started_again_with_a_sentence(supervised: Supervised) -> None:
    parent, pids, folder = supervised
    os.kill(pids[1], signal.SIGKILL)
    assert parent.stderr is not None
    sentence = parent.stderr.readline()
    assert sentence == f"The plain process ended (SIGKILL); it is started again in 0.5 s, see {folder / 'plain.log'}.\n"
    deadline = time.monotonic() + 10
    while first_number(folder / "plain.log") == pids[1] and time.monotonic() < deadline:
        time.sleep(0.02)
    assert is_alive(first_number(folder / "plain.log"))
