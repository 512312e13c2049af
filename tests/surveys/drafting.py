"""Drafts ready to be opened, and a school with everybody whom a survey may ask."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from gatepost.people.models import ContactPoint, Person
from gatepost.surveys.commands.sending import open_survey
from gatepost.surveys.models import Invitation, Item, Part, Survey
from gatepost.surveys.queries.audience import audience_of
from tests.support.cast import Cast, make_guardian, make_staff, make_student, restrict

NOW = dt.datetime(2026, 11, 18, 12, 0, tzinfo=dt.UTC)
STEPS = [{"value": value, "words": {"en": f"Step {value}", "so": f"Talaabo {value}"}} for value in range(1, 6)]


def make_draft(cast: Cast, **fields: Any) -> Survey:
    """Three questions to families and staff: a scale, a choice, own words."""
    given = {
        "title": {"en": "How we work together", "so": "Sida aan u wada shaqayno"}, "created_at": NOW, "created_by": cast.dov,
        "sectors": ["families", "teachers", "directors"], "languages": ["en", "so"],
    }  # fmt: skip
    survey = Survey.objects.create(school=cast.school, **(given | fields))
    part = Part.objects.create(survey=survey, number=1, title={"en": "Day by day"})
    sectors = list(survey.sectors)
    for number, (key, kind, options) in enumerate(
        (("talk", "scale", STEPS), ("way", "choice", STEPS[:2]), ("more", "text", [])), 1
    ):
        words = {"": {"en": f"Question {key}?", "so": f"Su'aal {key}?"}}
        Item.objects.create(
            survey=survey, part=part, number=number, key=key, kind=kind, options=options, wordings=words, sectors=sectors
        )
    return survey


@dataclass
class Street:
    """Beside the cast: Lena with two adults (one without e-mail), Musa who is called, Abdi who is barred from Yusuf."""

    olga: Person
    tomas: Person
    hodan: Person
    abdi: Person
    gail: Person


def settle(cast: Cast) -> Street:
    lena = make_student(cast.section, "Lena", "Orlova")
    olga = make_guardian(lena, "Olga", language="ru", email="olga@example.org")
    tomas = make_guardian(lena, "Tomas", language="de")
    musa = make_student(cast.section, "Musa", "Ali")
    hodan = make_guardian(musa, "Hodan", language="ar")
    ContactPoint.objects.create(person=hodan, kind="phone", value="+34600333444", raw="+34600333444")
    Person.objects.filter(pk=hodan.pk).update(prefers_call=True)
    abdi = make_guardian(cast.yusuf, "Abdi", email="abdi@example.org")
    restrict(abdi, cast.yusuf)
    gail = make_staff(cast.school, "office", "Gail", "Desk")
    return Street(olga, tomas, hodan, abdi, gail)


def opened(cast: Cast, **fields: Any) -> Survey:
    survey = make_draft(cast, **fields)
    return open_survey(survey, expected=audience_of(survey).count, by=cast.dov)


def invited(survey: Survey) -> set[str]:
    return {row.person.given_name for row in survey.invitations.select_related("person")}


def invitation(survey: Survey, person: Person) -> Invitation:
    return Invitation.objects.get(survey=survey, person=person)
