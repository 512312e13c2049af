"""The plan on paper, in the school's language: vision, team, goals with their numbers, the balance, and a page for each goal."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import translation

from gatepost.framework.family_texts import TYPES
from gatepost.framework.types import InvolvementType
from gatepost.kernel.charts.design import Look, paper_look
from gatepost.kernel.charts.drawing import draw
from gatepost.kernel.paper.report import Block, Report, bullets, facts, heading, new_page, paragraph, pdf_of, picture, table
from gatepost.languages.tags import is_rtl, ui_language
from gatepost.plans.audience_words import audience_of
from gatepost.plans.goal_chart import chart_of
from gatepost.plans.goal_words import Progress
from gatepost.plans.models import Action, ActionStatus, PlanState
from gatepost.plans.plan_words import amount, day, lines_of, month, stretch, total, years
from gatepost.plans.printed import family_texts as say
from gatepost.plans.queries.overview import Line, Overview
from gatepost.plans.queries.team import Team
from gatepost.reach.wording import listed

_CHART = 600


def paper_of(shown: Overview, team: Team, *, language: str = "") -> bytes:
    """The PDF in this language; in the school's own, or else English, where none of ours is asked for."""
    ours = dict(settings.LANGUAGES)
    spoken = language if language in ours else ui_language(shown.plan.school.language) or settings.LANGUAGE_CODE
    with translation.override(spoken):
        return pdf_of(_report(shown, team, spoken))


def _report(shown: Overview, team: Team, language: str) -> Report:
    plan = shown.plan
    rtl = is_rtl(language)
    look = paper_look(language, rtl=rtl)
    blocks = [
        *_standing(shown),
        *([heading(str(say.VISION)), *(paragraph(line) for line in lines_of(plan.vision))] if plan.vision else []),
        *_team(team),
        heading(str(say.GOALS)),
        _goals_table(shown.goals),
        *_balance(shown),
    ]
    for progress in shown.goals:
        blocks += _goal_page(shown, progress, look)
    rest = [line for line in shown.lines if line.action.goal_id is None]
    if rest:
        blocks += [new_page(), heading(str(say.OTHER_ACTIONS)), *_actions(rest)]
    return Report(
        title=plan.title,
        subtitle=f"{plan.school.name} · {say.PLAN_FOR % {'years': years(plan.first_year, plan.last_year, plan.school_id)}}",
        language=language,
        rtl=rtl,
        blocks=blocks,
        footer=str(say.PAGE_FOOTER % {"school": plan.school.name}),
    )


def _standing(shown: Overview) -> list[Block]:
    """Whether it is approved, by whom, and on which day it was printed."""
    plan = shown.plan
    said = str(say.NOT_APPROVED)
    if plan.state in {PlanState.APPROVED, PlanState.CLOSED} and plan.approved_on:
        said = say.APPROVED % {"body": plan.approving_body, "day": day(plan.approved_on)}
    return [paragraph(f"{said} {say.ABOUT_DAY % {'day': day(shown.today)}}.", quiet=True)]


def _team(team: Team) -> list[Block]:
    rows = [
        (str(say.SIDES[part.side]), listed(_member(one.name, one.task) for one in part.members if one.pk not in team.away))
        for part in team.sides
    ]
    named = [row for row in rows if row[1]]
    return [heading(str(say.TEAM)), facts(named)] if named else []


def _member(name: str, task: str) -> str:
    return f"{name} ({task})" if task else name


def _goals_table(goals: Iterable[Progress]) -> Block:
    header = [str(words) for words in (say.WHAT, say.STOOD, say.STANDS, say.TARGET, say.BY_WHEN)]
    rows = []
    for one in goals:
        goal, latest = one.goal, one.latest
        title = f"{goal.number}. {goal.title or f'{say.KINDS[goal.kind]} ({say.NO_WORDS_YET})'}"
        now = amount(latest.value, goal.unit) if latest else "–"
        rows.append(
            [title, amount(one.start, goal.unit) or "–", now, amount(goal.target, goal.unit) or "–", month(goal.due_on) or "–"]
        )
    return table(header, rows, widths=[3.2, 1, 1, 1, 1.3], numbers=(1, 2, 3))


def _balance(shown: Overview) -> list[Block]:
    header = [str(say.TYPE), str(say.NUMBER_OF_ACTIONS), str(say.STATUSES[ActionStatus.DONE]), str(say.COST)]
    rows = [[str(TYPES[part.type]), str(len(part.lines)), str(part.done), amount(part.cost) or "–"] for part in shown.by_type]
    all_lines = [line for part in shown.by_type for line in part.lines]
    done = sum(part.done for part in shown.by_type)
    rows.append([str(say.TOTAL), str(len(all_lines)), str(done), amount(total(part.cost for part in shown.by_type)) or "–"])
    empty = [str(TYPES[part.type]) for part in shown.by_type if not part.lines]
    missing = [paragraph(say.NOTHING_FOR % {"types": listed(empty)})] if empty and all_lines else []
    return [heading(str(say.BALANCE)), *missing, table(header, rows, widths=[3, 1, 1, 1], numbers=(1, 2, 3))]


def _goal_page(shown: Overview, progress: Progress, look: Look) -> list[Block]:
    goal = progress.goal
    title = say.GOAL % {"number": goal.number, "title": goal.title or say.NO_WORDS_YET}
    known = [
        (str(say.WHY), goal.reason),
        (str(say.SHOWN_BY), goal.indicator),
        (str(say.STOOD), amount(progress.start, goal.unit)),
        (str(say.STANDS), amount(progress.latest.value, goal.unit) if progress.latest else ""),
        (str(say.TARGET), amount(goal.target, goal.unit)),
        (str(say.BY_WHEN), day(goal.due_on)),
    ]
    blocks = [new_page(), heading(title), paragraph(str(say.KINDS[goal.kind]), quiet=True)]
    told = [(name, value) for name, value in known if value]
    if told:
        blocks.append(facts(told))
    if goal.asked_families:
        blocks.append(paragraph(str(say.ASKED)))
    chart = chart_of(progress, width=_CHART)
    if chart is not None:
        blocks.append(picture(draw(chart, look), _numbers(progress)))
    lines = [line for line in shown.lines if line.action.goal_id == goal.pk]
    blocks.append(heading(str(say.ACTIONS), level=3))
    return blocks + (_actions(lines) if lines else [paragraph(str(say.NO_ACTIONS))])


def _numbers(progress: Progress) -> str:
    """The readings, for whoever does not see the picture."""
    return "; ".join(f"{when}: {value}" for when, value in progress.rows)


def _actions(lines: Iterable[Line]) -> list[Block]:
    """What is done, by whom and when, in a table; the steps of each below it."""
    told = [(line, line.action) for line in lines]
    header = [str(words) for words in (say.WHAT, say.TYPE, say.WHO, say.WHEN, say.COST, say.HOW_FAR)]
    rows = [
        [
            f"{one.title}\n{say.FOR_WHOM}: {audience_of(one) or say.WHOLE_SCHOOL}",
            _types(one),
            _who(line),
            stretch(one.begins_on, one.ends_on) or "–",
            amount(one.cost) or "–",
            str(say.STATUSES[one.status]),
        ]
        for line, one in told
    ]
    blocks = [table(header, rows, widths=[2.6, 1.7, 1.4, 1.7, 0.8, 1], numbers=(4,))]
    for _line, one in told:
        if steps := lines_of(one.steps):
            blocks += [heading(f"{say.STEPS}: {one.title}", level=3), bullets(steps)]
    return blocks


def _types(action: Action) -> str:
    main = str(TYPES[InvolvementType(action.main_type)])
    others = [str(TYPES[InvolvementType(kind)]) for kind in action.other_types]
    return f"{main}; {say.ALSO % {'types': listed(others)}}" if others else main


def _who(line: Line) -> str:
    owner, helpers = line.owner or "–", line.action.helpers
    return f"{owner}, {say.HELPED_BY % {'names': helpers}}" if helpers else owner
