"""What Riverside has asked in the world: a first inquiry with ten answers, a self-review, and what was agreed after it."""

import datetime as dt
from typing import TYPE_CHECKING

from gatepost.plans.models import Agreement, Plan
from gatepost.surveys.commands.making import make_survey
from gatepost.surveys.instrument.blueprint import Blueprint
from gatepost.surveys.instrument.ready import INQUIRY, SELF_REVIEW
from gatepost.surveys.models import Item, Remark, Response, Stratum, Survey
from tests.access.canaries import mark

if TYPE_CHECKING:
    from tests.access.world import World

NOW = dt.datetime.now(dt.UTC)


def ask_first(world: "World") -> None:
    inquiry, review = _opened(world, INQUIRY), _opened(world, SELF_REVIEW)
    stratum = Stratum.objects.create(survey=inquiry, sector="families")
    Response.objects.bulk_create(Response(survey=inquiry, stratum=stratum) for _one in range(10))
    world.things["self-review-riverside"] = review
    world.things["said-riverside"] = Remark.objects.create(
        item=Item.objects.get(survey=inquiry, key="partnership"), sector="families", language="en", words=mark("saidriverside")
    )
    school, dov = world.schools["riverside"], world.people["dov"]
    plan = Plan.objects.filter(school=school).first() or Plan.objects.create(
        school=school, title=mark("riversidedraft"), first_year=NOW.year - 1, last_year=NOW.year + 1, created_by=dov,
        created_at=NOW, changed_at=NOW,
    )  # fmt: skip
    Agreement.objects.create(
        plan=plan, survey_reference=f"surveys.survey:{review.pk}", sign="time", level=3, words=mark("riversidedraft"),
        agreed_on=NOW.date(), written_by=dov,
    )  # fmt: skip


def _opened(world: "World", blueprint: Blueprint) -> Survey:
    survey = make_survey(blueprint, school=world.schools["riverside"], by=world.people["dov"])
    survey.state, survey.opened_at = "open", NOW
    survey.save()
    return survey
