"""A zip that is sent while it is made: no more than a piece of it is in memory at any moment."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from gatepost.kernel.sheets import harmless

_LINES, _BYTES = 500, 64 * 1024


class _Pipe(io.RawIOBase):
    """What the zip writes, until it is taken away."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []
        self._size = 0
        self._at = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        piece = bytes(data)
        self._pieces.append(piece)
        self._size += len(piece)
        self._at += len(piece)
        return len(piece)

    def tell(self) -> int:
        return self._at

    def is_full(self) -> bool:
        return self._size >= _BYTES

    def take(self) -> bytes:
        taken, self._pieces, self._size = b"".join(self._pieces), [], 0
        return taken


def streamed(sheets: Iterable[tuple[str, Iterable[Sequence[Any]]]], texts: Iterable[tuple[str, str]]) -> Iterator[bytes]:
    """CSV files and plain texts by name, as the bytes of one zip, piece by piece."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for name, text in texts:
            archive.writestr(name, text.encode("utf-8-sig"))
        for name, rows in sheets:
            with archive.open(name, "w") as member:
                for piece in _as_csv(rows):
                    member.write(piece)
                    if pipe.is_full():
                        yield pipe.take()
    yield pipe.take()


def _as_csv(rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """With the mark by which spreadsheet programs recognise UTF-8; no cell is ever a formula."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    for number, row in enumerate(rows, start=1):
        writer.writerow([harmless(value) if type(value) is str and value else value for value in row])
        if number % _LINES == 0:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()
