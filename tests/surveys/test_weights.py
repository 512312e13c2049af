"""Raking against an independent one on written-out respondents, and the sizes it has to meet."""

import math
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatepost.surveys.weights import LEAST, MOST, Group, rake

LANGUAGES, GRADES = ("es", "ar", "so"), ("1", "2")


def of(numbers: dict[tuple[str, str], int]) -> list[Group]:
    return [Group({"language": language, "grade": grade}, number) for (language, grade), number in numbers.items()]


def sums(groups: list[Group], weights: tuple[float, ...], name: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for group, weight in zip(groups, weights, strict=True):
        found[group.places[name]] += group.number * weight  # type: ignore[assignment]
    return found


def one_by_one(
    numbers: dict[tuple[str, str], int], languages: dict[str, float], grades: dict[str, float]
) -> dict[tuple[str, str], float]:
    """The same with every respondent written out: multiply by what is missing, in turn, two thousand times."""
    people = [cell for cell, number in numbers.items() for _person in range(number)]
    shares = [{key: n / math.fsum(margin.values()) for key, n in margin.items()} for margin in (languages, grades)]
    weights = [1.0] * len(people)
    for turn in range(4000):
        axis = turn % 2
        there: dict[str, float] = {}
        for person, weight in zip(people, weights, strict=True):
            there[person[axis]] = there.get(person[axis], 0.0) + weight
        weights = [w * shares[axis][p[axis]] * len(people) / there[p[axis]] for p, w in zip(people, weights, strict=True)]
    return dict(zip(people, weights, strict=True))


def test_it_agrees_with_raking_every_respondent_apart() -> None:
    numbers = {("es", "1"): 30, ("es", "2"): 22, ("ar", "1"): 6, ("ar", "2"): 11, ("so", "1"): 3, ("so", "2"): 5}
    languages, grades = {"es": 60.0, "ar": 40.0, "so": 20.0}, {"1": 70.0, "2": 50.0}
    groups = of(numbers)
    weighing = rake(groups, {"language": languages, "grade": grades})
    apart = one_by_one(numbers, languages, grades)
    assert weighing.is_met
    assert weighing.weights == pytest.approx([apart[cell] for cell in numbers], abs=1e-6)


@given(
    st.lists(st.integers(5, 60), min_size=6, max_size=6),
    st.lists(st.integers(20, 60), min_size=3, max_size=3),
    st.lists(st.integers(20, 40), min_size=2, max_size=2),
)
@settings(max_examples=60, deadline=None)
def test_the_sizes_are_met_to_the_ninth_digit_or_it_is_told(counts: list[int], languages: list[int], grades: list[int]) -> None:
    cells = [(language, grade) for language in LANGUAGES for grade in GRADES]
    groups = of(dict(zip(cells, counts, strict=True)))
    margins = {"language": dict(zip(LANGUAGES, languages, strict=True)), "grade": dict(zip(GRADES, grades, strict=True))}
    weighing = rake(groups, margins)
    whole = sum(counts)
    if weighing.is_met:
        for name, asked in margins.items():
            weighted = sums(groups, weighing.weights, name)
            assert all(abs(weighted[value] / whole - n / sum(asked.values())) < 1e-9 for value, n in asked.items())
    assert weighing.is_met or weighing.bounded
    assert sum(g.number * w for g, w in zip(groups, weighing.weights, strict=True)) / whole == pytest.approx(1, abs=1e-6)


def test_a_language_of_which_nobody_answered_is_told_and_not_made_up() -> None:
    weighing = rake(of({("es", "1"): 30, ("ar", "1"): 10}), {"language": {"es": 50, "ar": 50, "so": 20}})
    assert weighing.missed == (("language", "so", 20),)
    assert weighing.weights == pytest.approx((20 / 30, 20 / 10))


def test_whoever_s_language_was_not_kept_stays_as_many_as_they_are() -> None:
    weighing = rake(of({("es", "1"): 30, ("ar", "1"): 10, ("", "1"): 8}), {"language": {"es": 50, "ar": 50}})
    assert weighing.weights == pytest.approx((20 / 30, 20 / 10, 1))


def test_nobody_counts_for_more_than_five_and_the_sizes_that_are_not_met_are_told() -> None:
    weighing = rake(of({("es", "1"): 95, ("ar", "1"): 5}), {"language": {"es": 50, "ar": 50}})
    assert (weighing.weights[1], weighing.is_met, weighing.bounded) == (MOST, False, 1)
    assert weighing.weights[0] == pytest.approx((100 - 25) / 95)
    assert weighing.weights[0] > LEAST
    assert weighing.off == pytest.approx(0.25)


def test_without_answers_or_sizes_everybody_counts_for_one() -> None:
    assert rake([], {"language": {"es": 5}}).missed == (("language", "es", 5),)
    assert rake(of({("es", "1"): 3}), {}).is_even
    assert rake(of({("es", "1"): 3}), {"language": {}}).is_even


def test_groups_that_cannot_meet_both_sizes_come_to_an_end() -> None:
    weighing = rake(of({("es", "1"): 30, ("ar", "2"): 30}), {"language": {"es": 40, "ar": 20}, "grade": {"1": 20, "2": 40}})
    assert not weighing.is_met


def test_a_hundred_thousand_respondents_in_a_thousand_groups_are_weighed_in_rounds_not_rows() -> None:
    groups = [Group({"language": f"l{n % 12}", "grade": f"g{n % 13}"}, 60 + n % 80) for n in range(12 * 13 * 6)]
    margins = {"language": {f"l{n}": 7000 + 300 * n for n in range(12)}, "grade": {f"g{n}": 9000 - 200 * n for n in range(13)}}
    weighing = rake(groups, margins)
    assert (weighing.is_met, weighing.rounds < 50, sum(group.number for group in groups) > 90_000) == (True, True, True)
