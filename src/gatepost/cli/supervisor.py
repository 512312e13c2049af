"""Keeps a set of processes running until somebody ends us, and then ends them in order."""

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gatepost.cli import processes
from gatepost.cli.cluster import rotate
from gatepost.cli.home import open_log
from gatepost.cli.problems import PlainError, say

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STOP_STEPS = [(signal.SIGTERM, 8.0)]
LONGEST_PAUSE = 30.0
CALM = 60.0
REPEATED = 6  # after so many sentences only every sixth


@dataclass
class Child:
    """One process to keep running; its words go to its log file, or to the terminal where it has none."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str]
    log: Path | None
    process: "subprocess.Popen[str] | None" = None
    started_at: float = 0.0
    falls: int = 0
    again_at: float = field(default=0.0)

    def start(self) -> None:
        self.started_at = time.monotonic()
        if self.log is None:
            self.process = processes.start(self.argv, env=self.env)
            return
        rotate(self.log)
        with open_log(self.log) as log:
            self.process = processes.start(self.argv, env=self.env, output=(log, log))

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def where(self) -> str:
        return f"see {self.log}" if self.log else "see above"


class Supervisor:
    """Children are started in the order given and ended in the opposite order."""

    def __init__(self, children: Sequence[Child], *, every_second: Callable[[], None] = lambda: None) -> None:
        self.children = list(children)
        self.every_second = every_second
        self.told_to_end = threading.Event()

    def __enter__(self) -> "Supervisor":
        self._before = {number: signal.signal(number, lambda *_: self.told_to_end.set()) for number in ENDING}
        try:
            for child in self.children:
                child.start()
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def wait_for(self, is_ready: Callable[[], bool], *, patience: float, what: str) -> bool:
        """Whether it became ready; False when we were told to end before that."""
        deadline = time.monotonic() + patience
        while not is_ready():
            if self.told_to_end.wait(0.1):
                return False
            fallen = next((child for child in self.children if child.has_ended()), None)
            if fallen:
                raise PlainError(f"The {fallen.name} process ended while Gatepost was starting; {fallen.where()}.")
            if time.monotonic() > deadline:
                raise PlainError(f"{what} did not answer within {patience:.0f} seconds; the log files may say why.")
        return True

    def watch(self) -> None:
        """Until told to end: start again what ended, after a pause that grows."""
        next_second = 0.0
        while not self.told_to_end.wait(0.2):
            now = time.monotonic()
            for child in self.children:
                self._look_after(child, now)
            if now >= next_second:
                next_second = now + 1.0
                self.every_second()

    def end(self) -> None:
        """Ask all at once, then wait for each in order; whoever does not end in time is killed."""
        running = [child.process for child in reversed(self.children) if child.process is not None]
        for process in running:
            if process.poll() is None:
                process.terminate()
        for process in running:
            processes.end(process, steps=STOP_STEPS)

    def _look_after(self, child: Child, now: float) -> None:
        if child.again_at:
            if now >= child.again_at:
                child.again_at = 0.0
                child.start()
            return
        if child.process is None or child.process.poll() is None:
            return
        processes.end_group(child.process)
        child.falls = 1 if now - child.started_at > CALM else child.falls + 1
        pause = min(0.5 * 2 ** (child.falls - 1), LONGEST_PAUSE)
        child.again_at = now + pause
        if child.falls <= REPEATED or child.falls % REPEATED == 0:
            reason = _reason(child.process.returncode)
            say(f"The {child.name} process ended ({reason}); it is started again in {pause:g} s, {child.where()}.")


def _reason(code: int) -> str:
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name
