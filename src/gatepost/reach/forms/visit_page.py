"""The forms on the page of a visit: those for what may be done now, filled with what is known."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict

from gatepost.kernel import clock
from gatepost.people.models import Person
from gatepost.reach.forms.visits import AnswerForm, CallOffForm, HoursForm, NotesForm, PlanForm
from gatepost.reach.models import HomeVisit, VisitState
from gatepost.reach.queries.visit_pairs import colleagues_for
from gatepost.reach.queries.visits import VisitPage
from gatepost.touchpoints.models import Means
from gatepost.touchpoints.queries.activities import open_activities

# Half past four, for an hour: when most schools are over and most suppers are not.
_USUAL_HOURS = {"begins": dt.time(16, 30), "ends": dt.time(17, 30)}
_NAMES: dict[type[forms.Form], str] = {
    AnswerForm: "answer_form",
    PlanForm: "plan_form",
    CallOffForm: "call_off_form",
    NotesForm: "notes_form",
    HoursForm: "hours_form",
}


def forms_for(page: VisitPage, bound: forms.Form | None) -> dict[str, forms.Form]:
    """By the names the template knows them by; `bound` is one that was sent and has to be mended."""
    made = {_NAMES[type(form)]: form for form in _made(page)}
    if bound is not None:
        made[_NAMES[type(bound)]] = bound
    return made


def _made(page: VisitPage) -> list[forms.Form]:
    visit = page.visit
    made: list[forms.Form] = []
    if page.may_plan and visit.started_at is None:
        today = clock.today(visit.school.timezone)
        made += [AnswerForm(initial={"on": today, "means": visit.offered_means or Means.GATE}), CallOffForm()]
        if visit.state in {VisitState.AGREED, VisitState.PLANNED}:
            made.append(plan_form(visit, page.viewer, initial=_planned(page)))
    if page.is_ours and visit.took_them_there:
        made.append(HoursForm(initial=_hours(page), visit=visit))
    if page.is_ours and visit.state == VisitState.DONE:
        made.append(NotesForm(initial={name: getattr(visit, name) for name in NotesForm.base_fields}))
    return made


def plan_form(
    visit: HomeVisit, viewer: Person, *, data: QueryDict | None = None, initial: dict[str, Any] | None = None
) -> PlanForm:
    return PlanForm(
        data,
        initial=initial,
        colleagues=colleagues_for(visit),
        zone=visit.school.timezone,
        activities=open_activities(viewer, visit.school),
        standing=visit.activity,
    )


def _planned(page: VisitPage) -> dict[str, Any]:
    visit, zone = page.visit, ZoneInfo(page.visit.school.timezone)
    if visit.begins_at is None or visit.ends_at is None:
        return {**_USUAL_HOURS, "lead": page.viewer.pk, "activity": visit.activity_id}
    begins_at, ends_at = visit.begins_at.astimezone(zone), visit.ends_at.astimezone(zone)
    return {
        "lead": visit.lead_id,
        "partner": visit.partner_id,
        "day": begins_at.date(),
        "begins": begins_at.time(),
        "ends": ends_at.time(),
        "where": visit.where,
        "interpreter": visit.interpreter,
        "activity": visit.activity_id,
    }


def _hours(page: VisitPage) -> dict[str, int]:
    """What was written down; before that, the time between the two buttons."""
    known: dict[str, int] = {}
    for person in page.visit.pair:
        known[f"minutes_{person.pk}"] = _minutes_there(page.visit)
    for row in page.hours:
        known[f"minutes_{row.person_id}"], known[f"travel_{row.person_id}"] = row.minutes, row.travel_minutes
    return known


def _minutes_there(visit: HomeVisit) -> int:
    if visit.started_at is None or visit.safe_at is None:
        return 0
    return min(720, round((visit.safe_at - visit.started_at).total_seconds() / 60))
