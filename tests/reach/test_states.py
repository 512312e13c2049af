"""The state of a family: equal to the obvious count day by day, and the same however it was arrived at."""

import datetime as dt
import itertools
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.cast import Cast, make_guardian, make_school, make_section, make_student, restrict

from gatepost.people.models import ClosedDay, ContactPoint, Family, School, Section, Term
from gatepost.reach import commands
from gatepost.reach.counting.facts import LOOK_BACK
from gatepost.reach.models import FamilyState, MarkedFamily
from gatepost.touchpoints import commands as ledger
from gatepost.touchpoints.models import Touchpoint
from gatepost.touchpoints.signals import ledger_grew

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("America/New_York")
NOW = dt.datetime(2026, 11, 20, 15, 0, tzinfo=ZONE)
WINDOW = 6
OUTCOMES = ["sent", "delivered", "read", "answered", "took-part", "declined", "no-answer", "failed", "withdrawn"]
_sources = itertools.count(1)


def write(
    family: Family, at: dt.datetime, outcome: str, means: str = "email", *, corrects: Touchpoint | None = None
) -> Touchpoint:
    direction = {"answered": "both", "took-part": "both", "declined": "in"}.get(outcome, "out")
    return Touchpoint.objects.create(
        at=at, recorded_at=at, school=School.objects.get(name="Holiday School"), family=family, direction=direction, means=means,
        outcome=outcome, source=f"test:{next(_sources)}", corrects=corrects,
    )  # fmt: skip


def make_holiday_school(*, with_terms: bool) -> Section:
    school = make_school("Holiday School", timezone=str(ZONE), window_school_days=WINDOW)
    if with_terms:
        Term.objects.create(school=school, name="Summer", begins_on=dt.date(2026, 8, 24), ends_on=dt.date(2026, 10, 16))
        Term.objects.create(school=school, name="Autumn", begins_on=dt.date(2026, 10, 26), ends_on=dt.date(2026, 12, 18))
    for day in (dt.date(2026, 11, 11), dt.date(2026, 11, 12)):
        ClosedDay.objects.create(school=school, day=day)
    return make_section(school)


def make_families(section: Section, works: list[bool]) -> list[Family]:
    families = []
    for has_contact in works:
        student = make_student(section)
        make_guardian(student, email=f"e{next(_sources)}@example.org" if has_contact else "")
        families.append(student.families.get())
    return families


def states() -> dict[int, tuple[object, ...]]:
    columns = [field.attname for field in FamilyState._meta.concrete_fields if field.attname not in {"id", "counted_at"}]
    return {row[0]: row for row in FamilyState.objects.order_by("family_id").values_list(*columns)}


class Step(NamedTuple):
    """After so many days a row for one of the families, about a day so long before; it may correct the family's last one."""

    days: int
    which: int
    outcome: str
    days_before: int
    corrects: bool
    is_counted_now: bool


step = st.builds(
    Step,
    st.integers(0, 30),
    st.integers(0, 3),
    st.sampled_from(OUTCOMES),
    st.one_of(st.just(0), st.integers(0, 60)),
    st.booleans(),
    st.booleans(),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(step, min_size=1, max_size=15))
def test_states_kept_up_to_date_equal_states_counted_anew(db: None, steps: list[Step]) -> None:
    moment = NOW - dt.timedelta(days=120)
    with transaction.atomic():
        section = make_holiday_school(with_terms=True)
        families = make_families(section, [True, False, True, True])
        last: dict[int, Touchpoint] = {}
        for one in steps:
            moment += dt.timedelta(days=one.days)
            with time_machine.travel(moment, tick=False):
                at = moment - dt.timedelta(days=one.days_before)
                corrects = last.get(one.which) if one.corrects else None
                last[one.which] = write(families[one.which], at, one.outcome, corrects=corrects)
                ledger_grew.send(Touchpoint, family_ids={families[one.which].pk})
                if one.is_counted_now:
                    commands.refresh()
        with time_machine.travel(moment + dt.timedelta(days=1), tick=False):
            commands.recount_passed_days()
            commands.refresh()
            kept = states()
            FamilyState.objects.all().delete()
            commands.recount()
        assert kept == states()
        transaction.set_rollback(True)


def state(family: Family) -> str:
    return FamilyState.objects.get(family=family).state


def test_a_corrected_talk_no_longer_counts(cast: Cast) -> None:
    talk = ledger.log_talk(cast.family, by=cast.ben, means="gate", source="talk:1")
    commands.refresh()
    assert state(cast.family) == "in-dialogue"
    ledger.correct(talk, by=cast.ben, outcome="withdrawn")
    commands.refresh()
    assert state(cast.family) == "not-reached"
    assert not MarkedFamily.objects.exists()


def test_holidays_do_not_count(db: None) -> None:
    with time_machine.travel(NOW, tick=False):
        section = make_holiday_school(with_terms=False)
        (family,) = make_families(section, [True])
        # Of the week before, Wednesday and Thursday were closed: six school days reach back to Wednesday's eve.
        write(family, dt.datetime(2026, 11, 10, 9, tzinfo=ZONE), "answered")
        commands.recount()
        assert state(family) == "not-reached"
        ClosedDay.objects.create(school=section.school, day=dt.date(2026, 11, 18))
        commands.recount()
        assert state(family) == "in-dialogue"


@pytest.mark.parametrize(("again_on", "since"), [(6, dt.date(2026, 10, 29)), (7, dt.date(2026, 11, 7))])
@pytest.mark.parametrize("outcome", ["answered", "sent"])
def test_what_held_until_thursday_is_over_on_saturday(db: None, outcome: str, again_on: int, since: dt.date) -> None:
    """Six school days after 29 October are over on Friday, 6 November: who is heard then was never lost, on Saturday was."""
    with time_machine.travel(dt.datetime(2026, 11, 9, 12, tzinfo=ZONE), tick=False):
        (family,) = make_families(make_holiday_school(with_terms=False), [True])
        for at in (dt.datetime(2026, 10, 29, 9, tzinfo=ZONE), dt.datetime(2026, 11, again_on, 9, tzinfo=ZONE)):
            write(family, at, outcome)
        commands.recount()
    expected = {"answered": "in-dialogue", "sent": "informed"}[outcome]
    assert FamilyState.objects.values_list("state", "since").get() == (expected, since)


def test_time_alone_changes_a_state_at_the_recount_of_the_day(cast: Cast) -> None:
    with time_machine.travel(NOW, tick=False):
        ledger.log_talk(cast.family, by=cast.ben, means="gate", source="talk:1")
        commands.refresh()
        assert commands.recount_passed_days() == 0
    with time_machine.travel(NOW + dt.timedelta(days=60), tick=False):
        assert commands.recount_passed_days() == 1
        assert state(cast.family) == "not-reached"


def test_a_contact_that_breaks_changes_the_state(cast: Cast) -> None:
    commands.recount()
    assert state(cast.family) == "not-reached"
    ContactPoint.objects.filter(person=cast.amina).update(state="bouncing", state_at=NOW)
    commands.mark_person(cast.amina.pk)
    commands.refresh()
    assert state(cast.family) == "no-contact"
    ledger.log_talk(cast.family, by=cast.ben, means="gate", source="talk:1")
    commands.refresh()
    assert state(cast.family) == "in-dialogue"


def test_a_home_in_which_nobody_may_be_contacted_is_no_family_while_there_is_another(cast: Cast) -> None:
    father = make_guardian(cast.yusuf, "Nuur", home="second", email="nuur@example.org")
    commands.recount()
    assert FamilyState.objects.count() == 2
    restrict(father, cast.yusuf)
    commands.mark_student(cast.yusuf.pk)
    commands.refresh()
    assert [row.family for row in FamilyState.objects.all()] == [cast.family]
    restrict(cast.amina, cast.yusuf)
    commands.recount()
    assert set(FamilyState.objects.values_list("state", flat=True)) == {"no-contact"}
    assert FamilyState.objects.count() == 2


def test_a_child_who_left_has_no_state(cast: Cast) -> None:
    commands.recount()
    cast.yusuf.ended_at = NOW
    cast.yusuf.save()
    commands.recount()
    assert not FamilyState.objects.exists()


def test_tries_since_the_last_talk_are_counted_once_a_day_and_channel(cast: Cast) -> None:
    cast.school.name = "Holiday School"
    cast.school.save()
    with time_machine.travel(NOW, tick=False):
        for days_ago, outcome, means in [(40, "sent", "email"), (30, "answered", "gate"), (20, "sent", "email"), (20, "sent", "email"),
                                         (20, "sent", "letter"), (5, "no-answer", "phone"), (4, "read", "link")]:  # fmt: skip
            write(cast.family, NOW - dt.timedelta(days=days_ago), outcome, means)
        commands.recount()
    row = FamilyState.objects.get(family=cast.family)
    assert row.tries_since_two_way == 3
    assert (row.last_two_way_means, row.last_tried_means, row.strongest_means) == ("gate", "phone", "gate")
    assert row.last_reached_at == NOW - dt.timedelta(days=4)


def test_what_is_older_than_we_look_back_makes_no_difference(cast: Cast) -> None:
    cast.school.name = "Holiday School"
    cast.school.save()
    with time_machine.travel(NOW, tick=False):
        write(cast.family, NOW - LOOK_BACK - dt.timedelta(days=1), "answered", "gate")
        write(cast.family, NOW - dt.timedelta(days=90), "sent")
        commands.recount()
    row = FamilyState.objects.get(family=cast.family)
    assert (row.state, row.last_two_way_at, row.tries_since_two_way, row.strongest_means) == ("not-reached", None, 1, "")


def test_a_day_begins_at_midnight_of_the_school(db: None) -> None:
    with time_machine.travel(NOW, tick=False):
        (family,) = make_families(make_holiday_school(with_terms=False), [False])
        ContactPoint.objects.create(
            person=family.guardianships.get().adult, kind="email", value="a@example.org", raw="", state="bouncing",
            state_at=dt.datetime(2026, 11, 18, 23, 30, tzinfo=ZONE),
        )  # fmt: skip
        commands.recount()
    assert (state(family), FamilyState.objects.get().since) == ("no-contact", dt.date(2026, 11, 18))
