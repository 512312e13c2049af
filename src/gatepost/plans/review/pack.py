"""The pack, part by part, as blocks of a report: what the meeting has before it, on the page and on paper alike.

A block is plain data (`kernel.paper.report`), so that what the meeting saw can be kept as it was.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal

from django.utils import translation

from gatepost.charter.models import DocumentKind
from gatepost.charter.queries import standing_of
from gatepost.framework.family_texts import TYPES
from gatepost.framework.types import InvolvementType, Sector
from gatepost.kernel.paper.report import Block, bullets, facts, heading, paragraph, table
from gatepost.languages.tags import ui_language
from gatepost.people.models import Person
from gatepost.people.school_years import bounds_of
from gatepost.plans.catalogue.signs import SIGNS
from gatepost.plans.models import ActionStatus, Agreement, Evaluation, Plan, Review
from gatepost.plans.plan_words import amount, day
from gatepost.plans.printed.family_texts import NOTHING_FOR
from gatepost.plans.queries.evidence import evidence_of_all
from gatepost.plans.queries.measures import measure_table
from gatepost.plans.queries.overview import Overview, overview_of
from gatepost.plans.queries.pitfalls import Verdict, findings, scope_of
from gatepost.plans.review import family_texts as say
from gatepost.plans.review.sides import sides_blocks
from gatepost.plans.review.years import FULL_AFTER, Year, records_began, survey_of, three_years
from gatepost.reach.board.family_texts import RECORDS_BEGIN
from gatepost.reach.queries.easier_overall import overview as barriers
from gatepost.reach.queries.summary import summary_of
from gatepost.reach.wording import listed
from gatepost.training.queries import year_of_training

MOST_BARRIERS, MOST_WORDS = 6, 8


def pack_of(plan: Plan, year: int, viewer: Person) -> list[Block]:
    """All parts in the order of the meeting, in the school's language."""
    language = ui_language(plan.school.language) or "en"
    with translation.override(language):
        shown = overview_of(plan, viewer, year=year)
        parts: tuple[Callable[[], list[Block]], ...] = (
            lambda: _goals(shown),
            lambda: _actions(shown, viewer),
            lambda: _said(shown),
            lambda: sides_blocks(survey_of(viewer, plan.school, year)),
            lambda: _agreed(plan),
            lambda: _reach(viewer),
            lambda: _barriers(viewer),
            lambda: _money(shown),
            lambda: _learned(plan, year, viewer),
            lambda: _records(plan, year, viewer),
            lambda: _three_years(plan, year, viewer),
            lambda: _decided_before(plan, year),
            lambda: [heading(str(say.TO_DECIDE)), bullets([str(prompt) for prompt in say.PROMPTS])],
        )
        return [block for part in parts for block in part()]


def _goals(shown: Overview) -> list[Block]:
    blocks = [heading(str(say.GOALS)), paragraph(shown.sentence)]
    rows = [
        [
            progress.goal.title,
            amount(progress.start, progress.goal.unit) or "–",
            amount(progress.latest.value, progress.goal.unit) if progress.latest else "–",
            amount(progress.goal.target, progress.goal.unit) or "–",
        ]
        for progress in shown.goals
        if progress.goal.title
    ]
    if not rows:
        return [*blocks, paragraph(str(say.NO_GOALS), quiet=True)]
    header = [str(words) for words in (say.GOAL, say.BEGAN_AT, say.NOW, say.TARGET)]
    return [*blocks, table(header, rows, widths=[4, 1, 1, 1], numbers=[1, 2, 3])]


def _actions(shown: Overview, viewer: Person) -> list[Block]:
    evidence = evidence_of_all(shown.plan, viewer)
    rows = []
    for line in shown.lines:
        action, found = line.action, evidence.get(line.action.pk)
        numbers = [str(found.meant), str(found.reached), str(found.took_part)] if found and not found.is_small else ["–"] * 3
        rows.append([action.title, str(TYPES[InvolvementType(action.main_type)]), str(action.get_status_display()), *numbers])
    if not rows:
        return [heading(str(say.ACTIONS)), paragraph(str(say.NO_ACTIONS), quiet=True)]
    header = [str(words) for words in (say.ACTION, say.TYPE, say.STATUS, say.MEANT, say.REACHED, say.TOOK_PART)]
    missing = [str(TYPES[InvolvementType(part.type)]) for part in shown.by_type if not part.lines]
    balance = [paragraph(str(NOTHING_FOR) % {"types": listed(missing)})] if missing else []
    return [heading(str(say.ACTIONS)), *balance, table(header, rows, widths=[4, 3, 2, 1, 1, 1], numbers=[3, 4, 5])]


def _said(shown: Overview) -> list[Block]:
    """What helped and what to change, action by action, without names."""
    rows = Evaluation.objects.filter(action__in=[line.action.pk for line in shown.lines]).select_related("action")
    by_action: dict[str, list[str]] = {}
    for row in rows.order_by("action__begins_on", "action", "made_on", "pk"):
        words = [str(say.HELPED) % {"words": row.helped}] if row.helped else []
        words += [str(say.CHANGE) % {"words": row.change}] if row.change else []
        by_action.setdefault(row.action.title, []).extend(words)
    blocks: list[Block] = [heading(str(say.SAID_ABOUT))] if by_action else []
    for title, words in by_action.items():
        blocks += [heading(title, 3), bullets(words[:MOST_WORDS])]
    return blocks


def _agreed(plan: Plan) -> list[Block]:
    rows = [
        [str(SIGNS[row.sign].name) if row.sign in SIGNS else row.sign, str(row.level), row.words]
        for row in Agreement.objects.filter(plan=plan).order_by("-level", "pk")
    ]
    if not rows:
        return []
    return [heading(str(say.AGREED)), table([str(say.SIGN), str(say.LEVEL), ""], rows, widths=[3, 1, 4], numbers=[1])]


def _reach(viewer: Person) -> list[Block]:
    counts = summary_of(viewer).counts
    numbers = {
        "talk": counts.get("in-dialogue", 0),
        "told": counts.get("informed", 0),
        "missed": counts.get("not-reached", 0),
        "lost": counts.get("no-contact", 0),
    }
    return [heading(str(say.REACH)), paragraph(str(say.STATES) % (numbers | {"total": sum(numbers.values())}))]


def _barriers(viewer: Person) -> list[Block]:
    lines = barriers(viewer).lines[:MOST_BARRIERS]
    if not lines:
        return [heading(str(say.EASIER)), paragraph(str(say.NOTHING_NOTED), quiet=True)]
    rows = [
        [
            str(line.barrier.kind.label),
            str(say.IN_OUR_HANDS if line.barrier.in_our_hands else say.OUTSIDE),
            str(line.families) if line.families >= 10 else "<10",
        ]
        for line in lines
    ]
    return [heading(str(say.EASIER)), table([str(say.BARRIER), "", str(say.FAMILIES)], rows, widths=[5, 2, 1], numbers=[2])]


def _money(shown: Overview) -> list[Block]:
    actions = [line.action for line in shown.lines]
    planned = sum((action.cost or Decimal(0) for action in actions if action.status != ActionStatus.DROPPED), Decimal(0))
    spent = sum((action.spent or Decimal(0) for action in actions), Decimal(0))
    if not planned and not spent:
        return [heading(str(say.MONEY)), paragraph(str(say.NO_MONEY), quiet=True)]
    words = [str(say.PLANNED) % {"amount": amount(planned)}, str(say.SPENT) % {"amount": amount(spent)}]
    return [heading(str(say.MONEY)), bullets(words)]


def _learned(plan: Plan, year: int, viewer: Person) -> list[Block]:
    first, last = bounds_of(year, plan.school_id)
    training = year_of_training(plan.school, first, last)
    families = training.by_sector[Sector.FAMILIES]
    measures = measure_table(plan.school, viewer, year=year)
    confirmed = standing_of(plan.school, DocumentKind.POLICY, viewer).confirmed
    words = [
        str(say.TRAINING) % {"sessions": training.sessions, "families": families, "staff": training.people - families},
        str(say.MEASURES) % {"taken": measures.taken_up, "open": measures.open},
        str(say.POLICY_CONFIRMED) % {"body": confirmed.body} if confirmed else str(say.POLICY_OPEN),
    ]
    return [heading(str(say.LEARNED)), bullets(words)]


def _records(plan: Plan, year: int, viewer: Person) -> list[Block]:
    """What was found; without the rows, which may name families and stay on their page."""
    found = [one for one in findings(scope_of(viewer, plan.school, year=year)) if one.verdict == Verdict.FOUND]
    blocks: list[Block] = [heading(str(say.RECORDS))]
    for finding in found:
        blocks += [
            heading(str(finding.title), 3),
            paragraph(finding.sentence),
            paragraph(str(say.TRY) % {"words": finding.try_this}, quiet=True),
        ]
    return blocks if found else [*blocks, paragraph(str(say.RECORDS_CLEAR))]


def _three_years(plan: Plan, year: int, viewer: Person) -> list[Block]:
    years = three_years(viewer, plan.school, year)
    tell: dict[str, Callable[[Year], str]] = {
        "dialogue": lambda one: f"{one.dialogue[0]} / {one.dialogue[1]}" if one.dialogue else "–",
        "two_way": lambda one: _or_dash(one.two_way),
        "took_part": lambda one: _or_dash(one.took_part),
        "actions": lambda one: f"{one.actions[0]} / {one.actions[1]}" if one.actions else "–",
        "families_say": lambda one: _or_dash(one.families_say),
        "training": lambda one: _or_dash(one.training),
        "measures": lambda one: _or_dash(one.measures),
        "cost": lambda one: amount(one.cost) or "–",
    }
    rows = [[str(say.YEAR_ROWS[key]), *(told(one) for one in years)] for key, told in tell.items()]
    header = ["", *(one.label for one in years)]
    lines = [
        _line(
            years, "dialogue", "%", [round(100 * one.dialogue[0] / one.dialogue[1]) if one.dialogue else None for one in years]
        ),
        _line(years, "took_part", "", [one.took_part for one in years]),
        _line(years, "families_say", "", [one.families_say for one in years]),
    ]
    drawn = [line for line in lines if sum(value is not None for value in line["values"]) > 1]
    begun = records_began(plan.school)
    is_young = begun is not None and begun > bounds_of(years[0].year, plan.school_id)[0]
    since = (
        [paragraph(str(RECORDS_BEGIN) % {"begun": day(begun), "day": day(begun + FULL_AFTER)}, quiet=True)]
        if begun and is_young
        else []
    )
    return [heading(str(say.THREE_YEARS)), *since, *drawn, table(header, rows, widths=[4, 1, 1, 1], numbers=[1, 2, 3])]


def _line(years: list[Year], key: str, unit: str, values: Sequence[int | None]) -> Block:
    """One number over the years, drawn where two of them have it."""
    return {
        "kind": "lines",
        "labels": [one.label for one in years],
        "title": str(say.YEAR_ROWS[key]),
        "unit": unit,
        "values": list(values),
    }


def _or_dash(value: int | None) -> str:
    return "–" if value is None else str(value)


def _decided_before(plan: Plan, year: int) -> list[Block]:
    """Decisions of the review before, of this plan or of the one it was copied from, and what became of each."""
    plans = [plan.pk, *([plan.copied_from_id] if plan.copied_from_id else [])]
    before = Review.objects.filter(plan__in=plans, year__lt=year).order_by("-year").first()
    rows = list(before.decisions.select_related("owner")) if before else []
    if not rows:
        return []
    facts_of = [(row.words, str(say.DONE_SINCE if row.done_on else say.OPEN_STILL)) for row in rows]
    return [heading(str(say.DECIDED_BEFORE)), facts(facts_of)]
