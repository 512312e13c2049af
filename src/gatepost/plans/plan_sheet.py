"""The plan as a spreadsheet: goals, actions and team, in which no cell is ever a formula."""

import datetime as dt
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from gatepost.framework.types import InvolvementType
from gatepost.kernel.sheets import harmless
from gatepost.plans.plan_words import lines_of
from gatepost.plans.queries.overview import Line, Overview
from gatepost.plans.queries.team import Team

Cell = str | int | Decimal | dt.date | None
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet_of(shown: Overview, team: Team) -> bytes:
    """Texts are written as texts, numbers as numbers, days as days."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in ((_("Goals"), _goals(shown)), (_("Actions"), _actions(shown)), (_("Team"), _team(team))):
        _fill(book.create_sheet(title), rows)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Any, rows: Sequence[Sequence[Cell]]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column, harmless(value) if isinstance(value, str) else value)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if isinstance(value, str):
                cell.data_type = "s"
            if number == 1:
                cell.font = Font(bold=True)
    for column in range(1, len(rows[0]) + 1):
        longest = max(len(str(row[column - 1] or "")) for row in rows)
        sheet.column_dimensions[get_column_letter(column)].width = min(60, max(10, longest + 2))
    sheet.freeze_panes = "A2"


def _goals(shown: Overview) -> list[list[Cell]]:
    header = [_("Number"), _("Kind"), _("Goal"), _("Why"), _("What shows it"), _("Counted in"), _("Where it stood")]
    header += [_("Where it stands"), _("Read on"), _("Target"), _("By when"), _("Families had a voice in it"), _("How far")]
    rows: list[list[Cell]] = [list(header)]
    for one in shown.goals:
        goal, latest = one.goal, one.latest
        words: list[Cell] = [goal.number, str(goal.get_kind_display()), goal.title, goal.reason, goal.indicator, goal.unit]
        numbers: list[Cell] = [one.start, latest.value if latest else None, latest.read_on if latest else None, goal.target]
        rows.append([*words, *numbers, goal.due_on, _("yes") if goal.asked_families else _("no"), one.way_in_words])
    return rows


def _actions(shown: Overview) -> list[list[Cell]]:
    header = [_("Goal"), _("What is done"), _("Type"), _("Also"), _("Classes"), _("Grades"), _("Families who read")]
    header += [_("Owner"), _("Who helps"), _("Begins"), _("Ends"), _("Steps"), _("Cost"), _("Spent"), _("Status"), _("Late")]
    return [list(header), *(_action(line) for line in shown.lines)]


def _action(line: Line) -> list[Cell]:
    one = line.action
    whom: list[Cell] = [_listed(section.name for section in one.sections.all()), _listed(one.grades), _listed(one.languages)]
    return [
        one.goal.number if one.goal else None,
        one.title,
        str(one.get_main_type_display()),
        _listed(str(InvolvementType(kind).label) for kind in one.other_types),
        *whom,
        line.owner,
        one.helpers,
        one.begins_on,
        one.ends_on,
        "\n".join(lines_of(one.steps)),
        one.cost,
        one.spent,
        str(one.get_status_display()),
        _("yes") if line.late else "",
    ]


def _team(team: Team) -> list[list[Cell]]:
    rows: list[list[Cell]] = [[_("Side"), _("Name"), _("Task"), _("Left on")]]
    for part in team.sides:
        rows += [[str(part.side.label), one.name, one.task, None] for one in part.members if one.pk not in team.away]
    return rows + [[str(one.get_side_display()), one.name, one.task, one.left_on] for one in team.left]


def _listed(names: Any) -> str:
    return ", ".join(names)
