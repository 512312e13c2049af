"""What is hidden cannot be reckoned: an attacker who knows all that is shown tries every table that fits."""

import itertools
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from gatepost.surveys.hiding import hidden_cells, hidden_groups

Table = tuple[tuple[int, ...], ...]


def test_a_small_group_takes_another_with_it() -> None:
    assert hidden_groups({"es": 60, "ar": 14, "so": 4}) == {"ar", "so"}


def test_two_small_groups_that_are_ten_together_hide_each_other() -> None:
    assert hidden_groups({"es": 60, "ar": 14, "so": 4, "fr": 6}) == {"so", "fr"}


def test_two_small_groups_that_are_fewer_than_ten_together_take_a_third_with_them() -> None:
    assert hidden_groups({"es": 60, "ar": 14, "so": 4, "fr": 5}) == {"so", "fr", "ar"}


def test_large_groups_and_empty_ones_hide_nothing() -> None:
    assert hidden_groups({"es": 60, "ar": 10, "so": 0}) == set()


def test_a_whole_that_is_too_small_is_hidden_altogether() -> None:
    assert hidden_groups({"es": 5, "ar": 4}) == {"es", "ar"}


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 40), min_size=1))
def test_no_group_below_ten_is_shown_or_is_what_is_left_of_the_whole(numbers: dict[str, int]) -> None:
    hidden = hidden_groups(numbers)
    assert all(number >= 10 or not number for name, number in numbers.items() if name not in hidden)
    if hidden and sum(numbers.values()) >= 10:
        assert len(hidden) > 1
        assert sum(numbers[name] for name in hidden) >= 10


def test_a_small_cell_takes_a_ring_of_cells_with_it() -> None:
    cells = {("es", "1"): 30, ("es", "2"): 25, ("ar", "1"): 4, ("ar", "2"): 20}
    hidden, totals = hidden_cells(cells)
    assert (hidden, totals) == (frozenset(cells), frozenset())


def test_a_table_without_small_cells_is_shown_whole() -> None:
    assert hidden_cells({("es", "1"): 30, ("ar", "1"): 10}) == (frozenset(), frozenset())


def test_the_total_of_a_small_line_is_hidden_with_its_cells_and_so_is_another() -> None:
    hidden, totals = hidden_cells(
        {("es", "1"): 30, ("es", "2"): 25, ("ar", "1"): 4, ("ar", "2"): 3, ("so", "1"): 40, ("so", "2"): 33}
    )
    assert {("ar", "1"), ("ar", "2")} <= hidden
    assert "ar" in totals
    assert len(totals) > 1


def tables(rows: int, columns: int) -> st.SearchStrategy[Table]:
    number = st.one_of(st.integers(0, 9), st.integers(10, 16))
    row = st.lists(number, min_size=columns, max_size=columns).map(tuple)
    return st.lists(row, min_size=rows, max_size=rows).map(tuple)  # type: ignore[arg-type]


@given(st.one_of(tables(2, 2), tables(2, 3), tables(3, 2)))
@settings(max_examples=120, deadline=None)
def test_whoever_knows_all_that_is_shown_finds_no_hidden_number_below_ten(table: Table) -> None:
    cells = {(f"r{r}", f"c{c}"): number for r, row in enumerate(table) for c, number in enumerate(row)}
    hidden, totals = hidden_cells(cells)
    assert all(number >= 10 or not number or cell in hidden for cell, number in cells.items())
    if sum(cells.values()) < 10:
        return
    found: dict[tuple[str, str], set[int]] = {cell: set() for cell in hidden}
    for guess in guesses(table, hidden, totals):
        for cell in hidden:
            found[cell].add(guess[cell])
    assert [cell for cell in hidden if 0 < cells[cell] < 10 and found[cell] == {cells[cell]}] == []


def guesses(table: Table, hidden: frozenset, totals: frozenset) -> Iterator[dict[tuple[str, str], int]]:
    """Every table near the true one that fits what is shown: hidden cells differ from the truth by up to two each way."""
    true = {(f"r{r}", f"c{c}"): number for r, row in enumerate(table) for c, number in enumerate(row)}
    names = sorted(hidden)
    steps = [[step for step in (-2, -1, 0, 1, 2) if true[cell] + step >= 0] for cell in names]
    lines = [{cell for cell in true if cell[axis] == name} for axis, name in {(a, cell[a]) for cell in true for a in (0, 1)}]
    shown = [line for line in lines if not (totals & set.intersection(*(set(cell) for cell in line)))]
    for change in itertools.product(*steps):
        moved = dict(zip(names, change, strict=True))
        if not sum(change) and all(not sum(moved.get(cell, 0) for cell in line) for line in shown):
            yield {cell: true[cell] + moved.get(cell, 0) for cell in true}
