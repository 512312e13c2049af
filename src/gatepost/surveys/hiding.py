"""Which groups are not shown: those too small, and as many more as it takes so that no subtraction brings them back.

Groups stand in a table: by one thing or by two, with totals at the end of each line. A reader who knows every number that
is shown, and every total, must find at least two tables that fit: else a hidden group's number would follow. What is hidden
in one line is also never fewer than `FEWEST` together, since their sum is the total less what is shown.

The reader we guard against subtracts; that hidden numbers tend to be below ten is known to anybody and bounds them, too.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from gatepost.surveys.models import FEWEST

Name = TypeVar("Name", bound=Hashable)
Cell = tuple[Hashable, Hashable]
# Where totals stand.
_ALL = object()


def hidden_groups(numbers: Mapping[Name, int], *, fewest: int = FEWEST) -> frozenset[Name]:
    """Of groups that make up a whole which is itself shown. A group of nobody is shown as such: it has nothing to hide."""
    hidden = {name for name, number in numbers.items() if 0 < number < fewest}
    if sum(numbers.values()) < fewest:
        return frozenset(name for name, number in numbers.items() if number)
    by_size = sorted((name for name, number in numbers.items() if number >= fewest), key=lambda name: (numbers[name], str(name)))
    for name in by_size:
        if not hidden or (len(hidden) > 1 and sum(numbers[one] for one in hidden) >= fewest):
            break
        hidden.add(name)
    return frozenset(hidden)


def hidden_cells(cells: Mapping[Cell, int], *, fewest: int = FEWEST) -> tuple[frozenset[Cell], frozenset[Hashable]]:
    """Of a table by two things: the cells that are not shown, and the rows and columns of which not even the total is shown.

    Cells of nobody count as hidden where others in their line are: an empty place would tell a reader something, too.
    """
    table = _with_totals(cells)
    whole = table[(_ALL, _ALL)]
    hidden = {cell for cell, number in table.items() if 0 < number < fewest and cell != (_ALL, _ALL)}
    if whole < fewest:
        hidden = {cell for cell, number in table.items() if number and cell != (_ALL, _ALL)}
    elif hidden:
        hidden |= {cell for cell, number in table.items() if not number}
        while more := _next_to_hide(table, hidden, fewest):
            hidden.add(more)
    totals = {row if column is _ALL else column for row, column in hidden if _ALL in {row, column}}
    return frozenset(cell for cell in hidden if _ALL not in cell), frozenset(totals)


def _with_totals(cells: Mapping[Cell, int]) -> dict[Cell, int]:
    table: dict[Cell, int] = defaultdict(int)
    for row in {row for row, _column in cells}:
        for column in {column for _row, column in cells}:
            number = cells.get((row, column), 0)
            for cell in ((row, column), (row, _ALL), (_ALL, column), (_ALL, _ALL)):
                table[cell] += number
    return dict(table)


def _next_to_hide(table: Mapping[Cell, int], hidden: set[Cell], fewest: int) -> Cell | None:
    """The smallest shown number in a line that gives away too much; None where nothing does."""
    for line in _lines(table):
        inside = [cell for cell in line[:-1] if cell in hidden]
        if line[-1] not in hidden and 0 < sum(table[cell] for cell in inside) < fewest:
            return _smallest(table, [cell for cell in line if cell not in hidden])
    for cell in sorted(hidden, key=lambda one: (table[one], str(one))):
        if 0 < table[cell] < fewest and not _is_open(table, hidden, cell):
            shown = [one for one in table if one not in hidden]
            return _smallest(table, [one for one in shown if _closes(one, hidden)] or shown)
    return None


def _lines(table: Mapping[Cell, int]) -> Iterable[list[Cell]]:
    """Rows and columns, totals last, the lines of totals among them."""
    rows = sorted({row for row, _column in table}, key=_order)
    columns = sorted({column for _row, column in table}, key=_order)
    yield from ([(row, column) for column in columns] for row in rows)
    yield from ([(row, column) for row in rows] for column in columns)


def _order(name: Hashable) -> tuple[bool, str]:
    return name is _ALL, str(name)


def _closes(cell: Cell, hidden: set[Cell]) -> bool:
    """Its row and its column both hold something hidden, so that it may close a ring."""
    return _ALL not in cell and any(cell[0] == row for row, _c in hidden) and any(cell[1] == column for _r, column in hidden)


def _smallest(table: Mapping[Cell, int], cells: Iterable[Cell]) -> Cell | None:
    """Totals last, since readers miss them most; the whole stays."""
    shown = [cell for cell in cells if cell != (_ALL, _ALL)]
    return min(shown, key=lambda cell: (_ALL in cell, table[cell], str(cell)), default=None)


def _is_open(table: Mapping[Cell, int], hidden: set[Cell], cell: Cell) -> bool:
    """Whether another table fits with a different number here: one more or one less, made up for around a ring of hidden cells."""
    return _ring(table, hidden, cell, gives=True) or _ring(table, hidden, cell, gives=False)


def _ring(table: Mapping[Cell, int], hidden: set[Cell], start: Cell, *, gives: bool) -> bool:
    """Go along the column, then a row, a column …: what one cell gives the next takes. Totals take where cells give.

    In the table with its totals, a line's cells less its total are nothing, so a total changes with its cells: it gives
    where a cell would take. A cell can give only what it has.
    """

    def can(cell: Cell, *, give: bool) -> bool:
        is_total = (cell[0] is _ALL) != (cell[1] is _ALL)
        return give == is_total or table[cell] > 0

    if not can(start, give=gives):
        return False
    seen, ways = {("column", start[1])}, [("column", start[1])]
    while ways:
        kind, name = ways.pop()
        for cell in hidden - {start}:
            along, across = (cell[1], cell[0]) if kind == "column" else (cell[0], cell[1])
            if along != name or not can(cell, give=gives if kind == "row" else not gives):
                continue
            following = ("row" if kind == "column" else "column", across)
            if following == ("row", start[0]):
                return True
            if following not in seen:
                seen.add(following)
                ways.append(following)
    return False
