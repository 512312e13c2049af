"""What Riverside has asked and brought in: a closed survey with its table, files of scores, each with canaries."""

import datetime as dt
from typing import TYPE_CHECKING

from gatepost.surveys.models import Item, Part, Remark, Response, Score, ScoreFile, Stratum, Survey, TypeCount
from tests.access.canaries import mark

if TYPE_CHECKING:
    from tests.access.world import World

NOW = dt.datetime.now(dt.UTC)


def bring_in_scores(world: "World") -> None:
    school, dov = world.schools["riverside"], world.people["dov"]
    words = {"en": mark("riverside")}
    survey = Survey.objects.create(
        school=school, kind="mirror", state="closed", title=words, sectors=["families", "teachers"], languages=["en"],
        opened_at=NOW, closed_at=NOW, created_at=NOW, created_by=dov,
    )  # fmt: skip
    part = Part.objects.create(survey=survey, number=1)
    said = Item.objects.create(
        survey=survey, part=part, number=1, key="said", kind="text", sectors=["families"], wordings={"": words}
    )
    Item.objects.create(
        survey=survey, part=part, number=2, key="c1", kind="frequency", sectors=["families"], wordings={"": words}, practice="c1",
        involvement_type="communicating", options=[{"value": 5, "words": words}],
    )  # fmt: skip
    stratum = Stratum.objects.create(survey=survey, sector="families")
    Response.objects.bulk_create(Response(survey=survey, stratum=stratum, marks={"c1": 5}) for _one in range(12))
    TypeCount.objects.create(survey=survey, stratum=stratum, involvement_type="communicating", reports=12, asked=12)
    Remark.objects.create(item=said, sector="families", words=mark("saidriverside"))
    world.things["survey-scored"] = survey
    table = f"code,name,saf_p,saf_t\n1,{mark('riverside')},8,7\n".encode()
    new = {"school": school, "name": "new.csv", "title": mark("riverside"), "brought_by": dov, "brought_at": NOW}
    world.things["scores-waiting"] = ScoreFile.objects.create(**new, content=table)
    read = ScoreFile.objects.create(**new, rows_count=1, columns=[{"column": "code", "place": "code", "sector": "", "scale": ""}])
    for sector in ("families", "teachers"):
        Score.objects.create(file=read, unit_code="1", unit_name=mark("riverside"), sector=sector, scale="saf", value=8)
    world.things["scores-read"] = read
