"""The plan on paper and as a spreadsheet: what a body reads, in its order and its language."""

import io
from decimal import Decimal
from typing import Any

import pypdf
import pytest

from gatepost.kernel import clock
from gatepost.plans.commands.goals import GoalFacts, add_reading, change_goal
from gatepost.plans.commands.plans import PlanFacts, change_plan
from gatepost.plans.commands.team import join_team, leave_team
from gatepost.plans.models import Plan
from gatepost.plans.plan_paper import paper_of
from gatepost.plans.plan_sheet import sheet_of
from gatepost.plans.queries.overview import overview_of
from gatepost.plans.queries.team import team_of
from tests.plans.planning import a_plan, an_action
from tests.support.cast import Cast, restrict


@pytest.fixture
def plan(cast: Cast) -> Plan:
    plan = a_plan(cast.school, cast.dov)
    facts = PlanFacts("Our plan", plan.first_year, plan.last_year, "Every family is heard.", "Council")
    change_plan(plan, facts=facts, by=cast.dov)
    goal = plan.goals.first()
    assert goal is not None
    reading = GoalFacts("More read at home", "academic", indicator="Readers", unit="%", baseline=Decimal(71), target=Decimal(85))
    change_goal(goal, facts=reading, by=cast.dov)
    add_reading(goal, value=Decimal(78), on=clock.today(), by=cast.dov)
    join_team(plan, side="families", person=cast.amina, task="chair", by=cast.dov)
    an_action(
        plan, cast.dov, "Reading evenings", goal=goal, owner=cast.ben, steps="Ask families\nFind readers", cost=Decimal("450.50"),
        other_types=["volunteering"], sections=[cast.section],
    )  # fmt: skip
    plan.refresh_from_db()
    return plan


def paper(plan: Plan, cast: Cast, language: str = "") -> str:
    team = team_of(plan, today=clock.today())
    pdf = paper_of(overview_of(plan, cast.dov), team, language=language)
    return "\n".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_the_paper_tells_the_plan_in_order(plan: Plan, cast: Cast) -> None:
    text = paper(plan, cast)
    wanted = [
        "Our plan", "A draft: it is not approved yet.", "What we want", "Every family is heard.", "Who makes this plan",
        "Amina Warsame (chair)", "Our goals", "1. More read at home", "How it is spread over the six types",
        "Goal 1: More read at home", "Readers", "What we do", "Reading evenings", "Ben Ortiz", "Ask families", "Find readers",
        "Goal 2:",
    ]  # fmt: skip
    places = [text.find(words) for words in wanted]
    assert -1 not in places, [words for words, place in zip(wanted, places, strict=True) if place == -1]
    assert places == sorted(places)


def test_every_goal_has_a_page_of_its_own(plan: Plan, cast: Cast) -> None:
    pages = paper(plan, cast).splitlines()
    assert [sum(f"Goal {number}:" in page for page in pages) for number in (1, 2, 3, 4)] == [1, 1, 1, 1]


def test_who_may_not_be_contacted_is_not_printed(plan: Plan, cast: Cast) -> None:
    assert "Amina" in paper(plan, cast)
    restrict(cast.amina, cast.yusuf)
    assert "Amina" not in paper(plan, cast)


@pytest.mark.parametrize("language", ["ar", "de", "zh-hans"])
def test_the_paper_is_made_in_other_languages_and_directions(plan: Plan, cast: Cast, language: str) -> None:
    assert "Reading evenings" in paper(plan, cast, language)


def opened(plan: Plan, cast: Cast) -> Any:
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(sheet_of(overview_of(plan, cast.dov), team_of(plan, today=clock.today()))))


def rows(book: Any, sheet: str) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in book[sheet].iter_rows()]


def test_the_spreadsheet_holds_goals_actions_and_team(plan: Plan, cast: Cast) -> None:
    leave_team(join_team(plan, side="community", name="Marta", by=cast.dov), by=cast.dov)
    book = opened(plan, cast)
    assert book.sheetnames == ["Goals", "Actions", "Team"]
    goal = dict(zip(*rows(book, "Goals")[:2], strict=True))
    assert (goal["Goal"], goal["Where it stood"], goal["Where it stands"], goal["Target"]) == ("More read at home", 71, 78, 85)
    action = dict(zip(*rows(book, "Actions")[:2], strict=True))
    assert (action["What is done"], action["Type"], action["Also"]) == ("Reading evenings", "Learning at home", "Volunteering")
    assert (action["Goal"], action["Owner"], action["Cost"], action["Classes"]) == (1, "Ben Ortiz", 450.5, "4B")
    assert [row[:3] for row in rows(book, "Team")[1:]] == [["Families", "Amina Warsame", "chair"], ["Community", "Marta", None]]


def test_no_cell_is_a_formula(plan: Plan, cast: Cast) -> None:
    an_action(plan, cast.dov, "=1+1", helpers="@SUM(A1)", owner=cast.carla)
    book = opened(plan, cast)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert [row[1] for row in rows(book, "Actions")][-1] == "'=1+1"
