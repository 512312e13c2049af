"""Means, shares and differences with their 95 % intervals, from sums alone; weighted where some answered more readily than others.

A weighted number counts as many respondents as Kish's effective sample size says, which is never more than answered.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

from gatepost.kernel.shares import MISTAKE, Share

Bounds = tuple[float, float]


@dataclass(frozen=True)
class Moments:
    """So many numbers, added up, and their squares added up."""

    number: float = 0
    total: float = 0
    squares: float = 0

    def __add__(self, other: "Moments") -> "Moments":
        return Moments(self.number + other.number, self.total + other.total, self.squares + other.squares)

    @property
    def mean(self) -> float:
        return self.total / self.number if self.number else 0.0

    @property
    def variance(self) -> float:
        """Of the whole from which these are a sample."""
        if self.number <= 1:
            return 0.0
        return max(0.0, self.squares - self.total * self.total / self.number) / (self.number - 1)

    @property
    def sd(self) -> float:
        return math.sqrt(self.variance)

    def interval(self) -> Bounds | None:
        """Student's; none of a single number, which says nothing of others."""
        if self.number <= 1:
            return None
        half = t_quantile(1 - MISTAKE / 2, self.number - 1) * math.sqrt(self.variance / self.number)
        return self.mean - half, self.mean + half


def moments_of(counts: Mapping[int, int]) -> Moments:
    """Of values that were given so and so often."""
    return Moments(
        sum(counts.values()),
        sum(value * number for value, number in counts.items()),
        sum(value * value * number for value, number in counts.items()),
    )


@dataclass(frozen=True)
class WeightedShare:
    """A share of which some count for more; `answered` of them, worth `effective` that all count alike."""

    value: float
    effective: float
    answered: int

    def interval(self, looks: int = 1) -> Bounds:
        return wilson(self.value, self.effective, looks)


def weighted_share(hits: float, total: float, squares: float, answered: int) -> WeightedShare:
    """From the weights of those who say so, of all, and the squares of the weights of all, each added up."""
    if not total:
        return WeightedShare(0.0, 0.0, 0)
    return WeightedShare(hits / total, total * total / squares, answered)


def moments_from_weights(weights: float, weights_squared: float, total: float, squares: float) -> Moments:
    """Answers that count with weights, as if so many that all count alike (Kish) had said the same. From sums: of the weights, of their squares, of what is weighed, and of its squares."""
    if not weights:
        return Moments()
    effective = weights * weights / weights_squared
    return Moments(effective, total * effective / weights, squares * effective / weights)


def wilson(value: float, number: float, looks: int = 1) -> Bounds:
    """The interval of a share of a number that need not be whole."""
    if number <= 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf(1 - MISTAKE / (2 * max(looks, 1)))
    pull = z * z / number
    middle = (value + pull / 2) / (1 + pull)
    spread = math.sqrt(pull * (value * (1 - value) + pull / 4)) / (1 + pull)
    return max(0.0, middle - spread), min(1.0, middle + spread)


def difference(one: Share | WeightedShare, other: Share | WeightedShare, looks: int = 1) -> tuple[float, float, float]:
    """How much more the first share is, and between what bounds: Newcombe's, put together from Wilson's two."""
    low, high = one.interval(looks)
    other_low, other_high = other.interval(looks)
    more = one.value - other.value
    down = math.hypot(one.value - low, other_high - other.value)
    up = math.hypot(high - one.value, other.value - other_low)
    return more, max(-1.0, more - down), min(1.0, more + up)


def difference_of_means(one: Moments, other: Moments, looks: int = 1) -> tuple[float, float, float] | None:
    """How much higher the first mean is, and between what bounds, whatever the two spreads: Welch's; none of a single number."""
    if one.number <= 1 or other.number <= 1:
        return None
    more = one.mean - other.mean
    parts = [(group.variance / group.number, group.number - 1) for group in (one, other)]
    error = sum(part for part, _freedom in parts)
    if not error:
        return more, more, more
    freedom = error * error / sum(part * part / free for part, free in parts)
    half = t_quantile(1 - MISTAKE / (2 * max(looks, 1)), freedom) * math.sqrt(error)
    return more, more - half, more + half


@cache
def t_quantile(chance: float, freedom: float) -> float:
    """Student's t below which a draw falls with this chance (above one half)."""
    low, high = 0.0, 2.0
    while _t_tail(high, freedom) > 1 - chance:
        low, high = high, high * 2
    for _step in range(200):
        middle = (low + high) / 2
        if middle in {low, high}:
            break
        low, high = (middle, high) if _t_tail(middle, freedom) > 1 - chance else (low, middle)
    return (low + high) / 2


def _t_tail(t: float, freedom: float) -> float:
    """The chance of a draw above t, for t not below nothing."""
    return _incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t)) / 2


def _incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function, as a continued fraction on the side where it converges fast."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - _incomplete_beta(b, a, 1 - x)
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    return math.exp(log_front) / a / _fraction(a, b, x)


def _fraction(a: float, b: float, x: float) -> float:
    """1 + d1/(1 + d2/(1 + …)), from the top down after Lentz."""
    tiny = 1e-300
    value, upper, lower = 1.0, 1.0, 0.0
    for place in range(1, 500):
        half = place // 2
        if place % 2:
            term = -(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1))
        else:
            term = half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half))
        lower = 1 / ((1 + term * lower) or tiny)
        upper = (1 + term / upper) or tiny
        value *= upper * lower
        if abs(upper * lower - 1) < 1e-15:
            break
    return value
