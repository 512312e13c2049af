"""Versions: the plan as it stood, and what is different between any two, in words."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gatepost.plans.commands.actions import ActionFacts, change_action, remove_action
from gatepost.plans.commands.goals import GoalFacts, change_goal
from gatepost.plans.commands.versions import keep_version
from gatepost.plans.contents import LABELS, PARTS
from gatepost.plans.models import Plan, PlanVersion
from gatepost.plans.queries.versions import Content, content_at, content_of, difference, pieces_of
from tests.plans.planning import a_plan, an_action, day
from tests.support.cast import Cast

VALUES = st.one_of(st.none(), st.text(max_size=5), st.integers(0, 9), st.lists(st.text(max_size=3), max_size=2))


def _piece(part: str) -> st.SearchStrategy[dict[str, Any]]:
    plain = {"title": st.text(max_size=5), "name": st.text(max_size=5), "number": st.integers(1, 9)}
    fields = {name: plain[name] for name in LABELS[part] if name in plain}
    return st.fixed_dictionaries(fields, optional={"reason": st.text(max_size=5), "steps": st.text(max_size=5)})


CONTENTS: st.SearchStrategy[Content] = st.fixed_dictionaries(
    {part: st.dictionaries(st.sampled_from("123"), _piece(part), max_size=3) for part in PARTS}
)


@given(CONTENTS)
def test_equal_contents_differ_in_nothing(content: Content) -> None:
    assert difference(content, dict(content)).changes == ()


@given(CONTENTS, CONTENTS)
def test_what_was_added_one_way_was_removed_the_other(before: Content, after: Content) -> None:
    there, back = difference(before, after).changes, difference(after, before).changes

    def titles(changes: Any, kind: str) -> list[tuple[str, str]]:
        return sorted((change.part, change.title) for change in changes if change.kind == kind)

    assert titles(there, "added") == titles(back, "removed")
    assert titles(there, "removed") == titles(back, "added")
    assert sum(change.kind == "changed" for change in there) == sum(change.kind == "changed" for change in back)
    assert (there == ()) == (dict(before) == dict(after))


def kept(plan: Plan, cast: Cast) -> PlanVersion:
    return keep_version(plan, occasion="A moment", by=cast.dov)


def test_a_version_stays_as_it_was(cast: Cast) -> None:
    plan = a_plan(cast.school, cast.dov)
    action = an_action(plan, cast.dov, "Reading evenings", cost=Decimal("12.50"), owner=cast.ben, grades=["4"])
    version = kept(plan, cast)
    remove_action(action, by=cast.dov)
    content = content_at(plan, version.number)
    assert content is not None
    [piece] = pieces_of(content, "actions")
    assert piece.title == "Reading evenings"
    assert dict(piece.fields) == {
        "Type": "Learning at home", "Grades": "4", "Owner": "Ben Ortiz", "Cost": "12.5", "Status": "Planned",
    }  # fmt: skip
    assert content_of(plan)["actions"] == {}


def test_the_difference_is_told_in_words(cast: Cast) -> None:
    plan = a_plan(cast.school, cast.dov)
    goal = plan.goals.first()
    assert goal is not None
    reading = an_action(plan, cast.dov, "Reading evenings", cost=Decimal(450), owner=cast.ben)
    market = an_action(plan, cast.dov, "Market")
    before = content_of(plan)
    change_goal(goal, facts=GoalFacts("More read at home", "academic", target=Decimal(85), due_on=day("2027-06-15")), by=cast.dov)
    change_action(reading, facts=ActionFacts("Reading evenings", "parenting", cost=Decimal(520)), by=cast.dov)
    remove_action(market, by=cast.dov)
    an_action(plan, cast.dov, "Garden day", main_type="community")
    told = difference(before, content_of(plan))
    assert told.sentence == "One thing was added, one was taken out, and two were changed."
    assert [(change.kind, change.title) for change in told.changes] == [
        ("changed", "Goal 1: More read at home"),
        ("changed", "Reading evenings"),
        ("removed", "Market"),
        ("added", "Garden day"),
    ]
    assert [(field.label, field.before, field.after) for field in told.changes[1].fields] == [
        ("Type", "Learning at home", "Helping parents with parenting"),
        ("Owner", "Ben Ortiz", ""),
        ("Cost", "450", "520"),
    ]


def test_nothing_changed_is_said(cast: Cast) -> None:
    plan = a_plan(cast.school, cast.dov)
    version = kept(plan, cast)
    stood = content_at(plan, version.number)
    assert stood is not None
    assert difference(stood, content_of(plan)).sentence == "The two are the same."
    assert content_at(plan, 7) is None
