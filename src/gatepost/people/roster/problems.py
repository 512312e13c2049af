"""What could not be used, or was read although it is not as it should be: codes here, sentences in `problem_words`."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from gatepost.people.models import RosterProblem, RosterRun
from gatepost.people.roster.problem_words import TOLERATED, sentence

# Of one kind of problem in one file; more are counted in one line.
MOST_ALIKE = 1000


@dataclass(frozen=True)
class Reported:
    """One problem as pages and `--json` show it."""

    file: str
    row: int | None
    field: str
    code: str
    message: str

    @property
    def is_tolerated(self) -> bool:
        return self.code in TOLERATED

    def as_json(self) -> dict[str, str | int | None]:
        return {"file": self.file, "row": self.row, "field": self.field, "code": self.code, "message": self.message}


class Problems:
    """Collects the problems of one run and writes them in bulk."""

    def __init__(self, run: RosterRun) -> None:
        self._run = run
        self._waiting: list[RosterProblem] = []
        self._alike: Counter[tuple[str, str, str]] = Counter()

    def add(self, file: str, row: int | None, code: str, *, field: str = "", value: str = "") -> None:
        """Note it, unless a thousand like it are noted already."""
        self._alike[(file, code, field)] += 1
        if self._alike[(file, code, field)] > MOST_ALIKE:
            return
        self._waiting.append(
            RosterProblem(run=self._run, file=file[:255], row=row, field=field[:120], code=code, value=value[:300])
        )
        if len(self._waiting) >= 2000:
            self._write()

    def once(self, file: str, row: int | None, code: str, *, field: str = "", value: str = "") -> None:
        """Note it the first time only: a habit of the whole file."""
        if not self._alike[(file, code, field)]:
            self.add(file, row, code, field=field, value=value)

    def finish(self) -> None:
        """Write what is left, and one line for each kind that was cut short."""
        for (file, code, field), number in self._alike.items():
            if number > MOST_ALIKE:
                self._waiting.append(
                    RosterProblem(run=self._run, file=file, field=field, code="more", value=f"{number - MOST_ALIKE} {code}")
                )
        self._alike.clear()
        self._write()

    def _write(self) -> None:
        RosterProblem.objects.bulk_create(self._waiting, batch_size=1000)
        self._waiting.clear()


def reported(problems: Iterable[RosterProblem]) -> list[Reported]:
    """Rows of the table as sentences."""
    return [Reported(each.file, each.row, each.field, each.code, sentence(each.code, each.value)) for each in problems]
