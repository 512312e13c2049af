"""What rosters write becomes a tag that pages and letters understand."""

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
