"""A family gets its own language, else the school's; nothing is ever blank."""

import pytest
from tests.support.cast import Cast

from gatepost.kernel.errors import BadInputError
from gatepost.languages import commands, queries
from gatepost.languages.models import Text


def test_each_reader_gets_the_version_that_serves(cast: Cast) -> None:
    text = commands.write_text(
        original_language="en", versions={"en": "Hello", "so": "Salaan", "pt": "Olá", "ar": "   "}, by=cast.ben
    )
    got = {tag: queries.version_for(text, tag) for tag in ("so", "pt-BR", "ar", "uk", "", "en-GB")}
    assert {tag: (choice.version.body, choice.is_own) for tag, choice in got.items()} == {
        "so": ("Salaan", True),
        "pt-BR": ("Olá", True),
        "ar": ("Hello", False),
        "uk": ("Hello", False),
        "": ("Hello", True),
        "en-GB": ("Hello", True),
    }


def test_simplified_chinese_does_not_stand_in_for_traditional(cast: Cast) -> None:
    text = commands.write_text(original_language="en", versions={"en": "Hello", "zh-Hans": "你好"}, by=cast.ben)
    assert queries.version_for(text, "zh-Hant").version.body == "Hello"


def test_a_blank_original_is_refused_and_nothing_kept(cast: Cast) -> None:
    with pytest.raises(BadInputError):
        commands.write_text(original_language="en", versions={"en": " \n", "so": "Salaan"}, by=cast.ben)
    assert Text.objects.count() == 0
