"""A text in one language, ready to be set on a page."""

from dataclasses import dataclass

from django.utils.translation import get_language

from gatepost.languages.tags import is_rtl, language_name


@dataclass(frozen=True)
class Words:
    """What somebody wrote, with what a page needs to set it: its direction and the name of its language."""

    language: str
    body: str

    @property
    def is_rtl(self) -> bool:
        return is_rtl(self.language)

    @property
    def language_name(self) -> str:
        """The language's name in the language of the page."""
        return language_name(self.language, get_language() or "en")
