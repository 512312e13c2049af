"""A workbook before openpyxl sees it: its parts are walked through without keeping anything, within strict limits.

openpyxl keeps every element of a row until the row ends, and every other part whole: a few kilobytes of upload can be
gigabytes of memory. What passes here costs no more than a sheet a school could have.
"""

import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO
from xml.parsers import expat

from django.utils.translation import gettext as _

from gatepost.people.roster.ports import RefusedError
from gatepost.people.roster.zipcheck import MOST_UNPACKED_SHEET, SHEET_SIZES, open_zip

MOST_ROWS = 500_000
# Texts that several cells share; a spreadsheet keeps each once.
MOST_TEXTS = 1_000_000
MOST_TEXT_BYTES = 128 * 1024**2
# Elements and attributes in memory at once: of one row, which in a spreadsheet has at most 16,384 cells, with all that
# stands beside the rows (a link for each of many addresses); and of a part that is read whole, as the styles are.
MOST_AT_ONCE = 400_000
MOST_OF_A_WHOLE = 150_000
MOST_BYTES_AT_ONCE = 16 * 1024**2
MOST_OF_A_ROW = 16
# What a small upload may hold in any case, and how much more each byte of it may: a full sheet has one element for each.
FREE_ELEMENTS = 1_000_000
ELEMENTS_A_BYTE = 4
_CHUNK = 64 * 1024
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_TEXTS = "xl/sharedstrings.xml"


@dataclass(frozen=True)
class _Kind:
    """`item` is what openpyxl forgets as soon as it has read it, `depth` levels down."""

    item: str = ""
    depth: int = 0
    most_items: int = 0
    most_at_once: int = MOST_AT_ONCE
    most_bytes: int = MOST_UNPACKED_SHEET


_SHEET = _Kind(f"{_MAIN}}}row", depth=3, most_items=MOST_ROWS + 1)
_TEXT_LIST = _Kind(f"{_MAIN}}}si", depth=2, most_items=MOST_TEXTS, most_bytes=MOST_TEXT_BYTES)
_WHOLE = _Kind(most_at_once=MOST_OF_A_WHOLE)


def check_workbook(stream: BinaryIO) -> None:
    """Refuse what would cost more to read than a sheet can be worth."""
    archive = open_zip(stream, sizes=SHEET_SIZES)
    budget = FREE_ELEMENTS + ELEMENTS_A_BYTE * stream.seek(0, 2)
    for entry in archive.infolist():
        walk = _Walk(_kind_of(entry.filename), budget)
        walk.through(archive, entry)
        budget -= walk.seen


def may_be_read_as(name: str, type_of_link: str) -> bool:
    """Whether a part that was walked through row by row is also read row by row, not as something else, and so whole."""
    kind = _kind_of(name)
    if kind is _SHEET:
        return type_of_link.endswith("/worksheet")
    return kind is _WHOLE or type_of_link.endswith("/sharedStrings")


def is_list_of_texts(name: str) -> bool:
    return _kind_of(name) is _TEXT_LIST


def _kind_of(name: str) -> _Kind:
    if _SHEETS.fullmatch(name):
        return _SHEET
    return _TEXT_LIST if name.lower() == _TEXTS else _WHOLE


class _Walk:
    """One part, element by element; `_kept` counts what openpyxl would hold in memory."""

    def __init__(self, kind: _Kind, budget: int) -> None:
        self._kind, self._budget = kind, budget
        self.seen = self._depth = self._items = 0
        self._kept = self._kept_before = 0
        # Bytes outside items, and where the last item ended.
        self._loose, self._ended_at = 0, 0
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.ordered_attributes = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._doctype

    def through(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
        if entry.file_size > self._kind.most_bytes:
            raise _too_much()
        fed = 0
        try:
            with archive.open(entry) as part:
                while chunk := part.read(_CHUNK):
                    self._parser.Parse(chunk, False)
                    fed += len(chunk)
                    if self._loose + fed - self._ended_at > MOST_BYTES_AT_ONCE:
                        raise _too_much()
        except (expat.ExpatError, ValueError, LookupError):
            return  # a picture, or damaged: openpyxl comes no further in it than we did
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
            raise RefusedError(
                _("The sheet is damaged. Open it in your spreadsheet program, save it anew and upload it again.")
            ) from None

    def _start(self, tag: str, attributes: list[str]) -> None:
        self._depth += 1
        self.seen += 1
        if self._depth == self._kind.depth and tag == self._kind.item:
            self._begin_item(len(attributes) // 2)
        self._kept += 1 + len(attributes) // 2
        if self._kept > self._kind.most_at_once or self.seen > self._budget:
            raise _too_much()

    def _begin_item(self, attributes: int) -> None:
        self._items += 1
        self._kept_before = self._kept
        self._loose += self._parser.CurrentByteIndex - self._ended_at
        self._ended_at = self._parser.CurrentByteIndex
        if self._items > self._kind.most_items:
            raise _too_many_rows() if self._kind is _SHEET else _too_much()
        if attributes > MOST_OF_A_ROW:
            raise _too_much()

    def _end(self, tag: str) -> None:
        if self._depth == self._kind.depth and tag == self._kind.item:
            self._kept = self._kept_before
            self._ended_at = self._parser.CurrentByteIndex
        self._depth -= 1

    def _doctype(self, *_declared: object) -> None:
        raise RefusedError(_("The sheet declares things of its own, as no spreadsheet program does. We do not open it."))


def _too_much() -> RefusedError:
    return RefusedError(
        _(
            "The sheet would take far more memory than a list needs: a row with far too many cells, or too much beside the rows."
            " Copy the list into a new sheet, save that and upload it."
        )
    )


def _too_many_rows() -> RefusedError:
    return RefusedError(_("The sheet has more than %(n)s rows.") % {"n": f"{MOST_ROWS:,}"})
