"""What the demo school asked: the first two questions, the same practices of all sides in two years, the self-review, a pulse.

Answers are laid down as they lie after a survey is closed: in groups of ten or more, without time and order.
"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from random import Random

from gatepost.demo.facts.surveys import (
    A_YEAR_EARLIER,
    AFTERTHOUGHTS,
    ANSWERED,
    ANSWERED_FOREIGN,
    FOREIGN,
    HAPPENS,
    TICKED,
    WISHES,
)
from gatepost.demo.outreach_story import Outreach
from gatepost.framework.types import Sector
from gatepost.surveys.commands.making import make_survey
from gatepost.surveys.commands.sending import write_invitations
from gatepost.surveys.commands.tallying import tally
from gatepost.surveys.instrument.blueprint import Blueprint
from gatepost.surveys.instrument.ready import INQUIRY, MIRROR, PULSES, SELF_REVIEW, SHORT
from gatepost.surveys.models import FEWEST, Invitation, Item, ItemKind, Remark, Response, Stratum, Survey, SurveyState
from gatepost.surveys.queries.audience import Asked, audience_of

Cell = tuple[str, str, str]
_AT_ONCE = 1_000


def tell_surveys(story: Outreach) -> None:
    """Two closed rounds, the inquiry before them, the self-review, and a pulse that is open now."""
    before = _closed(story, SHORT, begun=400, lasted=21, shift=A_YEAR_EARLIER)
    newest = _closed(story, MIRROR, begun=45, lasted=21)
    Survey.objects.filter(pk=newest.pk).update(follows=before)
    _inquiry(story)
    _closed(story, SELF_REVIEW, begun=40, lasted=14)
    _open_pulse(story)


def _closed(story: Outreach, blueprint: Blueprint, *, begun: int, lasted: int, shift: float = 0.0) -> Survey:
    """Asked so many days ago, and closed after so many more."""
    survey = make_survey(blueprint, school=story.school, by=story.principal)
    asked = audience_of(survey).asked
    opened = story.now - dt.timedelta(days=begun)
    answered = [one for one in asked if story.rng.random() < _share_of(one, story)]
    _invite(survey, asked, answered, opened.date(), lasted)
    _answers(survey, answered, story, shift)
    _open_end(survey, story.rng)
    Survey.objects.filter(pk=survey.pk).update(
        state=SurveyState.CLOSED,
        created_at=opened - dt.timedelta(days=6),
        opened_at=opened,
        closes_on=(opened + dt.timedelta(days=lasted)).date(),
        closed_at=opened + dt.timedelta(days=lasted),
        answered_first_on=opened.date(),
    )
    tally(survey.pk)
    return survey


def _share_of(one: Asked, story: Outreach) -> float:
    if one.sector == Sector.FAMILIES and _is_foreign(one.language, story):
        return ANSWERED_FOREIGN
    return ANSWERED.get(one.sector, 0.6)


def _is_foreign(language: str, story: Outreach) -> bool:
    return bool(language) and language.split("-", maxsplit=1)[0] != story.school.language.split("-")[0]


def _invite(survey: Survey, asked: Sequence[Asked], answered: Sequence[Asked], opened: dt.date, lasted: int) -> None:
    """Who was asked, and the day on which each is known to have answered at all."""
    there = {id(one) for one in answered}
    rng = Random(survey.pk)
    rows = write_invitations(survey, asked, asked_on=opened)
    back = [row for one, row in zip(asked, rows, strict=True) if id(one) in there]
    for row in back:
        row.answered_on = opened + dt.timedelta(days=rng.randint(0, lasted))
    Invitation.objects.bulk_update(back, ["answered_on"], batch_size=_AT_ONCE)


def _answers(survey: Survey, answered: Sequence[Asked], story: Outreach, shift: float) -> None:
    items = list(survey.items.exclude(kind=ItemKind.TEXT))
    strata: dict[Cell, Stratum] = {}
    rows = []
    for one, cell in zip(answered, _coarse(answered), strict=True):
        if cell not in strata:
            strata[cell] = Stratum.objects.create(survey=survey, sector=cell[0], language=cell[1], grade=cell[2])
        moved = shift + (FOREIGN if _is_foreign(one.language, story) else 0) if one.sector == Sector.FAMILIES else 0.0
        marks = {item.key: _mark(item, one.sector, story.rng, moved) for item in items if one.sector in item.sectors}
        rows.append(Response(survey=survey, stratum=strata[cell], marks=marks))
    rows.sort(key=lambda row: row.pk)
    Response.objects.bulk_create(rows, batch_size=_AT_ONCE)


def _coarse(answered: Sequence[Asked]) -> list[Cell]:
    """What is kept of each: language and grade where ten are alike in them, less where they are not."""
    cells: list[Cell] = [(one.sector, one.language, one.grade) for one in answered]
    for kept in ((True, False), (False, False)):
        sizes = Counter(cells)
        cells = [cell if sizes[cell] >= FEWEST else (cell[0], cell[1] if kept[0] else "", "") for cell in cells]
    sizes = Counter(cells)
    small = {cell for cell in cells if sizes[cell] < FEWEST and cell[0] != Sector.DIRECTORS}
    return [(cell[0], "", "") if cell in small else cell for cell in cells]


def _mark(item: Item, sector: str, rng: Random, moved: float) -> int | list[int]:
    if item.kind == ItemKind.CHECKLIST:
        return [int(option["value"]) for option in item.options if option["value"] != 99 and rng.random() < TICKED]
    steps = len(item.options)
    share = HAPPENS.get(sector, {}).get(item.involvement_type, 0.58) + moved
    if rng.random() < share:
        return rng.choice((steps, steps - 1, steps - 1))
    return rng.choice((1, 2, 2, 3, 3))


def _open_end(survey: Survey, rng: Random) -> None:
    item = survey.items.filter(kind=ItemKind.TEXT).order_by("-number").first()
    if item is not None and survey.kind != "inquiry":
        words = rng.sample(AFTERTHOUGHTS, k=len(AFTERTHOUGHTS))
        Remark.objects.bulk_create(Remark(item=item, sector=Sector.FAMILIES, language="en", words=one) for one in words)


def _inquiry(story: Outreach) -> None:
    """Closed in autumn; most of what families wrote is sorted by type, some waits."""
    survey = _closed(story, INQUIRY, begun=62, lasted=14)
    partnership, wish = survey.items.filter(kind=ItemKind.TEXT).order_by("number")[:2]
    rows = [
        Remark(
            item=wish if place % 2 else partnership,
            sector=Sector.FAMILIES,
            language=language,
            words=words,
            sorted_as=list(types),
            sorted_by=story.principal if types else None,
        )
        for place, (language, words, types) in enumerate(WISHES)
    ]
    rows.sort(key=lambda row: row.pk)
    Remark.objects.bulk_create(rows)


def _open_pulse(story: Outreach) -> None:
    """Two questions, open since yesterday; some teachers and families have answered, their answers lie in the box."""
    survey = make_survey(next(iter(PULSES.values())), school=story.school, by=story.principal)
    asked = audience_of(survey).asked
    opened = story.now - dt.timedelta(days=1)
    _invite(survey, asked, (), opened.date(), 1)
    Survey.objects.filter(pk=survey.pk).update(
        state=SurveyState.OPEN, created_at=opened, opened_at=opened, closes_on=(story.now + dt.timedelta(days=13)).date()
    )
