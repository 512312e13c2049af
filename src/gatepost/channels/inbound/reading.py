"""Having a message read by the limited child, and what it found, as a parent may trust it: plain values, bounded."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import gatepost
from gatepost.channels.inbound import limits

_SOURCE = str(Path(gatepost.__file__).parents[1])
_COMMAND = [sys.executable, "-P", "-m", "gatepost.channels.inbound.child"]


class TooSlowError(Exception):
    """The child was killed by the clock on the wall: the machine may be busy, so it is worth another try."""


@dataclass(frozen=True)
class Returned:
    """A notice about a message of ours."""

    action: str
    code: str
    words: str
    recipients: list[str]
    reason: str
    is_address_dead: bool


@dataclass(frozen=True)
class Reading:
    """What a message is and says. `problem`: it could not be read safely, and why; then all else is blank."""

    problem: str = ""
    from_addresses: list[str] = field(default_factory=list)
    subject: str = ""
    recipients: list[str] = field(default_factory=list)
    authentication: list[str] = field(default_factory=list)
    return_path: str = ""
    automatic: str = ""
    has_telling_subject: bool = False
    returned: Returned | None = None
    text: str = ""
    full_text: str = ""
    is_shortened: bool = False
    attachments: list[str] = field(default_factory=list)
    attachment_count: int = 0

    @property
    def from_address(self) -> str:
        return self.from_addresses[0] if self.from_addresses else ""


def read(raw: bytes, *, is_null_sender: bool = False, is_to_bounces: bool = False) -> Reading:
    """Read it in a fresh interpreter that knows no secret. Raises TooSlowError; any other trouble is a `problem`."""
    flags = [word for word, is_given in (("--null-sender", is_null_sender), ("--to-bounces", is_to_bounces)) if is_given]
    try:
        done = subprocess.run(
            [*_COMMAND, *flags],
            input=raw,
            capture_output=True,
            timeout=limits.CHILD_WALL_SECONDS,
            check=False,
            cwd="/",
            env={"PYTHONPATH": _SOURCE, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1", "PATH": os.defpath},
            start_new_session=True,
        )
    except subprocess.TimeoutExpired:
        raise TooSlowError from None
    if done.returncode != 0:
        return Reading(problem="Reading it took more time or memory than any honest message needs.")
    return _reading(done.stdout)


def _reading(answer: bytes) -> Reading:
    try:
        found: dict[str, Any] = json.loads(answer)
    except ValueError:
        return Reading(problem="Reading it ended without an answer.")
    if found.get("problem"):
        return Reading(problem=_line(found["problem"], 300))
    returned = found["returned"]
    return Reading(
        from_addresses=_lines(found["from_addresses"], 320),
        subject=_line(found["subject"], 400),
        recipients=_lines(found["recipients"], 400),
        authentication=_lines(found["authentication"], 2000),
        return_path=_line(found["return_path"], 400),
        automatic=_line(found["automatic"], 200),
        has_telling_subject=bool(found["has_telling_subject"]),
        returned=_returned(returned) if returned else None,
        text=_storable(found["text"])[: limits.TEXT_CHARACTERS],
        full_text=_storable(found["full_text"])[: limits.TEXT_CHARACTERS],
        is_shortened=bool(found["is_shortened"]),
        attachments=_lines(found["attachments"], 120),
        attachment_count=int(found["attachment_count"]),
    )


def _returned(found: dict[str, Any]) -> Returned:
    return Returned(
        action=_line(found["action"], 20),
        code=_line(found["code"], 20),
        words=_line(found["words"], 300),
        recipients=_lines(found["recipients"], 320),
        reason=_line(found["reason"], 100),
        is_address_dead=bool(found["is_address_dead"]),
    )


def _storable(value: object) -> str:
    """Text that PostgreSQL takes: no NUL, no half of a surrogate pair."""
    return str(value).replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _line(value: object, length: int) -> str:
    return " ".join(_storable(value).split())[:length]


def _lines(values: list[object], length: int) -> list[str]:
    return [_line(value, length) for value in values[:50]]
