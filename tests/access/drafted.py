"""A draft of a survey at each school, its words carrying the canary of who may read what the school asks."""

import datetime as dt
from typing import TYPE_CHECKING

from gatepost.surveys.models import Item, Part, Survey
from tests.access.canaries import mark

if TYPE_CHECKING:
    from tests.access.world import World

NOW = dt.datetime.now(dt.UTC)


def draft_surveys(world: "World") -> None:
    for school, leader in (("riverside", "dov"), ("hillside", "pia")):
        words = {"en": mark(f"asked{school}"), "so": mark(f"asked{school}")}
        survey = Survey.objects.create(
            school=world.schools[school], title=words, intro=words, languages=["en", "so"],
            sectors=["families", "teachers"], created_by=world.people[leader], created_at=NOW,
        )  # fmt: skip
        part = Part.objects.create(survey=survey, number=1, title=words, lead=words)
        item = Item.objects.create(
            survey=survey, part=part, number=1, key="one", kind="choice", sectors=survey.sectors, wordings={"": words},
            options=[{"value": 1, "words": words}, {"value": 2, "words": words}],
        )  # fmt: skip
        world.things |= {f"draft-{school}": survey, f"draft-part-{school}": part, f"draft-item-{school}": item}
