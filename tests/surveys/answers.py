"""A survey with answers, made at once: for tests of what it comes to."""

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from gatepost.kernel import clock
from gatepost.people.models import Person, School
from gatepost.surveys.models import Invitation, Item, Part, Response, Stratum, Survey

STEPS = [
    {"value": value, "words": {"en": words}} for value, words in enumerate(("never", "rarely", "sometimes", "often", "always"), 1)
]
_numbers = itertools.count(1)


def make_survey(school: School, by: Person, **fields: Any) -> Survey:
    fields = {"sectors": ["families", "teachers", "directors"], "state": "open", "opened_at": clock.now()} | fields
    survey = Survey.objects.create(
        school=school, title={"en": "How we work together"}, languages=["en"], created_by=by, created_at=clock.now(), **fields
    )
    Part.objects.create(survey=survey, number=1, title={"en": "First part"})
    return survey


def make_item(survey: Survey, key: str, **fields: Any) -> Item:
    """A question in five steps, asked of every sector, unless said otherwise."""
    fields = {"kind": "scale", "sectors": survey.sectors, "options": STEPS, "wordings": {"": {"en": f"Words of {key}"}}} | fields
    part = survey.parts.get(number=1)
    return Item.objects.create(survey=survey, part=part, number=survey.items.count() + 1, key=key, **fields)


def answer(survey: Survey, sector: str, rows: Sequence[Mapping[str, Any]], **strata: str) -> Stratum:
    """These answers of one group; each row: item key → value."""
    stratum, _new = Stratum.objects.get_or_create(survey=survey, sector=sector, **strata)
    Response.objects.bulk_create(Response(survey=survey, stratum=stratum, marks=dict(row)) for row in rows)
    return stratum


def say(survey: Survey, sector: str, key: str, counts: Mapping[int, int], **strata: str) -> Stratum:
    """So many of one group gave this value to one question."""
    return answer(survey, sector, [{key: value} for value, number in counts.items() for _time in range(number)], **strata)


def ask(survey: Survey, sector: str, number: int, answered: int = 0, **places: str) -> list[Invitation]:
    """So many were asked, and the first of them have answered."""
    people = Person.objects.bulk_create(
        Person(kind="adult", given_name=f"Asked{next(_numbers)}", family_name="Person") for _one in range(number)
    )
    day = dt.date(2026, 3, 2)
    return Invitation.objects.bulk_create(
        Invitation(
            survey=survey,
            person=person,
            sector=sector,
            unit_key=f"person:{person.pk}",
            asked_on=day,
            answered_on=day if place < answered else None,
            **places,
        )
        for place, person in enumerate(people)
    )
