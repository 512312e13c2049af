"""Compiles the translations (.po are kept, .mo are not) where a source is newer than its compiled form."""

import os
import tempfile
from pathlib import Path

from gatepost.cli.home import REPOSITORY
from gatepost.cli.problems import PlainError


def stale(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.glob("*/LC_MESSAGES/*.po")) if _is_newer(path, path.with_suffix(".mo"))]


def compile_stale(folder: Path = REPOSITORY / "locale") -> None:
    """Entries marked fuzzy are left out, as everywhere: they would show wrong text."""
    waiting = stale(folder)
    if not waiting:
        return
    from babel.messages.mofile import write_mo  # noqa: PLC0415 -- not there before set-up
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415

    for path in waiting:
        try:
            with path.open("rb") as source:
                catalogue = read_po(source, locale=_locale(path), abort_invalid=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".compiling-")
            with os.fdopen(handle, "wb") as target:
                write_mo(target, catalogue)
            draft = Path(name)
            draft.chmod(0o644)
            draft.replace(path.with_suffix(".mo"))
        except (PoFileError, ValueError, OSError) as error:
            raise PlainError(f"The translations in {path.relative_to(folder.parent)} could not be compiled ({error}).") from None


def _locale(path: Path) -> str:
    return path.parent.parent.name


def _is_newer(source: Path, compiled: Path) -> bool:
    return not compiled.exists() or source.stat().st_mtime > compiled.stat().st_mtime
