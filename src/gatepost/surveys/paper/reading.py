"""Having a scan read by the limited child, and what it found, as a parent may trust it: plain values, bounded."""

import base64
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import gatepost
from gatepost.surveys.paper import limits

_SOURCE = str(Path(gatepost.__file__).parents[1])
_COMMAND = [sys.executable, "-P", "-m", "gatepost.surveys.paper.child"]
_MOST_PICTURE = 2_000_000


@dataclass(frozen=True)
class FoundDoubt:
    item: str
    kind: str
    seen: list[int]
    picture: bytes


@dataclass(frozen=True)
class FoundPage:
    """One page of one sheet; `at` is its place in the file. `problem`: why it could not be read; then all else may be blank."""

    at: int
    code: str = ""
    run_id: int = 0
    number: int = 0
    problem: str = ""
    marks: dict[str, Any] = field(default_factory=dict)
    doubts: list[FoundDoubt] = field(default_factory=list)


@dataclass
class FoundScan:
    """`refused`: the whole file, and why. `is_cut`: reading ended before the last page. `begun`: the last page looked at, from 0."""

    refused: str = ""
    pages: int = 0
    begun: int = -1
    found: list[FoundPage] = field(default_factory=list)
    is_cut: bool = True


def read_scan_file(data: bytes, layouts: Mapping[int, Mapping[str, Any]]) -> FoundScan:
    """Read it in a fresh interpreter that knows no secret. What was read before trouble stays; a page that takes too long is
    left out, and after it the reading begins anew, a few times."""
    end, scan, first = time.monotonic() + limits.FILE_SECONDS, FoundScan(), 0
    for _slow in range(limits.SLOW_PAGES):
        was_slow = _read_from(first, data, layouts, scan, until=end)
        if not was_slow or scan.begun < first:
            break
        first = scan.begun + 1
        scan.found.append(FoundPage(at=first, problem="slow"))
    if not scan.pages and not scan.refused:
        scan.refused = "slow" if was_slow else "damaged"
    scan.is_cut = scan.is_cut and not scan.refused and first < scan.pages
    return scan


def _read_from(first: int, data: bytes, layouts: Mapping[int, Mapping[str, Any]], scan: FoundScan, *, until: float) -> bool:
    """Whether it ended because a page took too long."""
    head = {"layouts": {str(run): one for run, one in layouts.items()}, "first": first, "page_seconds": limits.PAGE_SECONDS}
    try:
        done = subprocess.run(
            _COMMAND,
            input=json.dumps(head).encode() + b"\n" + data,
            capture_output=True,
            timeout=max(until - time.monotonic(), 0.1),
            check=False,
            cwd="/",
            env={"PYTHONPATH": _SOURCE, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1", "PATH": os.defpath},
            start_new_session=True,
        )
    except subprocess.TimeoutExpired as late:
        _take(late.stdout or b"", scan)
        return False
    _take(done.stdout, scan)
    return done.returncode == -signal.SIGPROF


def _take(said: bytes, scan: FoundScan) -> None:
    for line in said.split(b"\n"):
        try:
            one = json.loads(line)
        except ValueError:
            continue  # the end, or a line that was cut
        if "refused" in one:
            scan.refused = str(one["refused"])
        elif "pages" in one:
            scan.pages = int(one["pages"])
        elif "begun" in one:
            scan.begun = int(one["begun"])
        elif "done" in one:
            scan.is_cut = False
        else:
            scan.found.append(_page(one))


def _page(one: Mapping[str, Any]) -> FoundPage:
    return FoundPage(
        at=int(one["at"]),
        code=str(one.get("code", "")),
        run_id=int(one.get("run", 0)),
        number=int(one.get("page", 0)),
        problem=str(one.get("problem", "")),
        marks=dict(one.get("marks", {})),
        doubts=[_doubt(doubt) for doubt in one.get("doubts", ())],
    )


def _doubt(doubt: Mapping[str, Any]) -> FoundDoubt:
    picture = base64.b64decode(doubt["picture"])[:_MOST_PICTURE]
    return FoundDoubt(str(doubt["item"]), str(doubt["kind"]), [int(value) for value in doubt["seen"]], picture)
