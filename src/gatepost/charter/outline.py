"""What a new document begins with: chapters, a question that helps to write each, and first words where we can offer some."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from gatepost.charter import family_texts as say
from gatepost.charter.family_texts import Say
from gatepost.charter.models import DocumentKind


@dataclass(frozen=True)
class Starter:
    """One chapter to begin with. `prompt` helps whoever writes; `body` stands there until a school writes its own."""

    slug: str
    title: Say
    prompt: Say
    body: Say = ""


# Chapters of the newcomer's page that also show what the school's own records say.
LIVING = frozenset({"who", "contact", "languages"})

_PROMPTS: dict[str, Say] = {
    "belief": _("Why do you need families, and they you? What do you see in every family, before anything else?"),
    "welcome": _("What happens in a family’s first week? Who meets them, in which language, at which hour?"),
    "two-way": _("By which ways can every family be heard? How soon do you answer? Who speaks with whom, and when first?"),
    "learning": _("How do families learn what their child works on, and what can they do with it at home?"),
    "decisions": _("Which decisions do families share? Who speaks for them, how are they chosen, who pays for interpreters?"),
    "taking-part": _("Name visible and quiet ways, at school and at home, short and long, at different hours."),
    "concerns": _("Whom does a family turn to first, and next? What do you promise, in how many days?"),
    "community": _("Who in the neighbourhood helps? What does the school offer in return?"),
    "review": _("Who looks at this text each year, with which numbers, and how do families hear what came of it?"),
    "who": _("Below your words stand the names of leadership, liaison, counsellors and office, from the roster."),
    "first-steps": _("What does a family do first, and how long does each step take?"),
    "groups": _("Which groups are there, when do they meet, how does one join, in which languages?"),
    "words": _("Which words of your school does nobody outside understand?"),
    "unwritten": _("What do families find out only after a year? Say it here."),
    "myths": _("What do people say about your school or about school in general that is not so?"),
    "contact": _("Below your words stand the real places of contact, from the school’s own records."),
    "languages": _("Below your words stand the languages that at least ten of your families read."),
}
_BODIES: dict[str, Say] = {
    "first-steps": say.FIRST_STEPS,
    "welcome": say.WELCOME,
    "words": say.WORDS,
    "unwritten": say.UNWRITTEN,
    "myths": say.MYTHS,
}


def starters(kind: str) -> list[Starter]:
    """The chapters a document of this kind begins with. A policy is written in the school's own words only."""
    if kind == DocumentKind.POLICY:
        return [Starter(slug, title, _PROMPTS[slug]) for slug, title in say.POLICY_TITLES.items()]
    return [Starter(slug, title, _PROMPTS[slug], _BODIES.get(slug, "")) for slug, title in say.PROFILE_TITLES.items()]


def prompt_for(slug: str) -> Say:
    return _PROMPTS.get(slug, "")
