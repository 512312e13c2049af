"""A yearly review in the world: Riverside's, with a decision and a canary in its pack."""

import datetime as dt
from typing import TYPE_CHECKING

from gatepost.plans.models import Decision, Plan, Review
from tests.access.canaries import mark

if TYPE_CHECKING:
    from tests.access.world import World

NOW = dt.datetime.now(dt.UTC)


def look_back(world: "World") -> None:
    dov, riverside = world.people["dov"], world.schools["riverside"]
    words = mark("riversidedraft")
    plan = Plan.objects.create(
        school=riverside, title=words, first_year=2024, last_year=2024, created_by=dov, created_at=NOW, changed_at=NOW
    )
    pack = {"blocks": [{"kind": "paragraph", "text": words, "quiet": False}]}
    review = Review.objects.create(plan=plan, year=2024, pack=pack, made_at=NOW, made_by=dov)
    Decision.objects.create(review=review, words=words, written_at=NOW)
    world.things["review-riverside"] = review
