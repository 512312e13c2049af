"""Some sheets of a pile that was set before, without those whose time has passed."""

import io
import threading
from collections.abc import Iterable

import pypdfium2

_ONE_AT_A_TIME = threading.Lock()  # PDFium may not be used by two threads at once


def leaves_of(pages: int) -> int:
    """Sides of one sheet in the pile: nobody's sheet begins on the back of another's."""
    return pages + pages % 2


def only_sheets(pdf: bytes, numbers: Iterable[int], *, pages: int) -> bytes:
    """The sheets with these numbers, counted from 1, in the order of the pile."""
    sides = leaves_of(pages)
    wanted = [(number - 1) * sides + side for number in sorted(numbers) for side in range(sides)]
    file = io.BytesIO()
    with _ONE_AT_A_TIME:
        whole, part = pypdfium2.PdfDocument(pdf), pypdfium2.PdfDocument.new()
        try:
            part.import_pages(whole, wanted)
            part.save(file)
        finally:
            part.close()
            whole.close()
    return file.getvalue()
