"""Loading the demo: the same seed, any day of the year, any number of students."""

import datetime as dt

import pytest
import time_machine
from django.db import transaction

from gatepost.demo.loading import load_demo, school_sizes
from gatepost.kernel import clock
from gatepost.people.models import Person, School
from gatepost.reach.models import FamilyState
from gatepost.touchpoints.models import Touchpoint

pytestmark = pytest.mark.django_db


def quiet(_words: str) -> None:
    """Nobody reads along."""


def names() -> list[str]:
    return list(Person.objects.order_by("pk").values_list("search_key", flat=True))


def test_the_same_seed_makes_the_same_school(db: None) -> None:
    made = []
    for seed in (1, 1, 2):
        with transaction.atomic():
            load_demo(students=60, seed=seed, tell=quiet)
            made.append(names())
            transaction.set_rollback(True)
    assert made[0] == made[1]
    assert made[0] != made[2]


@pytest.mark.parametrize("today", [dt.date(2026, 8, 5), dt.date(2027, 1, 1), dt.date(2027, 2, 28)])
def test_it_loads_on_any_day_of_the_year(db: None, today: dt.date) -> None:
    with time_machine.travel(dt.datetime(today.year, today.month, today.day, 6, tzinfo=dt.UTC), tick=False):
        load_demo(students=40, tell=quiet)
        assert FamilyState.objects.filter(state="in-dialogue").count() > 15
        assert not Touchpoint.objects.filter(at__gt=clock.now()).exists()


@pytest.mark.parametrize(("students", "sizes"), [(1, [1]), (620, [620]), (1_300, [620, 620, 60])])
def test_many_students_make_many_schools(students: int, sizes: list[int]) -> None:
    assert school_sizes(students) == sizes


def test_a_second_school_has_other_people_and_an_interrupted_load_goes_on(db: None) -> None:
    load_demo(students=60, tell=quiet)
    assert load_demo(students=680, tell=quiet) is True
    assert sorted(School.objects.values_list("slug", flat=True)) == ["demo-1", "demo-2"]
