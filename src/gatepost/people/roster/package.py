"""What was uploaded: a zip, a folder or one file, seen as named members that can be opened and read as bytes."""

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from django.utils.translation import gettext as _

from gatepost.people.roster.ports import RefusedError
from gatepost.people.roster.sheetcheck import check_workbook
from gatepost.people.roster.zipcheck import open_zip

MOST_BYTES = 2 * 1024**3
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HIDDEN_FOLDERS = ("__macosx/",)


@dataclass(frozen=True)
class Member:
    """One file; `open` gives its bytes from the start, as often as asked."""

    name: str
    size: int
    open: Callable[[], IO[bytes]]

    @contextmanager
    def reading(self) -> Iterator[IO[bytes]]:
        """The bytes; a zip that lies about them is refused."""
        try:
            with self.open() as stream:
                yield stream
        except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
            raise RefusedError(
                _("“%(file)s” is damaged inside the zip file. Export it again and upload the new one.") % {"file": self.name}
            ) from None


@dataclass(frozen=True)
class Package:
    """`shape` is files (OneRoster members), csv or xlsx (one sheet)."""

    shape: str
    members: list[Member]
    in_folder: bool = False


def open_package(name: str, stream: BinaryIO) -> Package:
    """Look at the first bytes, then at the contents."""
    size = stream.seek(0, 2)
    stream.seek(0)
    check_size(size)
    start = stream.read(8)
    if not start:
        raise RefusedError(_("The file is empty. Nothing was changed."))
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _open_archive(name, stream, size)
    if start.startswith((_OLD_EXCEL, b"%PDF", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")):
        raise RefusedError(_("We read zip files with OneRoster data, CSV files and XLSX sheets. Save your list as one of these."))
    return Package("csv", [Member(Path(name).name, size, lambda: _rewound(stream))])


def open_folder(folder: Path) -> Package:
    """CSV files lying side by side in a folder of this machine."""
    members = [
        Member(path.name, path.stat().st_size, lambda path=path: path.open("rb"))  # type: ignore[misc]
        for path in sorted(folder.iterdir())
        if path.is_file() and not path.is_symlink() and path.suffix.lower() == ".csv"
    ]
    if not members:
        raise RefusedError(_("There is no CSV file in “%(name)s”.") % {"name": folder.name})
    check_size(sum(member.size for member in members))
    return Package("files", members)


def check_size(size: int) -> None:
    """Refuse before reading."""
    if size > MOST_BYTES:
        raise RefusedError(_("The file is larger than 2 GB; a roster is far smaller. Nothing was read."))


def _open_archive(name: str, stream: BinaryIO, size: int) -> Package:
    archive = open_zip(stream)
    names = {entry.filename for entry in archive.infolist()}
    if "[Content_Types].xml" in names and any(entry.startswith("xl/") for entry in names):
        check_workbook(stream)
        return Package("xlsx", [Member(Path(name).name, size, lambda: _rewound(stream))])
    members = []
    in_folder = False
    for entry in archive.infolist():
        base = entry.filename.replace("\\", "/").rsplit("/", 1)[-1]
        if entry.is_dir() or base.startswith(".") or entry.filename.casefold().startswith(_HIDDEN_FOLDERS):
            continue
        in_folder = in_folder or base != entry.filename
        members.append(Member(base, entry.file_size, lambda entry=entry: archive.open(entry)))  # type: ignore[misc]
    if len({member.name.casefold() for member in members}) != len(members):
        raise RefusedError(_("The zip file holds the same file in several folders. We cannot know which is meant."))
    return Package("files", members, in_folder)


class _Kept:
    """A view of the uploaded stream that may be closed while the stream stays open."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)

    def __enter__(self) -> "_Kept":
        return self

    def __exit__(self, *_exception: object) -> None:
        return None


def _rewound(stream: BinaryIO) -> BinaryIO:
    stream.seek(0)
    return _Kept(stream)  # type: ignore[return-value]
