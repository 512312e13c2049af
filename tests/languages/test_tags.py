"""What rosters write becomes a tag that pages and letters understand."""

import itertools
import string

import langcodes
import pytest

from gatepost.languages import tags


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("eng", "en"),
        ("zh_CN", "zh-Hans"),
        ("español", "es"),
        ("Somali", "so"),
        ("árabe", "ar"),
        ("ucraïnès", "uk"),
        ("prs", "fa-AF"),
        ("pt-br", "pt-BR"),
        ("hmn", "hmn"),
        ("", ""),
        ("no such language", ""),
    ],
)
def test_a_written_language_becomes_its_tag(written: str, tag: str) -> None:
    assert tags.canonical(written) == tag


@pytest.mark.parametrize(
    ("tag", "code"), [("pt-BR", "pt"), ("zh-Hans", "zh-hans"), ("zh-Hant", ""), ("so", "so"), ("fa-AF", ""), ("", "")]
)
def test_a_reader_gets_our_pages_in_a_language_that_serves(tag: str, code: str) -> None:
    assert tags.ui_language(tag) == code


def test_direction_and_names() -> None:
    assert [tags.is_rtl(tag) for tag in ("ar", "ur", "fa-AF", "so", "ti")] == [True, True, True, False, False]
    assert [tags.language_name(tag, "en") for tag in ("so", "hmn", "zh-Hans")] == ["Somali", "Hmong", "Chinese (Simplified)"]
    assert tags.language_name("ar") == "العربية"


def test_a_language_without_a_locale_of_its_own_has_a_name_or_its_tag() -> None:
    assert [tags.language_name(tag, "en") for tag in ("tlh", "ary", "ber", "nan", "snk")] == [
        "Klingon",
        "Moroccan Arabic",
        "ber",
        "Min Nan Chinese",
        "Soninke",
    ]
    assert tags.language_name("tlh") == "Klingon"


def test_no_language_of_the_world_breaks_a_page() -> None:
    spelled = ("".join(letters) for letters in itertools.product(string.ascii_lowercase, repeat=3))
    valid = [tag for tag in spelled if langcodes.tag_is_valid(tag)]
    asked = [*valid[::17], *(f"{tag}-Arab" for tag in valid[::170]), *(f"{tag}-US" for tag in valid[::170])]
    assert len(asked) > 400
    nameless = [tag for tag in asked if not (tags.language_name(tag) and tags.language_name(tag, "es"))]
    undecided = [tag for tag in asked if tags.is_rtl(tag) not in {True, False} or not isinstance(tags.ui_language(tag), str)]
    assert (nameless, undecided, [tag for tag in asked if not tags.babel_locale(tag)]) == ([], [], [])
