"""Starting and ending child processes so that none outlives the one that started it."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

PR_SET_PDEATHSIG = 1
Stream = int | IO[Any] | None


@dataclass(frozen=True)
class Identity:
    """The system user a child runs as, where it is not ours."""

    user: int
    group: int


def start(
    argv: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    output: tuple[Stream, Stream] = (None, None),
    on_parent_death: signal.Signals = signal.SIGTERM,
    identity: Identity | None = None,
    own_session: bool = True,
) -> "subprocess.Popen[str]":
    """Start a child that gets `on_parent_death` when we die, even by SIGKILL (on Linux)."""
    others: dict[str, Any] = {}
    if identity:
        others = {"user": identity.user, "group": identity.group, "extra_groups": [], "cwd": "/"}
    return subprocess.Popen(
        [str(part) for part in argv],
        env=dict(env),
        stdin=subprocess.DEVNULL if own_session else None,
        stdout=output[0],
        stderr=output[1],
        start_new_session=own_session,
        text=True,
        preexec_fn=die_with_parent(on_parent_death),  # noqa: PLW1509 -- runs two system calls; we have no other threads
        **others,
    )


def die_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    """What the child does between fork and exec."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)
    parent = os.getpid()

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(number))
        if os.getppid() != parent:  # it died in between
            os.kill(os.getpid(), signal.SIGKILL)

    return ask


def end(child: "subprocess.Popen[str]", *, steps: Sequence[tuple[signal.Signals, float]]) -> int:
    """Ask with each signal in turn, wait its seconds, and at last end the child's whole group."""
    for number, patience in steps:
        if child.poll() is not None:
            break
        child.send_signal(number)
        try:
            child.wait(patience)
        except subprocess.TimeoutExpired:
            continue
    end_group(child)
    child.kill()
    return child.wait()


def end_group(child: "subprocess.Popen[str]") -> None:
    """Whatever is left of a child that had a session of its own."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
