"""Every number of the page again, from the answers themselves and by other formulas: equal to six digits."""

import math
import random
import statistics

import pytest

from gatepost.surveys.commands.tallying import tally
from gatepost.surveys.models import Response, StratumTally, Survey
from gatepost.surveys.queries.gaps import gaps_of
from gatepost.surveys.queries.results import results_of
from gatepost.surveys.statistics import t_quantile
from tests.support.cast import Cast
from tests.surveys.answers import answer, ask, make_item, make_survey

pytestmark = pytest.mark.django_db
KEYS = ("a", "b", "c")
Z = 1.959963984540054


@pytest.fixture
def survey(cast: Cast) -> Survey:
    """Three questions of one scale and one type, the last reversed; two languages that answered unlike and in unlike numbers."""
    chance = random.Random(11)
    survey = make_survey(cast.school, cast.dov)
    for key in KEYS:
        make_item(survey, key, scale="fit", involvement_type="community", practice=key, is_reversed=key == "c")
    for sector, language, asked, number, middle in (
        ("families", "es", 90, 61, 3.6),
        ("families", "ar", 60, 17, 2.2),
        ("teachers", "", 40, 33, 4.1),
    ):
        ask(survey, sector, asked, number, language=language)
        rows = [
            {key: max(1, min(5, round(chance.gauss(middle, 1.2)))) for key in KEYS if chance.random() < 0.9}
            for _one in range(number)
        ]
        answer(survey, sector, rows, language=language)
    tally(survey.pk)
    return survey


def rows_of(survey: Survey, sector: str) -> list[tuple[float, dict[str, int]]]:
    """(weight, marks) of every respondent; the weights from the sizes asked and answered alone."""
    sizes = {"es": 90 / 150 * 78 / 61, "ar": 60 / 150 * 78 / 17, "": 1.0}
    found = Response.objects.filter(survey=survey, stratum__sector=sector).values_list("stratum__language", "marks")
    return [(sizes[language], marks) for language, marks in found]


def turned(key: str, mark: int) -> int:
    return 6 - mark if key == "c" else mark


def bounds(share: float, number: float) -> tuple[float, float]:
    """Wilson's, as the two roots of the equation it stands for."""
    a, b, c = 1 + Z * Z / number, -(2 * share + Z * Z / number), share * share
    root = math.sqrt(b * b - 4 * a * c)
    return (-b - root) / (2 * a), (-b + root) / (2 * a)


def test_weights_are_those_of_the_sizes(survey: Survey) -> None:
    weights = dict(StratumTally.objects.values_list("stratum__language", "weight"))
    assert weights == pytest.approx({"es": 90 / 150 * 78 / 61, "ar": 60 / 150 * 78 / 17, "": 1.0}, abs=1e-9)


@pytest.mark.parametrize("sector", ["families", "teachers"])
def test_shares_with_their_intervals(survey: Survey, sector: str) -> None:
    rows = rows_of(survey, sector)
    for item in results_of(survey).parts[0].items:
        key = item.item.key
        said = [(weight, turned(key, marks[key]) >= 4) for weight, marks in rows if key in marks]
        whole = math.fsum(weight for weight, _yes in said)
        share = math.fsum(weight for weight, yes in said if yes) / whole
        effective = whole**2 / math.fsum(weight**2 for weight, _yes in said)
        line = next(line for line in item.lines if line.sector == sector)
        assert (line.answered, line.empty) == (len(said), len(rows) - len(said))
        assert (line.share, *line.bounds) == pytest.approx((share, *bounds(share, effective)), abs=1e-6)
        if sector == "families":
            assert line.plain == pytest.approx(statistics.fmean(yes for _weight, yes in said), abs=1e-6)


@pytest.mark.parametrize("sector", ["families", "teachers"])
def test_means_of_scales_with_their_intervals(survey: Survey, sector: str) -> None:
    means = [
        (weight, statistics.fmean(turned(key, mark) for key, mark in marks.items()))
        for weight, marks in rows_of(survey, sector)
        if marks
    ]
    whole = math.fsum(weight for weight, _mean in means)
    middle = math.fsum(weight * mean for weight, mean in means) / whole
    effective = whole**2 / math.fsum(weight**2 for weight, _mean in means)
    spread = math.sqrt(math.fsum(w * (mean - middle) ** 2 for w, mean in means) / whole * effective / (effective - 1))
    half = t_quantile(0.975, effective - 1) * spread / math.sqrt(effective)
    mark = next(mark for mark in results_of(survey).scales[0].marks if mark.sector == sector)
    assert mark.bounds is not None
    assert (mark.mean, mark.sd, *mark.bounds) == pytest.approx((middle, spread, middle - half, middle + half), abs=1e-6)
    if mark.plain:
        plain = [mean for _weight, mean in means]
        assert (mark.plain.mean, mark.plain.sd) == pytest.approx((statistics.fmean(plain), statistics.stdev(plain)), abs=1e-6)


def test_gaps_by_type_and_practice(survey: Survey) -> None:
    gaps = gaps_of(survey)
    for sector, mark in gaps.types[0].marks.items():
        shares = [
            statistics.fmean(turned(key, one) >= 4 for key, one in marks.items())
            for _weight, marks in rows_of(survey, sector)
            if marks
        ]
        assert (mark.number, mark.mean, mark.sd) == pytest.approx(
            (len(shares), statistics.fmean(shares), statistics.stdev(shares)), abs=1e-6
        )
    sizes = sorted((practice.gap.size for practice in gaps.practices if practice.gap.is_clear), reverse=True)
    assert [practice.gap.size for practice in gaps.practices][: len(sizes)] == sizes
    assert len(sizes) > 0
