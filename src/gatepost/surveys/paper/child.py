"""The limited process in which scans are read: `python -m gatepost.surveys.paper.child`; layouts and file in, a line per page out.

It knows no Django, no database and no secret; it may use some memory and time, opens no file for writing, and is killed by
its parent when its time is over. What it has written until then stays.
"""

import json
import re
import resource
import signal
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import pypdfium2
import zxingcpp

from gatepost.surveys.paper import limits
from gatepost.surveys.paper.marks import found_page, read_page
from gatepost.surveys.paper.pictures import UnreadableError, as_pdf
from gatepost.surveys.paper.raster import Raster

_OURS = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_CODE = re.compile(r"([A-Z]{8})-(\d{1,12})-(\d{1,3})")


def main() -> int:
    _limit()
    head = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read(limits.FILE_BYTES + 1)
    for line in _lines(data, head["layouts"], first=head["first"], seconds=head["page_seconds"]):
        # ASCII only, one whole line at a time: the parent keeps what came before a sudden end.
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
    return 0


def _lines(data: bytes, layouts: Mapping[str, Any], *, first: int, seconds: float) -> Iterator[dict[str, Any]]:
    """From the page `first` on, counted from 0."""
    _give(seconds)
    try:
        document = pypdfium2.PdfDocument(as_pdf(data))
    except UnreadableError as error:
        yield {"refused": str(error)}
        return
    except pypdfium2.PdfiumError:
        yield {"refused": "damaged"}
        return
    pages = len(document)
    if pages > limits.PAGES:
        yield {"refused": "pages"}
        return
    yield {"pages": pages}
    for number in range(first, pages):
        yield {"begun": number}
        _give(seconds)
        try:
            found = list(_sheets_on(_rendered(document, number), layouts))
        except (pypdfium2.PdfiumError, MemoryError, ValueError):
            found = [{"problem": "damaged"}]
        for one in found:
            yield {"at": number + 1, **one}
    yield {"done": True}


def _rendered(document: Any, number: int) -> Raster:
    page = document[number]
    scale = limits.LONG_SIDE / max(*page.get_size(), 1.0)
    bitmap = page.render(scale=scale, grayscale=True)
    raster = Raster(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)
    bitmap.close()
    page.close()
    return raster


def _sheets_on(raster: Raster, layouts: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Mostly one page of one sheet; two where two lay side by side on the glass."""
    grey = memoryview(bytearray(raster.data)).cast("B", shape=[raster.height, raster.stride])
    if min(raster.data) > 200:
        return  # the empty back of a sheet
    ours = 0
    for code in zxingcpp.read_barcodes(grey, formats=_OURS):
        said = _CODE.fullmatch(code.text)
        if said is not None:
            ours += 1
            yield _read(raster, code.position, said, layouts)
    if ours == 0:
        yield {"problem": "no-code"}


def _read(raster: Raster, position: Any, said: re.Match[str], layouts: Mapping[str, Any]) -> dict[str, Any]:
    number = int(said[3])
    named = {"code": said[1], "run": int(said[2]), "page": number}
    layout = layouts.get(said[2])
    if layout is None or not 1 <= number <= layout["pages"]:
        return {**named, "problem": "other-survey"}
    corners = [
        (float(corner.x), float(corner.y))
        for corner in (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    ]
    page = found_page(raster, corners, has_strip=layout["has_strip"])
    if page is None:
        return {**named, "problem": "corners"}
    reading = read_page(page, number, layout)
    return {**named, "marks": reading.marks, "doubts": reading.doubts}


def _give(seconds: float) -> None:
    """So much computing for what comes next, then the process dies: nothing else interrupts a page that is being drawn."""
    signal.setitimer(signal.ITIMER_PROF, seconds)


def _limit() -> None:
    """Memory, time, files: set here, before the first byte of the file is read."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (limits.CHILD_MEMORY_BYTES, limits.CHILD_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (int(limits.FILE_SECONDS), int(limits.FILE_SECONDS) + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
