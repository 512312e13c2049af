"""A survey made from a blueprint, in every language of the house."""

import datetime as dt

from django.conf import settings
from django.db import transaction

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import ConflictError
from gatepost.people.models import Person, School
from gatepost.surveys.instrument.blueprint import Blueprint, ItemPlan
from gatepost.surveys.models import Item, Part, Survey
from gatepost.surveys.queries.surveys import own_words_faults
from gatepost.surveys.rules import Perm
from gatepost.surveys.wording import in_all_languages


@transaction.atomic
def make_survey(
    blueprint: Blueprint, *, school: School, by: Person, reference: str = "", closes_on: dt.date | None = None
) -> Survey:
    """A draft with all parts and items of the blueprint. `reference` names the row of another room that it belongs to."""
    ensure(by, Perm.BUILD, school)
    own = school.language.split("-")[0]
    codes = [code for code, _name in settings.LANGUAGES]
    survey = Survey.objects.create(
        school=school,
        kind=blueprint.kind,
        title=in_all_languages(blueprint.title),
        intro=in_all_languages(blueprint.intro),
        privacy=blueprint.privacy,
        unit=blueprint.unit,
        sectors=list(blueprint.sectors),
        languages=sorted(codes, key=lambda code: code != own),
        reference=reference,
        created_by=by,
        created_at=clock.now(),
        closes_on=closes_on,
    )
    number = 0
    for place, plan in enumerate(blueprint.parts, start=1):
        part = Part.objects.create(
            survey=survey, number=place, title=in_all_languages(plan.title), lead=in_all_languages(plan.lead) if plan.lead else {}
        )
        rows = [_item(part, item, number + ahead, blueprint) for ahead, item in enumerate(plan.items, start=1)]
        if faults := own_words_faults(survey.privacy, rows):
            raise ConflictError(faults[0])
        Item.objects.bulk_create(rows)
        number += len(rows)
    history.record("surveys.make_survey", by=by, subject=survey, kind=survey.kind)
    return survey


def _item(part: Part, plan: ItemPlan, number: int, blueprint: Blueprint) -> Item:
    named = tuple(sector for sector in plan.wordings if sector)
    return Item(
        survey_id=part.survey_id,
        part=part,
        number=number,
        key=plan.key,
        kind=plan.kind,
        wordings={sector: in_all_languages(words) for sector, words in plan.wordings.items()},
        options=[{"value": value, "words": in_all_languages(words)} for value, words in plan.options],
        sectors=list(plan.sectors or (blueprint.sectors if "" in plan.wordings else named)),
        involvement_type=plan.involvement_type,
        practice=plan.practice,
        scale=plan.scale,
        is_reversed=plan.is_reversed,
        favourable_from=plan.favourable_from,
        shown_if=dict(plan.shown_if),
    )
