"""From bytes to rows of text: encoding, delimiter, line ends, and rows that are not as they should be."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from typing import IO, Protocol, cast

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from gatepost.people.roster.package import Member
from gatepost.people.roster.ports import RefusedError
from gatepost.people.roster.problems import Problems

_CHUNK = 1024 * 1024
_SAMPLE = 64 * 1024
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# What school offices' programs write when it is not Unicode.
_LEGACY = ["cp1252", "cp1250", "cp1251", "cp1256", "cp1258", "gb18030", "big5", "mac_roman"]
# With these signs it is the encoding of Western Europe; guessing by statistics errs on a few names.
_WESTERN = frozenset("áéíóúüñçàèìòùïâêîôûãõëöäåøæœßÿýÁÉÍÓÚÜÑÇÀÈÌÒÙÏÂÊÎÔÛÃÕËÖÄÅØÆŒŸÝ’‘‚“”„–—·¿¡…•°«»‹›€£§©®™´¨ºª\xa0\xad")
# What Western texts do not have: other signs, three accented letters in a row, º and ª anywhere but after a number or a short word.
_UNWESTERN = re.compile(r"[À-ÖØ-öø-ÿ]{3,}|(?<![\d.])(?<!\b[A-Za-z])(?<!\b[A-Za-z]{2})[ºª]|[ºª](?=[^\W\d])")
# The letters of Polish, Romanian, Czech and Slovak, Hungarian, and the languages of the former Yugoslavia.
_CENTRAL = tuple(map(frozenset, ("ąćęłńóśźż", "ăâîşţ", "áäčďéěíĺľňóôŕřšťúůýž", "áéíóöőúüű", "čćđšž")))
# Up to this share of such signs it is still Western: a slip, or a sign from elsewhere.
_MOST_UNWESTERN = 0.03
_DELIMITERS = ",;\t|"
MOST_COLUMNS = 300
# How far down the names of the columns may stand, and who says in which of these rows they do, counted from 0.
TOP_ROWS = 10
HeaderAmong = Callable[[list[list[str]]], int]


@dataclass
class Table:
    """One file as a header and numbered rows; every row is as long as the header."""

    file: str
    header: list[str]
    rows: Iterator[tuple[int, list[str]]]
    # The row just read has more filled cells than there are columns: nothing in it can be trusted but its first cells.
    is_torn: bool = False
    # It has empty cells too many: a comma at its end, or a shift that its other cells must show.
    is_loose: bool = False
    # Rows above the header: a title, blank lines.
    above: int = 0


@contextmanager
def open_table(
    member: Member,
    problems: Problems,
    *,
    expect_comma: bool = True,
    header_among: HeaderAmong | None = None,
    most_columns: int = MOST_COLUMNS,
) -> Iterator[Table]:
    """The rows of a delimited file. An empty file has an empty header. `header_among`: where the header may stand further down."""
    encoding = _encoding_of(member, problems)
    with member.reading() as stream:
        text = io.TextIOWrapper(cast("IO[bytes]", _Plain(stream)), encoding=encoding, errors="replace", newline="")
        first = text.readline(_CHUNK)
        if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
            first = text.readline(_CHUNK)
        first, rest, above = _from_header(first, text, header_among) if header_among else (first, text, 0)
        delimiter = _delimiter_of(first)
        if delimiter != "," and expect_comma:
            problems.add(member.name, 1, "delimiter", value="Tab" if delimiter == "\t" else delimiter)
        reader = csv.reader(_chained(first, rest), delimiter=delimiter, strict=True)
        header = _header_of(reader, member.name, most_columns)
        table = Table(member.name, header, iter(()), above=above)
        table.rows = _rows(reader, table, problems)
        yield table


def _encoding_of(member: Member, problems: Problems) -> str:
    """UTF-8 if every byte says so; else what the byte-order mark or the text itself suggests, and that is reported."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    legacy_lines = io.BytesIO()
    with member.reading() as stream:
        chunk = stream.read(_CHUNK)
        for mark, name in _BOMS:
            if chunk.startswith(mark):
                if name != "utf-8-sig":
                    problems.add(member.name, None, "encoding", value="UTF-16")
                    return name
                chunk = chunk[len(mark) :]
                return _checked_utf8(member, chunk, stream, decoder, legacy_lines) or _legacy(member, problems, legacy_lines)
        if _looks_like_utf16(chunk):
            problems.add(member.name, None, "encoding", value="UTF-16")
            return "utf-16-le" if chunk[1:2] == b"\0" else "utf-16-be"
        if chunk[:4096].count(0) > 8:
            raise RefusedError(
                _("“%(file)s” is not a text file. Save the list as CSV and upload it again.") % {"file": member.name}
            )
        return _checked_utf8(member, chunk, stream, decoder, legacy_lines) or _legacy(member, problems, legacy_lines)


def _checked_utf8(
    member: Member, chunk: bytes, stream: IO[bytes], decoder: codecs.IncrementalDecoder, legacy_lines: io.BytesIO
) -> str:
    """`utf-8-sig` if the whole file is UTF-8, else "" with the telling lines in `legacy_lines`."""
    is_utf8 = True
    while chunk:
        if is_utf8:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                is_utf8 = False
        if not is_utf8 and legacy_lines.tell() < _SAMPLE:
            legacy_lines.write(b"\n".join(line for line in chunk.split(b"\n") if not line.isascii())[:_SAMPLE])
        chunk = stream.read(_CHUNK)
    return "utf-8-sig" if is_utf8 else ""


def _legacy(member: Member, problems: Problems, lines: io.BytesIO) -> str:
    sample = lines.getvalue()
    encoding = "cp1252"
    if not _is_western(sample.decode("cp1252", "replace")):
        best = from_bytes(sample, cp_isolation=_LEGACY).best()
        encoding = "cp1250" if _is_central(sample) else best.encoding if best is not None else "cp1252"
    problems.add(member.name, None, "encoding", value="Windows-1252" if encoding == "cp1252" else encoding)
    return encoding


def _is_western(text: str) -> bool:
    signs = [sign for sign in text if not sign.isascii()]
    odd = sum(sign not in _WESTERN for sign in signs) + sum(len(found) for found in _UNWESTERN.findall(text))
    return odd <= len(signs) * _MOST_UNWESTERN


def _is_central(sample: bytes) -> bool:
    letters = {
        sign for sign in sample.decode("cp1250", "replace").lower() if not sign.isascii() and sign not in "’‘“”„–—…§°«»\xa0"
    }
    return any(letters <= alphabet for alphabet in _CENTRAL)


def _looks_like_utf16(chunk: bytes) -> bool:
    start = chunk[:2000]
    return len(start) >= 20 and (start[::2].count(0) > len(start) * 0.2 or start[1::2].count(0) > len(start) * 0.2)


def _delimiter_of(line: str) -> str:
    """The sign that is most frequent in the header; a comma where none is."""
    counts = {sign: line.count(sign) for sign in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda sign: counts[sign])
    return best if counts[best] else ","


def _from_header(first: str, text: Iterator[str], header_among: HeaderAmong) -> tuple[str, Iterator[str], int]:
    """The line of the header, what follows it, and how many lines stand above."""
    top = [first, *islice(text, TOP_ROWS - 1)]
    above = header_among([_cells_of(line) for line in top])
    return top[above], chain(top[above + 1 :], text), above


def _cells_of(line: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=_delimiter_of(line)), [])
    except csv.Error:
        return []


def _chained(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _header_of(reader: Iterator[list[str]], file: str, most_columns: int) -> list[str]:
    try:
        header = [cell.strip().strip("\ufeff") for cell in next(reader, [])]
    except csv.Error:
        raise RefusedError(_("The first row of “%(file)s” cannot be read.") % {"file": file}) from None
    if len(header) > most_columns:
        raise RefusedError(_("“%(file)s” has more than %(n)d columns.") % {"file": file, "n": most_columns})
    return header


class _Reader(Protocol):
    """csv.reader, which has no public type."""

    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> Iterator[list[str]]: ...

    def __next__(self) -> list[str]: ...


def _rows(reader: _Reader, table: Table, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """Numbered as a spreadsheet numbers them. `table.is_torn` speaks of the row just given."""
    width, number, lines = len(table.header), 1 + table.above, reader.line_num
    while True:
        try:
            row = next(reader, None)
        except csv.Error:
            raise RefusedError(
                _(
                    "“%(file)s” cannot be read at row %(row)d: a quotation mark is not closed or stands inside a cell, or a cell is far too large."
                )
                % {"file": table.file, "row": number + 1}
            ) from None
        if row is None:
            return
        number += 1
        if reader.line_num > lines + 1:
            _check_breaks(table, row, number, problems)
        lines = reader.line_num
        if not any(row):
            continue
        if len(row) != width:
            row = _fitted(table, row, number, problems)
        else:
            table.is_torn = table.is_loose = False
        yield number, row


def _check_breaks(table: Table, row: list[str], number: int, problems: Problems) -> None:
    """A cell over several lines is read; one that has swallowed whole rows is not."""
    most = max((line.count(",") + line.count(";") for cell in row for line in cell.splitlines()[1:]), default=0)
    if most >= max(3, len(table.header) // 2):
        raise RefusedError(
            _(
                "In “%(file)s” a quotation mark in row %(row)d is not closed and swallows the rows after it. Mend it and upload again."
            )
            % {"file": table.file, "row": number}
        )
    problems.add(table.file, number, "line_break")


def _fitted(table: Table, row: list[str], number: int, problems: Problems) -> list[str]:
    width = len(table.header)
    table.is_torn = any(cell.strip() for cell in row[width:])
    table.is_loose = len(row) > width
    if table.is_torn:
        problems.add(table.file, number, "row_long")
    elif len(row) > width:
        problems.once(table.file, number, "row_comma")
    elif any(table.header[len(row) :]):
        problems.once(table.file, number, "row_short")
    return row[:width] + [""] * (width - len(row))


class _Plain(io.BufferedIOBase):
    """What TextIOWrapper needs around a member of a zip or a rewound upload."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__()
        self._stream = stream

    def readable(self) -> bool:
        return True

    def read1(self, size: int = -1, /) -> bytes:
        return self._stream.read(_CHUNK if size < 0 else size)

    def read(self, size: int | None = -1, /) -> bytes:
        return self._stream.read(-1 if size is None else size)
