"""Numbers equal to what an independent computation gives: exact fractions on written-out data, and integrals by small steps."""

import math
import statistics as standard
from fractions import Fraction
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatepost.kernel.shares import Share
from gatepost.surveys.statistics import (
    Moments,
    difference,
    difference_of_means,
    moments_from_weights,
    moments_of,
    t_quantile,
    weighted_share,
    wilson,
)

MARKS = st.lists(st.integers(1, 5), min_size=2, max_size=60)
# From printed tables of Student's distribution, 97.5 %.
PRINTED = {1: 12.7062, 2: 4.30265, 3: 3.18245, 5: 2.57058, 10: 2.22814, 30: 2.04227, 120: 1.97993}


def moments(values: list[float]) -> Moments:
    return Moments(len(values), sum(values), sum(value * value for value in values))


@pytest.mark.parametrize(("freedom", "printed"), PRINTED.items())
def test_students_t_is_that_of_the_printed_tables(freedom: int, printed: float) -> None:
    assert t_quantile(0.975, freedom) == pytest.approx(printed, abs=6e-5 if freedom == 1 else 6e-6)


@pytest.mark.parametrize("freedom", [1, 2.5, 7, 41.3, 900])
def test_below_students_t_lies_the_chance_it_was_asked_for(freedom: float) -> None:
    t, steps = t_quantile(0.975, freedom), 20_000
    scale = math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2)) / math.sqrt(freedom * math.pi)
    heights = [scale * (1 + (t * place / steps) ** 2 / freedom) ** (-(freedom + 1) / 2) for place in range(steps + 1)]
    simpson = heights[0] + heights[-1] + 4 * sum(heights[1:-1:2]) + 2 * sum(heights[2:-1:2])
    assert 0.5 + simpson * t / steps / 3 == pytest.approx(0.975, abs=1e-8)


@given(MARKS)
def test_mean_and_spread_are_those_of_the_written_out_marks(marks: list[int]) -> None:
    counted = moments_of({value: marks.count(value) for value in range(1, 6)})
    exact = [Fraction(mark) for mark in marks]
    assert counted.mean == pytest.approx(float(standard.mean(exact)), rel=1e-12)
    assert counted.variance == pytest.approx(float(standard.variance(exact)), abs=1e-9)
    assert counted.sd == pytest.approx(standard.stdev(marks), abs=1e-6)


@given(MARKS)
def test_the_interval_of_a_mean_is_as_wide_on_both_sides_as_its_error_times_t(marks: list[int]) -> None:
    bounds = moments(list(map(float, marks))).interval()
    error = math.sqrt(sum((mark - sum(marks) / len(marks)) ** 2 for mark in marks) / (len(marks) * (len(marks) - 1)))
    assert bounds is not None
    assert bounds[1] - bounds[0] == pytest.approx(2 * error * t_quantile(0.975, len(marks) - 1), abs=1e-6)
    assert (bounds[0] + bounds[1]) / 2 == pytest.approx(sum(marks) / len(marks))


def test_a_single_number_has_no_interval_and_none_has_no_mean() -> None:
    assert (Moments(1, 4, 16).interval(), Moments().mean, Moments().sd) == (None, 0.0, 0.0)


@given(st.integers(1, 400), st.floats(0, 1))
def test_wilsons_bounds_are_the_shares_a_test_would_just_not_refuse(number: int, portion: float) -> None:
    hits = round(number * portion)
    value, z = hits / number, NormalDist().inv_cdf(0.975)
    for bound in wilson(value, number):
        if 0 < bound < 1:
            assert abs(value - bound) == pytest.approx(z * math.sqrt(bound * (1 - bound) / number), abs=1e-7)


@given(st.integers(1, 400), st.integers(0, 400), st.integers(1, 6))
def test_both_ways_of_writing_wilsons_interval_agree(number: int, hits: int, looks: int) -> None:
    hits = min(hits, number)
    assert wilson(hits / number, number, looks) == pytest.approx(Share(hits, number).interval(looks), abs=1e-12)


def test_newcombes_interval_is_that_of_his_published_example() -> None:
    """56 of 70 against 48 of 80 (Newcombe 1998, method 10): 0.2000, 0.0524 to 0.3339."""
    assert difference(Share(56, 70), Share(48, 80)) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


def weighted_moments(groups: list[tuple[float, Moments]]) -> Moments:
    return moments_from_weights(
        sum(weight * group.number for weight, group in groups),
        sum(weight * weight * group.number for weight, group in groups),
        sum(weight * group.total for weight, group in groups),
        sum(weight * group.squares for weight, group in groups),
    )


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 7)), min_size=2, max_size=30))
def test_a_weighted_mean_is_that_of_marks_said_so_often(rows: list[tuple[int, int]]) -> None:
    groups = [(float(weight), Moments(1, mark, mark * mark)) for mark, weight in rows]
    weighted = weighted_moments(groups)
    said = [Fraction(mark) for mark, weight in rows for _time in range(weight)]
    kish = Fraction(sum(weight for _mark, weight in rows)) ** 2 / sum(weight * weight for _mark, weight in rows)
    assert weighted.mean == pytest.approx(float(standard.mean(said)), rel=1e-9)
    assert weighted.number == pytest.approx(float(kish), rel=1e-9)
    if kish > 1:
        spread = standard.pvariance(said) * kish / (kish - 1)
        assert weighted.variance == pytest.approx(float(spread), abs=1e-6)


def test_weights_that_are_all_alike_change_nothing() -> None:
    groups = [Moments(12, 40, 150), Moments(30, 99, 380)]
    same = weighted_moments([(2.5, group) for group in groups])
    assert (same.number, same.mean, same.sd) == pytest.approx((42, (groups[0] + groups[1]).mean, (groups[0] + groups[1]).sd))


def test_a_weighted_share_counts_as_many_as_kish_says() -> None:
    weights = [(0.5, True), (0.5, False), (2.0, True), (1.0, False), (1.0, True)]
    share = weighted_share(
        sum(weight for weight, says_so in weights if says_so),
        sum(weight for weight, _says_so in weights),
        sum(weight * weight for weight, _says_so in weights),
        len(weights),
    )
    assert (share.value, share.effective, share.answered) == pytest.approx((0.7, 25 / 6.5, 5))
    assert share.interval() == pytest.approx(wilson(0.7, 25 / 6.5))


def test_the_difference_of_means_is_welchs() -> None:
    """Worked by hand: error² 0.5 and 1, freedom (1.5²)/(0.25/4 + 1/4)."""
    one, other = moments([1.0, 2, 3, 4, 5]), moments([2.0, 4, 6, 8, 5])
    freedom = (0.5 + 1.0) ** 2 / (0.5**2 / 4 + 1.0**2 / 4)
    half = t_quantile(0.975, freedom) * math.sqrt(1.5)
    assert difference_of_means(other, one) == pytest.approx((2.0, 2.0 - half, 2.0 + half))
    assert difference_of_means(one, Moments(1, 3, 9)) is None
