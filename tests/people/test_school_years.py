"""School years follow the school's own terms."""

import datetime as dt

import pytest

from gatepost.people.models import Term
from gatepost.people.school_years import bounds_of, has_terms, label_of, year_of
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db


def terms(cast: Cast, *spans: tuple[str, str]) -> int:
    for begin, end in spans:
        Term.objects.create(
            school=cast.school, name=begin, begins_on=dt.date.fromisoformat(begin), ends_on=dt.date.fromisoformat(end)
        )
    return cast.school.pk


def test_without_terms_august_parts_the_years(cast: Cast) -> None:
    days = [dt.date(2026, 7, 31), dt.date(2026, 8, 1), dt.date(2027, 1, 1)]
    assert [year_of(day, cast.school.pk) for day in days] == [2025, 2026, 2026]
    assert bounds_of(2026, cast.school.pk) == (dt.date(2026, 8, 1), dt.date(2027, 7, 31))


def test_terms_say_when_the_year_begins(cast: Cast) -> None:
    school = terms(cast, ("2026-09-07", "2026-12-18"), ("2027-01-11", "2027-06-22"), ("2027-09-06", "2027-12-17"))
    assert [year_of(day, school) for day in (dt.date(2026, 9, 6), dt.date(2026, 9, 7), dt.date(2027, 9, 5))] == [2025, 2026, 2026]
    assert bounds_of(2026, school) == (dt.date(2026, 9, 7), dt.date(2027, 9, 5))
    assert label_of(2026, school) == "2026/27"


def test_a_year_may_begin_in_february(cast: Cast) -> None:
    school = terms(cast, ("2026-02-02", "2026-06-26"), ("2026-07-13", "2026-12-11"), ("2027-02-01", "2027-06-25"))
    assert [year_of(day, school) for day in (dt.date(2026, 2, 1), dt.date(2026, 12, 31), dt.date(2027, 1, 31))] == [
        2025,
        2026,
        2026,
    ]


def test_a_year_without_terms_begins_as_the_nearest_known_year_did(cast: Cast) -> None:
    school = terms(cast, ("2024-09-02", "2025-06-20"), ("2026-08-24", "2026-12-18"), ("2027-01-11", "2027-06-22"))
    assert [bounds_of(year, school)[0].isoformat() for year in (2022, 2025, 2026, 2027, 2030)] == [
        "2022-09-02",
        "2025-09-02",
        "2026-08-24",
        "2027-08-24",
        "2030-08-24",
    ]
    assert [has_terms(year, school) for year in (2024, 2025, 2026, 2027)] == [True, False, True, False]
    assert bounds_of(2026, school)[1] == dt.date(2027, 8, 23)
    assert [year_of(day, school) for day in (dt.date(2027, 8, 23), dt.date(2027, 8, 24))] == [2026, 2027]


def test_a_year_that_began_on_a_leap_day_is_followed_by_any_other(cast: Cast) -> None:
    school = terms(cast, ("2028-02-29", "2028-12-08"))
    assert bounds_of(2029, school)[0] == dt.date(2029, 2, 28)
