"""A pack as PDF, and its charts as pictures of the page."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone, translation

from gatepost.kernel.charts.design import Look, paper_look
from gatepost.kernel.charts.drawing import draw
from gatepost.kernel.paper.report import Block, Report, bullets, heading, pdf_of, picture
from gatepost.languages.tags import is_rtl, ui_language
from gatepost.people.school_years import label_of
from gatepost.plans.goal_chart import GoalChart, Point
from gatepost.plans.models import Review
from gatepost.plans.plan_words import amount, day
from gatepost.plans.review import family_texts as say

_ON_PAPER = 600


def chart_of(block: Mapping[str, Any], *, width: int = 340) -> GoalChart | None:
    """A line of years; None where fewer than two of them have a number."""
    places = len(block["labels"]) - 1
    told = [(at, value) for at, value in enumerate(block["values"]) if value is not None]
    if len(told) < 2:
        return None
    unit = str(block.get("unit", ""))
    points = tuple(Point(at / places, value, amount(Decimal(value), unit)) for at, value in told)
    words = f"{block['title']}: " + ", ".join(f"{block['labels'][at]}: {amount(Decimal(value), unit)}" for at, value in told)
    return GoalChart(str(block["title"]), words, points, None, (block["labels"][0], block["labels"][-1]), width)


def paper_of(review: Review) -> bytes:
    """The pack and what was decided, in the school's language."""
    school = review.plan.school
    language = ui_language(school.language) or "en"
    with translation.override(language):
        look = paper_look(language, rtl=is_rtl(language))
        blocks = [printed for block in review.pack.get("blocks", []) for printed in _printed(block, look)]
        decided = [_decision(words, reason) for words, reason in review.decisions.values_list("words", "reason")]
        year = label_of(review.year, school.pk)
        return pdf_of(
            Report(
                title=str(say.TITLE) % {"year": year},
                subtitle=str(say.SUBTITLE) % {"school": school.name},
                language=language,
                rtl=is_rtl(language),
                blocks=[*blocks, *([heading(str(say.DECIDED)), bullets(decided)] if decided else [])],
                footer=str(say.FOOTER)
                % {"school": school.name, "day": day(timezone.localdate(review.made_at, ZoneInfo(school.timezone)))},
            )
        )


def _printed(block: Block, look: Look) -> list[Block]:
    """As it stands on paper: a line of years is drawn under its name."""
    if block["kind"] != "lines":
        return [block]
    chart = chart_of(block, width=_ON_PAPER)
    return [heading(chart.title, 3), picture(draw(chart, look), chart.words)] if chart else []


def _decision(words: str, reason: str) -> str:
    return f"{words} ({reason})" if reason else words
