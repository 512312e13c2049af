"""In which language the table is wanted."""

from collections.abc import Mapping

from django.conf import settings

from gatepost.languages.tags import ui_language


def read_language(data: Mapping[str, str], school_language: str) -> str:
    """The one asked for if we have it, else the school's, else English."""
    codes = {code for code, _name in settings.LANGUAGES}
    asked = data.get("language", "")
    return asked if asked in codes else ui_language(school_language) or "en"
