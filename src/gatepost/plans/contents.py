"""What a version of the plan holds, and how each piece of it is called and said."""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gatepost.framework.types import InvolvementType
from gatepost.languages.tags import language_name
from gatepost.plans.models import Action, ActionStatus, Goal, GoalKind, Plan, Side, TeamMember
from gatepost.plans.plan_words import amount, day
from gatepost.reach.wording import listed

# The parts of a version in the order in which they are read; the plan's own words stand under the one key "".
PARTS: dict[str, str | Promise] = {
    "plan": gettext_lazy("The plan"),
    "team": gettext_lazy("Team"),
    "goals": gettext_lazy("Goal"),
    "actions": gettext_lazy("Action"),
}
LABELS: dict[str, dict[str, str | Promise]] = {
    "plan": {
        "title": gettext_lazy("Title"),
        "years": gettext_lazy("School years"),
        "vision": gettext_lazy("Vision"),
        "approving_body": gettext_lazy("Who approves it"),
    },
    "team": {"name": gettext_lazy("Name"), "side": gettext_lazy("Side"), "task": gettext_lazy("Task")},
    "goals": {
        "number": gettext_lazy("Number"),
        "kind": gettext_lazy("Kind"),
        "title": gettext_lazy("Goal"),
        "reason": gettext_lazy("Why"),
        "indicator": gettext_lazy("What shows it"),
        "unit": gettext_lazy("Counted in"),
        "baseline": gettext_lazy("Where it stood"),
        "target": gettext_lazy("Target"),
        "due_on": gettext_lazy("By when"),
        "asked_families": gettext_lazy("Families had a voice in it"),
    },
    "actions": {
        "title": gettext_lazy("What is done"),
        "goal": gettext_lazy("Goal"),
        "main_type": gettext_lazy("Type"),
        "other_types": gettext_lazy("Also"),
        "sections": gettext_lazy("Classes"),
        "grades": gettext_lazy("Grades"),
        "languages": gettext_lazy("Families who read"),
        "owner": gettext_lazy("Owner"),
        "helpers": gettext_lazy("Who helps"),
        "begins_on": gettext_lazy("Begins"),
        "ends_on": gettext_lazy("Ends"),
        "steps": gettext_lazy("Steps"),
        "cost": gettext_lazy("Cost"),
        "spent": gettext_lazy("Spent"),
        "indicator": gettext_lazy("How one sees that it worked"),
        "status": gettext_lazy("Status"),
    },
}
_CHOICES: dict[str, dict[str, Any]] = {
    "side": dict(Side.choices),
    "kind": dict(GoalKind.choices),
    "main_type": dict(InvolvementType.choices),
    "other_types": dict(InvolvementType.choices),
    "status": dict(ActionStatus.choices),
}


def of_plan(plan: Plan) -> dict[str, Any]:
    return {
        "title": plan.title,
        "years": [plan.first_year, plan.last_year],
        "vision": plan.vision,
        "approving_body": plan.approving_body,
    }


def of_member(member: TeamMember) -> dict[str, Any]:
    return {"name": member.name, "side": member.side, "task": member.task}


def of_goal(goal: Goal) -> dict[str, Any]:
    plain = {name: getattr(goal, name) for name in ("number", "kind", "title", "reason", "indicator", "unit", "asked_families")}
    return {**plain, "baseline": _number(goal.baseline), "target": _number(goal.target), "due_on": _day(goal.due_on)}


def of_action(action: Action) -> dict[str, Any]:
    """Needs the goal, the owner and the sections loaded along."""
    return {
        **{name: getattr(action, name) for name in ("title", "main_type", "helpers", "steps", "indicator", "status")},
        **{name: sorted(getattr(action, name)) for name in ("other_types", "grades", "languages")},
        "goal": action.goal.number if action.goal else None,
        "sections": sorted(section.name for section in action.sections.all()),
        "owner": action.owner.full_name if action.owner else "",
        "begins_on": _day(action.begins_on),
        "ends_on": _day(action.ends_on),
        "cost": _number(action.cost),
        "spent": _number(action.spent),
    }


def in_words(field: str, value: Any) -> str:
    """One value of a version, as a reader would say it; blank where there is none."""
    if value in (None, "", []):
        return ""
    if field in _SAID:
        return _SAID[field](value)
    if field in _CHOICES:
        chosen = value if isinstance(value, list) else [value]
        return listed(str(_CHOICES[field].get(one, one)) for one in chosen)
    return listed(value) if isinstance(value, list) else str(value)


def title_in(part: str, piece: Mapping[str, Any]) -> str:
    """How a piece of a version is called: a goal by its number and words, an action by its title."""
    if part == "goals":
        return _("Goal %(number)s: %(title)s") % {"number": piece["number"], "title": piece["title"] or "…"}
    return str(piece.get("title") or piece.get("name") or "…")


def _number(value: Decimal | None) -> str | None:
    return None if value is None else format(value.normalize() if value else Decimal(0), "f")


def _day(value: dt.date | None) -> str | None:
    return value.isoformat() if value else None


def _number_in_words(value: str) -> str:
    return amount(Decimal(value))


def _day_in_words(value: str) -> str:
    return day(dt.date.fromisoformat(value))


def _years_in_words(value: list[int]) -> str:
    first, last = value
    if first == last:
        return _("the one that begins in %(year)s") % {"year": first}
    return _("those that begin in %(first)s to %(last)s") % {"first": first, "last": last}


def _goal_in_words(value: int) -> str:
    return _("Goal %(number)s") % {"number": value}


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")


_SAID: dict[str, Callable[[Any], str]] = {
    **dict.fromkeys(("baseline", "target", "cost", "spent"), _number_in_words),
    **dict.fromkeys(("begins_on", "ends_on", "due_on"), _day_in_words),
    "years": _years_in_words,
    "goal": _goal_in_words,
    "asked_families": _yes,
    "languages": lambda tags: listed(language_name(tag, "en") for tag in tags),
}
