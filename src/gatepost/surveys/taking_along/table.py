"""The table of types by sectors that a survey makes, in the language it is wanted in: as CSV, workbook, paper or picture."""

from collections.abc import Callable, Iterable
from itertools import combinations

from django.utils import translation
from django.utils.translation import gettext as _

from gatepost.framework import family_texts as framework_words
from gatepost.framework.table import DASH, PLAIN, Cell, Names, TypesBySector, types_by_sector
from gatepost.framework.table_chart import chart_of
from gatepost.framework.table_sheets import Value, as_csv, as_workbook, paper_of, rows_of
from gatepost.framework.types import Sector
from gatepost.kernel.charts.design import Look
from gatepost.kernel.charts.drawing import draw
from gatepost.kernel.paper.report import Report, paragraph, pdf_of
from gatepost.languages.tags import is_rtl
from gatepost.surveys.models import FEWEST, Survey
from gatepost.surveys.queries.table import counts_of_items, respondents_by_type, schools_by_type
from gatepost.surveys.taking_along import family_texts as say
from gatepost.surveys.wording import spoken, wording_of

PAPER_WIDTH = 560


def table_of(survey: Survey, names: Names = PLAIN) -> TypesBySector:
    """In the language that is active; in plain names, unless it is for a page of the staff."""
    name = spoken(survey.title, translation.get_language() or "en", original=_first_language(survey))
    title = str(say.TITLE).format(survey=name)
    return types_by_sector(title, respondents_by_type(survey), sectors=survey.sectors, names=names)


def table_of_schools(schools: Iterable[int]) -> TypesBySector:
    """Of a district: in how many of these schools each side reports a type. Who may see all of them, the caller knows."""
    return types_by_sector(str(say.SCHOOLS_TITLE), schools_by_type(schools))


def headline(table: TypesBySector) -> str:
    """Where families and another side lie farthest apart, measured before rounding; what a few leaders say stands beside it."""
    apart = [
        (abs(one.number * other.base - other.number * one.base) / (one.base * other.base), kind, (sector, one), (second, other))
        for kind, cells in table.rows
        for (sector, one), (second, other) in combinations(zip(table.sectors, cells, strict=True), 2)
        if sector == table.sectors[0] and _is_many(one) and _is_many(other) and one is not None and other is not None
    ]
    if not apart:
        return _("What those who answered say")
    far, kind, one, other = max(apart, key=lambda found: found[0])
    high, low = sorted((one, other), key=lambda side: side[1].number / side[1].base, reverse=True)
    words = {
        "type": table.names.types[kind],
        "high": str(table.names.sectors[high[0]]).lower(),
        "low": str(table.names.sectors[low[0]]).lower(),
        "high_share": high[1].share,
        "low_share": low[1].share,
    }
    if not far:
        return _("On every type, the sides report the same.")
    said = _("Views lie farthest apart on “%(type)s”: %(high_share)d %% of %(high)s report it, %(low_share)d %% of %(low)s.")
    return " ".join([said % words, *_of_few_leaders(table.cell(kind, Sector.DIRECTORS))])


def _is_many(cell: Cell | None) -> bool:
    return cell is not None and cell.base >= FEWEST


def _of_few_leaders(cell: Cell | None) -> list[str]:
    """Of one or two no share is told."""
    if cell is None or _is_many(cell):
        return []
    if cell.number == cell.base:
        return [_("The leadership says it happens.")]
    if not cell.number:
        return [_("The leadership says it does not happen.")]
    return [_("Of the leadership, %(number)d of %(base)d say it happens.") % {"number": cell.number, "base": cell.base}]


def csv_file(survey: Survey, language: str) -> bytes:
    with translation.override(language):
        return as_csv(rows_of(table_of(survey)))


def workbook(survey: Survey, language: str) -> bytes:
    """The table, and beside it how each question was answered."""
    with translation.override(language):
        table = table_of(survey)
        return as_workbook([(str(framework_words.TYPE), rows_of(table)), (_("Questions"), _questions(survey, language))])


def paper(survey: Survey, language: str) -> bytes:
    with translation.override(language):
        table = table_of(survey)
        blocks = paper_of(table, picture(table, language, on_paper=True, width=PAPER_WIDTH))
        report = Report(
            title=str(say.PAPER),
            subtitle=survey.school.name,
            language=language,
            rtl=is_rtl(language),
            blocks=[*blocks, paragraph(str(say.RULE), quiet=True)],
            footer=survey.school.name,
        )
        return pdf_of(report)


def picture_file(survey: Survey, language: str) -> bytes:
    with translation.override(language):
        return picture(table_of(survey), language, on_paper=True, width=PAPER_WIDTH).encode()


def picture(table: TypesBySector, language: str, *, on_paper: bool = False, width: int = 340) -> str:
    return draw(chart_of(table, width=width), Look(rtl=is_rtl(language), on_paper=on_paper))


# What can be asked for: its ending → what it is, and who makes it.
FILES: dict[str, tuple[str, Callable[[Survey, str], bytes]]] = {
    "pdf": ("application/pdf", paper),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook),
    "csv": ("text/csv; charset=utf-8", csv_file),
    "svg": ("image/svg+xml", picture_file),
}


def _questions(survey: Survey, language: str) -> list[list[Value]]:
    """One line for each question, sector and option: how many chose it, of how many who answered."""
    original = _first_language(survey)
    rows: list[list[Value]] = [[_("Question"), _("Key"), _("Asked"), _("Answer"), _("Value"), _("Number"), _("Answered")]]
    for count in counts_of_items(survey):
        question = wording_of(count.item, count.sector, language, original=original)
        who = str(framework_words.SECTORS[count.sector])
        for option in count.item.options:
            number: Value = DASH if count.values is None else count.values.get(option["value"], 0)
            base: Value = DASH if count.values is None else count.answered
            words = spoken(option["words"], language, original=original)
            rows.append([question, count.item.key, who, words, option["value"], number, base])
    return rows


def _first_language(survey: Survey) -> str:
    return survey.languages[0] if survey.languages else ""
