"""Translations are compiled when their source is newer, and a broken one is named."""

import gettext
import os
from pathlib import Path

import pytest

from gatepost.cli import catalogues
from gatepost.cli.problems import PlainError

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n'


def write(folder: Path, text: str) -> Path:
    path = folder / "es" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + text, encoding="utf-8")
    return path


def test_a_catalogue_is_compiled_once_and_again_when_it_changed(tmp_path: Path) -> None:
    path = write(tmp_path, '\nmsgid "Good morning"\nmsgstr "Buenos días"\n')
    catalogues.compile_stale(tmp_path)
    compiled = path.with_suffix(".mo")
    with compiled.open("rb") as stream:
        assert gettext.GNUTranslations(stream).gettext("Good morning") == "Buenos días"
    assert catalogues.stale(tmp_path) == []
    os.utime(path, (compiled.stat().st_mtime + 5,) * 2)
    assert catalogues.stale(tmp_path) == [path]


def test_a_broken_catalogue_is_named_in_a_sentence(tmp_path: Path) -> None:
    path = write(tmp_path, '\nmsgid "Good morning"\ngood day\n')
    with pytest.raises(PlainError, match=r"es/LC_MESSAGES/django\.po could not be compiled"):
        catalogues.compile_stale(tmp_path)
    assert not path.with_suffix(".mo").exists()
