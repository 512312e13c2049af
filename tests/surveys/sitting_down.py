"""An open survey of two parts with a branch, and people who are asked it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from gatepost.people.models import Person, School, Section
from gatepost.surveys.models import Invitation, Item, Part, Survey
from gatepost.surveys.tokens import token_of
from tests.support.cast import make_guardian, make_student

OPENED = dt.datetime(2026, 11, 9, 8, 0, tzinfo=dt.UTC)
STEPS = [{"value": value, "words": {"en": f"Step {value}", "ar": f"خطوة {value}"}} for value in range(1, 6)]
ALL = ["families", "teachers", "directors", "students"]


def open_survey(school: School, by: Person, **fields: Any) -> Survey:
    """Items: talk (scale), talk-why (only after 1 or 2), ways (checklist) | home (families only), more (text).

    The branch asks for own words, or in an anonymous survey, where those may hang on no answer, to choose one.
    """
    given = {
        "title": {"en": "How we work together", "ar": "كيف نعمل معًا"}, "intro": {"en": "So that we do better.", "ar": "لكي نتحسن."},
        "state": "open", "opened_at": OPENED, "created_at": OPENED, "created_by": by,
        "sectors": ALL, "languages": ["en", "ar"],
    }  # fmt: skip
    survey = Survey.objects.create(school=school, **(given | fields))
    first = Part.objects.create(survey=survey, number=1, title={"en": "Talking", "ar": "الحديث"})
    second = Part.objects.create(survey=survey, number=2, title={"en": "At home"})
    _item(first, 1, "talk", "scale", options=STEPS)
    asked = (
        {"kind": "text"} if "privacy" in fields and fields["privacy"] != "anonymous" else {"kind": "choice", "options": STEPS[:3]}
    )
    _item(first, 2, "talk-why", shown_if={"item": "talk", "values": [1, 2]}, **asked)
    _item(first, 3, "ways", "checklist", options=STEPS[:3])
    _item(second, 4, "home", "choice", options=STEPS[:2], sectors=["families"])
    _item(second, 5, "more", "text")
    return survey


def make_pulse(school: School, by: Person, *, number: int = 2, **fields: Any) -> Survey:
    given = {
        "title": {"en": "A pulse"}, "kind": "pulse", "state": "open", "opened_at": OPENED, "created_at": OPENED,
        "created_by": by, "sectors": ALL, "languages": ["en"],
    }  # fmt: skip
    survey = Survey.objects.create(school=school, **(given | fields))
    part = Part.objects.create(survey=survey, number=1)
    for place in range(1, number + 1):
        _item(part, place, f"q{place}", "scale", options=STEPS)
    return survey


def _item(part: Part, number: int, key: str, kind: str, **fields: Any) -> Item:
    words = {"": {"en": f"Question {key}?", "ar": f"سؤال {key}؟"}, "teachers": {"en": f"Question {key} for colleagues?"}}
    return Item.objects.create(
        survey=part.survey, part=part, number=number, key=key, kind=kind, wordings=words, **({"sectors": ALL} | fields)
    )


def invite(survey: Survey, person: Person, sector: str = "families", *, unit: str = "", **strata: str) -> Invitation:
    row = Invitation.objects.create(
        survey=survey,
        person=person,
        sector=sector,
        unit_key=unit or f"person:{person.pk}",
        asked_on=OPENED.date(),
        **({"language": person.read_language} | strata),
    )
    row.families.set({link.family for link in person.guardianships.all()})
    return row


def invite_parents(survey: Survey, section: Section, number: int, *, language: str, grade: str) -> list[Invitation]:
    """One adult of each of so many new children."""
    return [
        invite(survey, make_guardian(child, f"Parent {language}{place}", language=language), grade=grade)
        for place, child in enumerate(_children(section, number, f"{language}{grade}"))
    ]


def _children(section: Section, number: int, name: str) -> Iterable[Person]:
    return [make_student(section, f"Child {place}", name) for place in range(number)]


def page_of(invitation: Invitation) -> str:
    return f"/s/{token_of(invitation)}/"


def field(html: str, name: str) -> str:
    """The value of a hidden field."""
    return html.split(f'name="{name}" value="', 1)[1].split('"', 1)[0]
