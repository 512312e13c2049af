"""Nobody ever sees a stack trace; a visitor reads in the own language what is not possible."""

import re

import pytest
from django.test import Client, RequestFactory
from django.utils import translation
from pytest_django import Settings

from gatepost.kernel import broken_texts, family_texts, limits, views
from gatepost.kernel.errors import TooManyTriesError


@pytest.mark.parametrize(
    ("header", "lang", "direction"), [("ar,en;q=0.5", "ar", "rtl"), ("so", "so", "ltr"), ("xx", "en", "ltr")]
)
@pytest.mark.django_db
def test_a_missing_page_speaks_the_visitors_language(client: Client, header: str, lang: str, direction: str) -> None:
    response = client.get("/no/such/page/", headers={"accept-language": header})
    assert response.status_code == 404
    assert f'<html lang="{lang}" dir="{direction}">' in response.content.decode()


@pytest.mark.django_db
def test_a_limit_counts_across_connections_and_says_so() -> None:
    import datetime as dt

    hour = dt.timedelta(hours=1)
    assert [limits.count("tests:door", within=hour) for _try in range(3)] == [1, 2, 3]
    limits.ensure_below("tests:door", limit=4, within=hour)
    with pytest.raises(TooManyTriesError, match="nothing was lost"):
        limits.ensure_below("tests:door", limit=4, within=hour)


def test_the_page_for_what_broke_speaks_every_language_without_database_and_templates(
    rf: RequestFactory, settings: Settings
) -> None:
    settings.TEMPLATES = []
    settings.LOCALE_PATHS = []
    response = views.broken(rf.get("/"))
    text = response.content.decode()
    assert (response.status_code, re.findall("<p lang=([a-z-]+) ", text)) == (500, [code for code, _name in settings.LANGUAGES])
    assert "حدث خلل من جهتنا." in text


@pytest.mark.parametrize("language", [code for code in broken_texts.SORRY if code != "en"])
def test_its_sentences_are_those_of_the_catalogue(language: str) -> None:
    with translation.override(language):
        translated = str(family_texts.NOT_UNDERSTOOD)
    sentences = re.split(r"(?<=[.。۔])\s*", broken_texts.SORRY[language])
    assert [sentence for sentence in sentences if sentence not in translated] == []
