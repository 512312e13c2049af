"""The parent process of the embedded postgres: starts it, reaps it, restarts it after a crash, stops it when unused.

Run as `python -m gatepost.cli.keeper HOME NAME` by gatepost.cli.cluster, which waits for the line "ready".
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from gatepost.cli import processes, programs
from gatepost.cli.cluster import Cluster
from gatepost.cli.home import Home
from gatepost.cli.problems import say

STOP_STEPS = [(signal.SIGINT, 15.0), (signal.SIGQUIT, 10.0)]
READY_PATIENCE = 60.0
CRASHES_FORGIVEN = 20


class Keeper:
    """Keeps one postgres."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.site = cluster.site
        self.told_to_stop = threading.Event()

    def run(self) -> int:
        if not self.cluster.keeper.take():
            return 1
        self.cluster.keeper.write(str(os.getpid()))
        for number in (signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda *_: self.told_to_stop.set())
        postgres = self._start()
        if not self._becomes_ready(postgres):
            processes.end(postgres, steps=STOP_STEPS)
            return 1
        sys.stdout.write("ready\n")
        sys.stdout.close()
        return self._keep(postgres)

    def _keep(self, postgres: "subprocess.Popen[str]") -> int:
        """Until told to stop, or until nobody uses the cluster although nobody said so."""
        crashes = 0
        while not (self.told_to_stop.wait(1.0) or self._is_unused()):
            if postgres.poll() is None:
                continue
            crashes += 1
            say(f"postgres ended with {postgres.returncode}.")
            if crashes > CRASHES_FORGIVEN:
                return 1
            time.sleep(min(0.1 * 2**crashes, 10.0))
            postgres = self._start()
            self._becomes_ready(postgres)
        processes.end(postgres, steps=STOP_STEPS)
        return 0

    def _is_unused(self) -> bool:
        """True only with the users' lock in our hand, so that nobody joins while we stop."""
        if not self.cluster.starting.take():
            return False
        unused = self.cluster.users.take()
        self.cluster.starting.free()
        return unused

    def _start(self) -> "subprocess.Popen[str]":
        end_leftover(self.site.data, self.site.socket)
        argv: list[str | Path] = [
            self.site.programs / "postgres",
            "-D",
            self.site.data,
            "-c",
            f"config_file={self.site.place / 'gatepost.conf'}",
        ]
        return processes.start(
            argv,
            env=programs.ENVIRONMENT,
            output=(sys.stderr, sys.stderr),
            on_parent_death=signal.SIGINT,
            identity=self.site.identity,
        )

    def _becomes_ready(self, postgres: "subprocess.Popen[str]") -> bool:
        deadline = time.monotonic() + READY_PATIENCE
        while postgres.poll() is None and time.monotonic() < deadline:
            if _state(self.site.data) == (postgres.pid, "ready"):
                return True
            if self.told_to_stop.wait(0.02):
                return False
        return False


def end_leftover(data: Path, socket: Path) -> None:
    """Clear away what a killed instance left, so that postgres does not refuse to start over it.

    We hold the keeper's lock, so no living keeper watches a postgres here. A killed one may still stand in the process
    table (where nobody reaps orphans), and its number may by now be another program's.
    """
    pid, _ = _state(data)
    if pid and _is_postgres_of(pid, data):
        for number, patience in STOP_STEPS:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
            deadline = time.monotonic() + patience
            while _is_postgres_of(pid, data) and time.monotonic() < deadline:
                time.sleep(0.05)
    if pid and Path("/proc/self").exists() and not _is_postgres_of(pid, data):
        (data / "postmaster.pid").unlink(missing_ok=True)
        for path in socket.glob(".s.PGSQL.*.lock"):
            path.unlink(missing_ok=True)


def _state(data: Path) -> tuple[int, str]:
    """Process number and state out of postmaster.pid; (0, "") where there is none."""
    try:
        lines = (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        return int(lines[0]), lines[7].strip() if len(lines) > 7 else ""
    except (OSError, ValueError, IndexError):
        return 0, ""


def _is_postgres_of(pid: int, data: Path) -> bool:
    """Whether a living process of that number is a postgres on this data (a zombie has no command line)."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return os.fsencode(data) in words


def main(argv: list[str]) -> int:
    return Keeper(Cluster(Home(Path(argv[0])), argv[1])).run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
