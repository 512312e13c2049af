"""What families and staff are asked in the world: a survey at each school, its title carrying the canary of who may read it."""

import datetime as dt
from typing import TYPE_CHECKING

from gatepost.surveys.models import Invitation, Item, Part, Survey
from gatepost.surveys.tokens import token_of
from tests.access.canaries import mark

if TYPE_CHECKING:
    from tests.access.world import World

NOW = dt.datetime.now(dt.UTC)
# Of which children each was asked. Sami was asked for Hodan, of whom he may hear nothing now.
ASKED = {
    "riverside": {"amina": ["yusuf", "hodan"], "sami": ["hodan"], "abdi": ["yusuf"], "exo": ["yusuf"], "olga": ["lena"]},
    "hillside": {"akua": ["kofi"]},
}
COLLEAGUES = {"riverside": {"ben": "teachers", "dov": "directors", "fred": "teachers"}, "hillside": {"eve": "teachers"}}


def ask_everybody(world: "World") -> None:
    for school, leader in (("riverside", "dov"), ("hillside", "pia")):
        survey = Survey.objects.create(
            school=world.schools[school], state="open", title={"en": mark(f"asked{school}")}, languages=["en"],
            sectors=["families", "teachers", "directors"], created_by=world.people[leader], created_at=NOW, opened_at=NOW,
        )  # fmt: skip
        part = Part.objects.create(survey=survey, number=1)
        for number, kind in enumerate(("scale", "text"), start=1):
            Item.objects.create(
                survey=survey, part=part, number=number, key=f"q{number}", kind=kind, sectors=survey.sectors,
                wordings={"": {"en": mark(f"asked{school}")}},
                options=[{"value": 1, "words": {"en": mark(f"asked{school}")}}] if kind == "scale" else [],
            )  # fmt: skip
        world.things[f"asked-{school}"] = survey
        for name, children in ASKED[school].items():
            _invite(world, survey, name, "families").families.set(world.families[f"family-{child}"] for child in children)
        for name, sector in COLLEAGUES[school].items():
            _invite(world, survey, name, sector)


def _invite(world: "World", survey: Survey, name: str, sector: str) -> Invitation:
    person = world.people[name]
    row = Invitation.objects.create(
        survey=survey, person=person, sector=sector, unit_key=f"person:{person.pk}", asked_on=NOW.date()
    )
    world.things[f"asked-{name}"] = token_of(row)
    return row
