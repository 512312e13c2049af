"""A survey with answers as rows, for what reads them: two practices of two types, a choice, a checklist, own words."""

import datetime as dt
from typing import Any

from gatepost.people.models import Person, School
from gatepost.surveys.models import Invitation, Item, Part, Response, Stratum, Survey

NOW = dt.datetime(2026, 11, 18, 12, 0, tzinfo=dt.UTC)
STEPS = [{"value": value, "words": {"en": f"Step {value}", "es": f"Paso {value}"}} for value in range(1, 6)]
ALL = ("families", "teachers", "directors")


def make_asked(school: School, by: Person, **fields: Any) -> Survey:
    """Closed and anonymous, unless said otherwise. Items: c1, c2 (communicating), v1 (volunteering), color, ways, more."""
    given = {
        "title": {"en": "How we work together", "es": "Cómo trabajamos juntos"}, "state": "closed", "kind": "mirror",
        "privacy": "anonymous", "sectors": list(ALL), "languages": ["en", "es"],
        "opened_at": NOW, "closed_at": NOW, "created_at": NOW, "created_by": by,
    }  # fmt: skip
    survey = Survey.objects.create(school=school, **(given | fields))
    part = Part.objects.create(survey=survey, number=1)
    practice = {"kind": "frequency", "options": STEPS, "sectors": list(survey.sectors)}
    plans: list[tuple[str, dict[str, Any]]] = [
        ("c1", {**practice, "practice": "c1", "involvement_type": "communicating"}),
        ("c2", {**practice, "practice": "c2", "involvement_type": "communicating"}),
        ("v1", {**practice, "practice": "v1", "involvement_type": "volunteering", "favourable_from": 3}),
        ("colour", {"kind": "choice", "options": STEPS[:2], "sectors": list(survey.sectors)}),
        ("ways", {"kind": "checklist", "options": STEPS[:3], "sectors": ["families"]}),
        ("more", {"kind": "text", "sectors": list(survey.sectors)}),
    ]
    for number, (key, plan) in enumerate(plans, start=1):
        words = {"": {"en": f"=Question {key}?", "es": f"¿Pregunta {key}?"}}
        Item.objects.create(survey=survey, part=part, number=number, key=key, wordings=words, **plan)
    return survey


def answer(
    survey: Survey, sector: str, times: int = 1, *, group: tuple[str, str, str] = ("", "", ""), **marks: Any
) -> list[Response]:
    """So many answers alike of one group (language, grade, section)."""
    language, grade, section = group
    stratum, _new = Stratum.objects.get_or_create(
        survey=survey, sector=sector, language=language, grade=grade, section_name=section
    )
    return [Response.objects.create(survey=survey, stratum=stratum, marks=marks) for _time in range(times)]


def answer_as(survey: Survey, person: Person, sector: str, **marks: Any) -> Response:
    """One answer that is kept with the person."""
    invitation = Invitation.objects.create(
        survey=survey, person=person, sector=sector, unit_key=f"person:{person.pk}", answered_on=NOW.date(), asked_on=NOW.date()
    )
    stratum, _new = Stratum.objects.get_or_create(survey=survey, sector=sector)
    return Response.objects.create(survey=survey, stratum=stratum, marks=marks, invitation=invitation, answered_on=NOW.date())
