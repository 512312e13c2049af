"""Actions: what fits the plan, who does them, whom they are meant for, and under which name their contacts gather."""

import datetime as dt
from decimal import Decimal

import pytest

from gatepost.kernel import clock
from gatepost.kernel.errors import BadInputError, ConflictError, NotAllowedError
from gatepost.people.models import Role
from gatepost.people.school_years import bounds_of
from gatepost.plans.commands import actions as commands
from gatepost.plans.commands.actions import ActionFacts
from gatepost.plans.commands.plans import approve, propose
from gatepost.plans.contents import of_action
from gatepost.plans.models import Action, Goal, Plan
from gatepost.plans.queries.plans import families_meant
from gatepost.plans.stamps import StaleError, stamp_of
from gatepost.touchpoints.models import Activity
from tests.plans.planning import a_plan, an_action
from tests.support.cast import Cast, make_guardian, make_section, make_staff, make_student, restrict


def again(action: Action) -> Action:
    return Action.objects.get(pk=action.pk)


def approved(cast: Cast, plan: Plan) -> Plan:
    Plan.objects.filter(pk=plan.pk).update(approving_body="Council")
    Goal.objects.filter(plan=plan, number=1).update(title="A goal")
    return approve(propose(plan, by=cast.dov), on=clock.today(), by=cast.dov)


def test_days_outside_the_plan_are_refused_with_its_years(cast: Cast) -> None:
    plan = a_plan(cast.school, cast.dov)
    first, last = bounds_of(plan.first_year, cast.school.pk)
    for days in ({"begins_on": first - dt.timedelta(days=1)}, {"ends_on": last + dt.timedelta(days=1)}):
        with pytest.raises(BadInputError, match="Please choose days within it"):
            an_action(plan, cast.dov, **days)
    with pytest.raises(BadInputError, match="before it begins"):
        an_action(plan, cast.dov, begins_on=last, ends_on=first)
    assert an_action(plan, cast.dov, begins_on=first, ends_on=last).ends_on == last


def test_only_who_works_here_can_own_and_only_our_classes_are_meant(cast: Cast) -> None:
    plan = a_plan(cast.school, cast.dov)
    with pytest.raises(BadInputError, match="does not work at this school"):
        an_action(plan, cast.dov, owner=cast.eve)
    with pytest.raises(BadInputError, match="another school"):
        an_action(plan, cast.dov, sections=[make_section(cast.other_school, "6C")])
    with pytest.raises(BadInputError, match="another plan"):
        an_action(plan, cast.dov, goal=a_plan(cast.school, cast.dov).goals.first())


def test_a_type_is_not_named_twice(cast: Cast) -> None:
    action = an_action(a_plan(cast.school, cast.dov), cast.dov, main_type="community", other_types=["community", "parenting"])
    assert action.other_types == ["parenting"]


def test_contacts_gather_under_its_name_while_it_is_open(cast: Cast) -> None:
    plan = a_plan(cast.school, cast.dov)
    action = an_action(plan, cast.dov, "Read together")
    activity = Activity.objects.get(reference=f"plans.action:{action.pk}")
    assert (activity.title, activity.involvement_type, activity.is_open) == ("Read together", "learning-at-home", True)
    assert again(action).activity == activity
    commands.change_action(action, facts=ActionFacts("Read aloud", "parenting"), by=cast.dov)
    commands.say_how_far(action, status="done", by=cast.dov)
    activity.refresh_from_db()
    assert (activity.title, activity.involvement_type, activity.is_open) == ("Read aloud", "parenting", False)


def test_as_days_pass_the_name_is_offered_and_taken_back(cast: Cast) -> None:
    import time_machine

    plan = a_plan(cast.school, cast.dov)
    first, last = bounds_of(plan.first_year, cast.school.pk)
    middle = first + (last - first) / 2
    with time_machine.travel(dt.datetime.combine(first, dt.time(12), tzinfo=dt.UTC), tick=False):
        action = an_action(plan, cast.dov, begins_on=middle, ends_on=middle)
        assert again(action).activity.is_open is False  # type: ignore[union-attr]
    for day, is_open in ((middle, True), (middle + dt.timedelta(days=30), True), (middle + dt.timedelta(days=31), False)):
        with time_machine.travel(dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC), tick=False):
            commands.keep_activities()
            assert again(action).activity.is_open is is_open  # type: ignore[union-attr]


def test_its_owner_says_how_far_it_is_though_the_plan_is_approved(cast: Cast) -> None:
    plan = a_plan(cast.school, cast.dov)
    action = an_action(plan, cast.dov, owner=cast.ben)
    other = an_action(plan, cast.dov, "Market", owner=cast.carla)
    approved(cast, plan)
    commands.say_how_far(action, status="under-way", spent=Decimal("12.50"), by=cast.ben)
    assert (again(action).status, again(action).spent) == ("under-way", Decimal("12.50"))
    with pytest.raises(NotAllowedError):
        commands.say_how_far(other, status="done", by=cast.ben)
    with pytest.raises(ConflictError, match="approved"):
        commands.change_action(action, facts=ActionFacts("Else", "community"), by=cast.dov)
    assert again(commands.give_owner(action, to=cast.carla, by=cast.dov)).owner == cast.carla


def test_an_action_written_by_two_keeps_the_first(cast: Cast) -> None:
    action = an_action(a_plan(cast.school, cast.dov), cast.dov)
    seen = stamp_of(of_action(action))
    commands.change_action(action, facts=ActionFacts("What Carla wrote", "community"), seen=seen, by=cast.carla)
    with pytest.raises(StaleError):
        commands.change_action(action, facts=ActionFacts("What Dov wrote", "community"), seen=seen, by=cast.dov)
    with pytest.raises(StaleError):
        commands.say_how_far(action, status="done", seen=seen, by=cast.dov)
    assert (again(action).title, again(action).status) == ("What Carla wrote", "planned")


def test_what_nobody_has_begun_can_be_taken_out(cast: Cast) -> None:
    action = an_action(a_plan(cast.school, cast.dov), cast.dov)
    commands.remove_action(action, by=cast.dov)
    assert (Action.objects.count(), Activity.objects.count()) == (0, 0)


def test_what_has_contacts_stays(cast: Cast) -> None:
    from gatepost.touchpoints.commands import record_touchpoint

    action = an_action(a_plan(cast.school, cast.dov), cast.dov)
    record_touchpoint(
        cast.family, by=cast.ben, source="tests:1", means="gate", direction="both", outcome="reached",
        activity_id=again(action).activity_id,
    )  # fmt: skip
    with pytest.raises(ConflictError, match="not done"):
        commands.remove_action(action, by=cast.dov)


def test_families_are_meant_by_class_grade_and_language(cast: Cast) -> None:
    plan = a_plan(cast.school, cast.dov)
    fifth = make_section(cast.school, "5A", make_staff(cast.school, Role.TEACHER), grade="5")
    hodan, tom = make_student(fifth, "Hodan"), make_student(fifth, "Tom")
    make_guardian(hodan, "Sami", language="es")
    barred = make_guardian(tom, "Abdi", language="es")
    restrict(barred, tom)
    make_guardian(make_student(make_section(cast.other_school, "6C", grade="5"), "Kofi"), "Akua", language="es")

    def meant(**audience: object) -> set[str]:
        action = an_action(plan, cast.dov, **audience)
        return {family.student.given_name for family in families_meant(action)}

    assert meant() == {"Yusuf", "Hodan"}
    assert meant(sections=[cast.section]) == {"Yusuf"}
    assert meant(grades=["5"]) == {"Hodan"}
    assert meant(sections=[cast.section], grades=["5"]) == {"Yusuf", "Hodan"}
    assert meant(languages=["es"]) == {"Hodan"}
    assert meant(sections=[cast.section], languages=["es"]) == set()
