"""Somebody leaves with a visit on the list: nobody inherits a place in a pair; the pair is settled anew."""

import datetime as dt

import pytest
import time_machine
from tests.reach.visiting import HOUR, plan_for, planned
from tests.support.cast import Cast, make_staff

from gatepost.errands import commands as errands
from gatepost.errands.models import Errand, ErrandKind
from gatepost.people.models import Person
from gatepost.reach.commands import visit_day, visits
from gatepost.reach.models import HomeVisit

pytestmark = pytest.mark.django_db
BEGINS = dt.datetime(2026, 12, 3, 17, 0, tzinfo=dt.UTC)


def at(moment: dt.datetime) -> time_machine.travel:
    return time_machine.travel(moment, tick=False)


@pytest.fixture
def visit(cast: Cast) -> HomeVisit:
    """Ben and Carla see Yusuf's family on 3 December from five to six. Ben has a call on his list, too."""
    with at(BEGINS - 48 * HOUR):
        call = errands.Wanted(ErrandKind.CALL, cast.school, cast.ben, "test.call:1", "Call", family=cast.family)
        errands.give_errand(call, by=None)
        return planned(cast, begins_at=BEGINS)


def lists() -> list[tuple[Person, str]]:
    return [
        (one.owner, one.title) for one in Errand.objects.open().select_related("owner").order_by("title", "owner__given_name")
    ]


ANEW = "Who goes on the visit instead of Ben Ortiz? Thursday, 3 December, 5:00\u202fPM to 6:00\u202fPM"
GOES = "Visit the family of Yusuf Warsame"


@pytest.mark.parametrize("to_eva", [True, False])
def test_whoever_takes_over_a_list_does_not_take_over_a_place_in_a_pair(cast: Cast, visit: HomeVisit, to_eva: bool) -> None:
    eva = make_staff(cast.school, "teacher", "Eva")
    with at(BEGINS - 24 * HOUR):
        if to_eva:
            assert errands.pass_on_to(cast.ben, cast.school.pk, to=eva, by=cast.dov) == 1
        else:
            assert errands.pass_on_from(cast.ben, cast.school.pk, by=None) == 1
        assert errands.pass_on_from(cast.ben, cast.school.pk, by=None) == 0
    assert lists() == [(eva if to_eva else cast.carla, "Call"), (cast.carla, GOES), (cast.dov, ANEW)]
    visit.refresh_from_db()
    assert visit.pair_ids == {cast.ben.pk, cast.carla.pk}


def test_planned_anew_the_question_is_gone(cast: Cast, visit: HomeVisit) -> None:
    eva = make_staff(cast.school, "teacher", "Eva")
    with at(BEGINS - 24 * HOUR):
        errands.pass_on_from(cast.ben, cast.school.pk, by=None)
        visits.plan_visit(visit, plan=plan_for(cast, BEGINS, lead=eva), by=cast.dov)
    assert lists() == [(cast.carla, "Call"), (cast.carla, GOES), (eva, GOES)]


def test_who_is_inside_keeps_the_errand_until_both_are_out(cast: Cast, visit: HomeVisit) -> None:
    with at(BEGINS):
        visit_day.start_visit(visit, by=cast.ben)
        errands.pass_on_from(cast.ben, cast.school.pk, by=None)
    assert lists() == [(cast.carla, "Call"), (cast.ben, GOES), (cast.carla, GOES)]


def test_an_alarm_left_behind_goes_to_somebody_who_is_not_one_of_the_two(cast: Cast, visit: HomeVisit) -> None:
    office = make_staff(cast.school, "office", "Olga")
    with at(BEGINS + 2 * HOUR):
        visit_day.sweep_visits()
        assert Errand.objects.get(title__startswith="Is everybody well?").owner == cast.dov
        errands.pass_on_from(cast.dov, cast.school.pk, by=None)
    assert Errand.objects.get(title__startswith="Is everybody well?").owner == office


def test_a_question_left_behind_is_asked_of_the_next_one(cast: Cast, visit: HomeVisit) -> None:
    with at(BEGINS - 24 * HOUR):
        errands.pass_on_from(cast.ben, cast.school.pk, by=None)
        errands.pass_on_from(cast.dov, cast.school.pk, by=None)
    assert lists() == [(cast.carla, "Call"), (cast.carla, GOES), (cast.carla, ANEW)]


def test_a_notice_not_to_go_is_for_whom_it_was(cast: Cast, visit: HomeVisit) -> None:
    with at(BEGINS - 24 * HOUR):
        cast.family.guardianships.update(ended_at=BEGINS - 24 * HOUR)
        visit_day.sweep_visits()
        errands.pass_on_from(cast.ben, cast.school.pk, by=None)
    title = "The visit on Thursday, 3 December, 5:00\u202fPM to 6:00\u202fPM does not take place"
    assert lists() == [(cast.carla, "Call"), (cast.carla, title)]
