"""Family texts in a given language, whatever the language of the page."""

from django.utils import translation

from gatepost.conversations.family_texts import READY_ANSWERS
from gatepost.languages.tags import ui_language


def ready_answer(slug: str, language: str) -> str:
    """A ready answer in one language; English where our pages do not speak it."""
    with translation.override(ui_language(language) or "en"):
        return str(READY_ANSWERS[slug])
