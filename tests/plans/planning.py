"""A plan to test with, made by the commands that staff use."""

import datetime as dt

from gatepost.framework.types import InvolvementType
from gatepost.kernel import clock
from gatepost.people.models import Person, School
from gatepost.people.school_years import year_of
from gatepost.plans.commands.actions import ActionFacts, make_action
from gatepost.plans.commands.plans import PlanFacts, make_plan
from gatepost.plans.models import Action, Plan


def this_year(school: School) -> int:
    return year_of(clock.today(school.timezone), school.pk)


def a_plan(school: School, by: Person, *, years: int = 1) -> Plan:
    """A draft for this school year (and the next ones), with the usual four goals."""
    year = this_year(school)
    return make_plan(school, facts=PlanFacts(title="Our plan", first_year=year, last_year=year + years - 1), by=by)


def an_action(plan: Plan, by: Person, title: str = "Read together", **facts: object) -> Action:
    kind = facts.pop("main_type", InvolvementType.LEARNING_AT_HOME)
    return make_action(plan, facts=ActionFacts(title=title, main_type=kind, **facts), by=by)  # type: ignore[arg-type]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
