"""Zip files before anything is unpacked: bombs, tricks with paths and lies about sizes are refused with a sentence.

Python before 3.11.8 does not notice overlapping entries, so we look ourselves.
"""

import stat
import struct
import zipfile
from typing import BinaryIO, NamedTuple

from django.utils.translation import gettext as _

from gatepost.people.roster.ports import RefusedError

MOST_ENTRIES = 1000
MOST_UNPACKED = 3 * 1024**3
MOST_UNPACKED_SHEET = 400 * 1024**2


class Sizes(NamedTuple):
    """How much a zip may unpack to, and how often its own size a file above `ratio_from` may be."""

    most_unpacked: int
    most_ratio: int
    ratio_from: int


# Text packs to a tenth, repetitive text to a fiftieth; above this and above the size it is a bomb.
MOST_RATIO = 200
FILE_SIZES = Sizes(MOST_UNPACKED, MOST_RATIO, 50 * 1024**2)
# Nothing but the same row fifty thousand times packs to a seventeenth.
SHEET_SIZES = Sizes(MOST_UNPACKED_SHEET, 50, 2 * 1024**2)
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")


def open_zip(stream: BinaryIO, *, sizes: Sizes = FILE_SIZES) -> zipfile.ZipFile:
    """The zip, its table of contents checked; nothing of it is ever written to disk."""
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, NotImplementedError, struct.error):
        raise RefusedError(_("The zip file is damaged or cut off. Export it again and upload the new one.")) from None
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise RefusedError(_("The zip file holds %(n)d files; a roster has about twenty.") % {"n": len(entries)})
    for entry in entries:
        _check_entry(entry)
    _check_names(entries)
    _check_sizes(entries, sizes)
    _check_overlap(archive, stream, entries)
    return archive


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in entry.orig_filename:
        raise RefusedError(_("The zip file names a path outside itself (%(name)s). We do not open it.") % {"name": name[:80]})
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise RefusedError(_("The zip file holds a link instead of a file (%(name)s). We do not open it.") % {"name": name[:80]})
    if entry.flag_bits & 0x1:
        raise RefusedError(_("The zip file is locked with a password. Export it without one."))
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise RefusedError(_("The zip file is packed in a way we do not read. Pack it as an ordinary zip file."))


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename.casefold()
        if name in seen:
            raise RefusedError(
                _("The zip file holds “%(name)s” twice. We cannot know which is meant.") % {"name": entry.filename[:80]}
            )
        seen.add(name)


def _check_sizes(entries: list[zipfile.ZipInfo], sizes: Sizes) -> None:
    if sum(entry.file_size for entry in entries) > sizes.most_unpacked:
        raise RefusedError(_("The zip file would unpack to more than a roster can be. We do not open it."))
    for entry in entries:
        if entry.file_size > sizes.ratio_from and entry.file_size > sizes.most_ratio * max(entry.compress_size, 1):
            raise RefusedError(_("“%(name)s” unpacks to a suspicious size. We do not open it.") % {"name": entry.filename[:80]})


def _check_overlap(archive: zipfile.ZipFile, stream: BinaryIO, entries: list[zipfile.ZipInfo]) -> None:
    """Each entry must end before the next begins, and the last before the table of contents."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    limits = [entry.header_offset for entry in ordered[1:]]
    for entry, limit in zip(ordered, [*limits, archive.start_dir], strict=False):
        if _end_of(entry, stream) > limit:
            raise RefusedError(
                _("Files inside the zip file overlap, which only a damaged or hostile one does. We do not open it.")
            )


def _end_of(entry: zipfile.ZipInfo, stream: BinaryIO) -> int:
    stream.seek(max(entry.header_offset, 0))
    header = stream.read(_LOCAL_HEADER.size)
    if entry.header_offset < 0 or len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
        raise RefusedError(_("The zip file is damaged or cut off. Export it again and upload the new one."))
    name_length, extra_length = _LOCAL_HEADER.unpack(header)[-2:]
    return entry.header_offset + _LOCAL_HEADER.size + int(name_length) + int(extra_length) + entry.compress_size
