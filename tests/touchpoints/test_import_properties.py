"""Whatever a sheet holds: no row is lost, and brought in twice it stands once."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.cast import Cast
from tests.touchpoints.logs import Logged, as_csv, as_xlsx, compare, counts, make_school_with_two_aminas

from gatepost.touchpoints.commands import applying
from gatepost.touchpoints.models import ImportedRow, Touchpoint

pytestmark = pytest.mark.django_db

_WORDS = st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=12)
_CELL = {
    "date": st.one_of(
        st.sampled_from(["2025-09-03", "3/4/2025", "13/4/2025", "4/25/2025", "45903", "2099-01-01", "", "soon"]), _WORDS
    ),
    "child": st.one_of(st.sampled_from(["Yusuf Warsame", "Amina Ali", "Ali, Amina", "Kofi Mensah", ""]), _WORDS),
    "section": st.sampled_from(["4B", "5A", "", "9Z"]),
    "means": st.one_of(st.sampled_from(["phone", "letter", "puerta", "", "pigeon"]), _WORDS),
    "outcome": st.one_of(st.sampled_from(["reached", "no answer", "vino", ""]), _WORDS),
    "staff": st.sampled_from(["Ben Ortiz", "Nobody", ""]),
    "note": st.one_of(st.sampled_from(["", "=1+1", "a\nb"]), _WORDS),
}
ROW = st.tuples(*_CELL.values())


@pytest.fixture
def logged(cast: Cast) -> Logged:
    return make_school_with_two_aminas(cast)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    database=None,
)
@given(rows=st.lists(ROW, min_size=1, max_size=12), is_xlsx=st.booleans())
def test_every_row_is_new_known_or_a_problem_and_the_second_time_nothing_is_new(
    logged: Logged, rows: list[tuple[str, ...]], is_xlsx: bool
) -> None:
    filled = [row for row in (tuple(_storable(cell) for cell in row) for row in rows) if any(cell.strip() for cell in row)]
    sheet = as_xlsx(filled) if is_xlsx else as_csv(filled)
    if not filled:
        return
    name = "log.xlsx" if is_xlsx else "log.csv"
    run = compare(logged.cast, sheet, name=name, day_order="dmy")
    assert sum(counts(run)) == len(filled)
    assert ImportedRow.objects.filter(run=run).count() == len(filled)
    new, known, problem = counts(run)
    before = Touchpoint.objects.count()
    if new:
        applying.apply_import(run, by=None, confirmed=True)
    assert Touchpoint.objects.count() == before + new
    again = compare(logged.cast, sheet, name=name, day_order="dmy")
    assert counts(again) == (0, known + new, problem)


def _storable(cell: str) -> str:
    """What a sheet can hold: no control characters (XLSX refuses them), no bare line ends (CSV readers turn them)."""
    return "".join(sign for sign in cell if sign.isprintable())
