"""Asking every family first, rating the partnership from every side, and writing down what the sides agreed on."""

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError, ConflictError
from gatepost.people.models import Person, School
from gatepost.plans.models import Agreement, Plan
from gatepost.plans.rules import Perm
from gatepost.surveys.commands.making import make_survey
from gatepost.surveys.instrument.blueprint import Blueprint
from gatepost.surveys.instrument.ready import INQUIRY, SELF_REVIEW
from gatepost.surveys.models import Item, Privacy, Survey, SurveyState
from gatepost.surveys.rules import Perm as SurveyPerm

MAY_PROMISE = frozenset({Privacy.ANONYMOUS, Privacy.CONFIDENTIAL})


@transaction.atomic
def start_inquiry(school: School, *, privacy: str, closes_on: dt.date | None, by: Person) -> Survey:
    """A draft of the two questions to every family, under one of two promises."""
    if privacy not in MAY_PROMISE:
        raise BadInputError(_("Please choose what families are promised: anonymous or confidential. Nothing was made."))
    return _start(replace(INQUIRY, privacy=privacy), school=school, closes_on=closes_on, by=by)


@transaction.atomic
def start_self_review(school: School, *, closes_on: dt.date | None, by: Person) -> Survey:
    """A draft of the fourteen signs, to be rated by families, teachers and leadership, each by themselves."""
    return _start(SELF_REVIEW, school=school, closes_on=closes_on, by=by)


def _start(blueprint: Blueprint, *, school: School, closes_on: dt.date | None, by: Person) -> Survey:
    ensure(by, SurveyPerm.BUILD, school)
    if closes_on is not None and closes_on <= clock.today(school.timezone):
        raise BadInputError(_("The last day has to lie ahead. Please choose a later one. Nothing was made."))
    School.objects.select_for_update().get(pk=school.pk)  # two presses of the button wait for each other here
    running = Survey.objects.filter(school=school, kind=blueprint.kind).exclude(state=SurveyState.CLOSED)
    if running.exists():
        raise ConflictError(_("There is one already that is being written or is open. Nothing new was made."))
    return make_survey(blueprint, school=school, by=by, closes_on=closes_on)


@transaction.atomic
def agree(plan: Plan, survey: Survey, *, sign: str, level: int, words: str, by: Person) -> Agreement:
    """What the sides agreed on after talking; written again, the newest stands and history keeps that it changed."""
    ensure(by, Perm.WRITE, plan)
    if survey.school_id != plan.school_id or not Item.objects.filter(survey=survey, key=sign).exists():
        raise BadInputError(_("This sign is not part of the self-review. Nothing was written."))
    if survey.state == SurveyState.DRAFT:
        raise ConflictError(_("The self-review has not been answered yet. Nothing was written."))
    if not 1 <= level <= 5:
        raise BadInputError(_("Please choose one of the five sentences. Nothing was written."))
    agreement, _is_new = Agreement.objects.update_or_create(
        plan=plan,
        survey_reference=f"surveys.survey:{survey.pk}",
        sign=sign,
        defaults={
            "level": level,
            "words": words,
            "agreed_on": clock.today(plan.school.timezone),
            "written_by": by,
        },
    )
    history.record("plans.agree", by=by, subject=plan, survey=survey.pk, sign=sign, level=level)
    return agreement
