"""Lines of a file as scores of units; whatever cannot be used is said by row, and the rest is kept."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from gatepost.surveys.scores.columns import ABOUT_A_SECTOR, CODE, NAME, RATE, RESPONDENTS, SCORE, Column
from gatepost.surveys.scores.numbers import NoNumberError, UnclearNumberError, is_missing, number_of
from gatepost.surveys.scores.sheet import Line

LONGEST_CODE, LONGEST_NAME = 80, 255
# More are counted in one line.
MOST_PROBLEMS = 2_000


@dataclass(frozen=True)
class Given:
    """One score, with how many stand behind it where the file says so."""

    code: str
    name: str
    sector: str
    scale: str
    value: float
    respondents: int | None = None
    rate: float | None = None


@dataclass
class Reading:
    """What came of a file: its units in order, their scores, and what was left out."""

    units: dict[str, int] = field(default_factory=dict)
    scores: list[Given] = field(default_factory=list)
    problems: list[dict[str, int | str]] = field(default_factory=list)
    missing: int = 0
    unsaid: int = 0

    def say(self, row: int, sentence: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append({"row": row, "sentence": sentence})
        else:
            self.unsaid += 1


class Reader:
    """Reads lines of a file whose columns somebody has named."""

    def __init__(self, header: Sequence[str], columns: Iterable[Column]) -> None:
        places = {name: number for number, name in enumerate(header)}
        named = [(places[column.column], column) for column in columns]
        self._width = len(header)
        self._code = next(place for place, column in named if column.place == CODE)
        self._name = next((place for place, column in named if column.place == NAME), None)
        self._numbers = [(place, column) for place, column in named if column.place in ABOUT_A_SECTOR]

    def read(self, lines: Iterable[Line]) -> Reading:
        found = Reading()
        for line, is_last in _with_end(lines):
            if line.fault:
                found.say(line.number, self._about_fault(line, is_last=is_last))
            else:
                self._read(line, found)
        return found

    def _about_fault(self, line: Line, *, is_last: bool) -> str:
        if line.fault == "broken":
            return _("This row and whatever follows it could not be read, all rows before it are kept. %(why)s") % {
                "why": line.sentence
            }
        if line.fault == "long":
            return _("The row has more cells than there are columns, so nobody knows which is which; it was left out.")
        if is_last:
            return _("The file ends in the middle of this row: it was left out, all others are kept. Was the file cut off?")
        return _("The row ends before its last column, so it may be cut in two; it was left out.")

    def _read(self, line: Line, found: Reading) -> None:
        code = line.cells[self._code].strip()
        if not code or len(code) > LONGEST_CODE:
            found.say(line.number, _("The row has no code of a unit, or a far too long one; it was left out."))
            return
        if code in found.units:
            words = {"code": code, "row": found.units[code]}
            found.say(
                line.number, _("“%(code)s” stands in row %(row)d already; the first one counts, this row was left out.") % words
            )
            return
        found.units[code] = line.number
        name = line.cells[self._name].strip()[:LONGEST_NAME] if self._name is not None else ""
        values = self._values(line, found)
        for column, value in values.items():
            if column.place == SCORE:
                beside = {place: self._beside(values, column, place) for place in (RESPONDENTS, RATE)}
                number = beside[RESPONDENTS]
                found.scores.append(
                    Given(
                        code=code, name=name, sector=column.sector, scale=column.scale, value=value,
                        respondents=None if number is None else int(number), rate=beside[RATE],
                    )
                )  # fmt: skip

    def _values(self, line: Line, found: Reading) -> dict[Column, float]:
        values, missing = {}, []
        for place, column in self._numbers:
            cell = line.cells[place]
            if is_missing(cell):
                missing.append(column.column)
                continue
            try:
                values[column] = _checked(number_of(cell), column)
            except UnclearNumberError:
                words = {"cell": cell[:40], "column": column.column}
                found.say(line.number, _("“%(cell)s” in column “%(column)s” could be two numbers; write it without a sign between thousands.") % words)  # fmt: skip
            except NoNumberError:
                words = {"cell": cell[:40], "column": column.column}
                found.say(
                    line.number,
                    _("“%(cell)s” in column “%(column)s” is not a number that can stand there; it was left out.") % words,
                )
        if missing:
            found.missing += len(missing)
            found.say(line.number, _("Nothing is given in: %(columns)s.") % {"columns": ", ".join(missing)})
        return values

    def _beside(self, values: dict[Column, float], score: Column, place: str) -> float | None:
        """Of this very scale, else of the sector as a whole."""
        of_sector = {
            column.scale: value for column, value in values.items() if (column.place, column.sector) == (place, score.sector)
        }
        return of_sector.get(score.scale, of_sector.get(""))


def _checked(value: float, column: Column) -> float:
    if column.place == RATE and not 0 <= value <= 100:
        raise NoNumberError(str(value))
    if column.place == RESPONDENTS and (value < 0 or value != int(value) or value > 2_000_000_000):
        raise NoNumberError(str(value))
    return value


def _with_end(lines: Iterable[Line]) -> Iterator[tuple[Line, bool]]:
    """Each line, and whether it is the last one."""
    before: Line | None = None
    for line in lines:
        if before is not None:
            yield before, False
        before = line
    if before is not None:
        yield before, True
