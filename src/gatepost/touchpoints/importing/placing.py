"""From the cells of one row to an entry of the ledger, or to every reason why it cannot be one."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from gatepost.framework.types import ContentKind, InvolvementType, Tone
from gatepost.kernel.text import clean_text
from gatepost.people.roster.cells import clean
from gatepost.touchpoints.importing.children import Roll, Written
from gatepost.touchpoints.importing.dates import moment_of, time_of
from gatepost.touchpoints.importing.meanings import NEEDED, meaning_of, tone_of_topic, word_key
from gatepost.touchpoints.importing.sheet import Line
from gatepost.touchpoints.models import TWO_WAY, Direction, Outcome, usual_place

LONGEST_NOTE = 4000
JOINT = "\x1f"
# What lies further back is a slip of the pen rather than a contact.
OLDEST_YEARS = 30
_NOON = dt.time(12)
_WORD_FIELDS = (("kind", ContentKind.LOGISTICS), ("tone", Tone.NEUTRAL), ("type", InvolvementType.COMMUNICATING), ("place", ""))
# Where what is missing has several columns it could stand in, the first that the sheet has.
_COLUMN_OF = {
    "child_name": ("child_name", "child_given", "child_family", "child_id"),
    "adult": ("adult", "child_name", "child_id"),
}
# Where a problem is about the child, somebody may choose among the candidates.
ASKED = frozenset({"child_several", "child_section", "child_id_name", "home_several"})


@dataclass(frozen=True)
class Reading:
    """How the columns of one sheet are to be read, as somebody chose."""

    columns: dict[str, str]
    labels: list[str]
    day_order: str = ""
    means: str = ""
    outcome: str = ""
    answers: dict[str, str] = field(default_factory=dict)

    def places(self) -> dict[str, int]:
        return {name: self.labels.index(label) for name, label in self.columns.items() if label in self.labels}


@dataclass(slots=True)
class Placed:
    """One row, understood as far as it goes. With problems it is no entry."""

    number: int
    cells: list[str]
    problems: list[dict[str, str]] = field(default_factory=list)
    # Questions whose answers would place the row: key, and the words as written, with JOINT between.
    asks: list[str] = field(default_factory=list)
    candidates: tuple[int, ...] = ()
    family_id: int | None = None
    adult_id: int | None = None
    staff_id: int | None = None
    at: dt.datetime | None = None
    has_time: bool = False
    means: str = ""
    outcome: str = ""
    direction: str = ""
    place: str = ""
    kind: str = ""
    tone: str = ""
    type: str = ""
    note: str = ""
    # What makes the entry the same when it comes again: the note as in the sheet, the moment as written.
    own_note: str = ""
    moment: str = ""

    @property
    def lacks_only_the_child(self) -> bool:
        return len(self.problems) == 1 and self.problems[0]["code"] in ASKED


class Placer:
    """Places the rows of one sheet of one school."""

    def __init__(self, reading: Reading, roll: Roll, *, zone: str, now: dt.datetime) -> None:
        self._reading = reading
        self._roll = roll
        self._zone = ZoneInfo(zone)
        self._now = now
        self._today = now.astimezone(self._zone).date()
        self._at = reading.places()

    def place(self, line: Line) -> Placed:
        placed = Placed(line.number, line.cells)
        if line.is_torn:
            placed.problems.append({"code": "row_long", "field": "", "value": ""})
            return placed
        kept: list[str] = []
        self._when(placed, kept)
        self._how(placed)
        self._about(placed, kept)
        self._who(placed, kept)
        placed.own_note = clean_text(self._cell(placed, "note"))[:LONGEST_NOTE]
        placed.note = "\n".join(part for part in (placed.own_note, *kept) if part)[:LONGEST_NOTE]
        return placed

    def _when(self, placed: Placed, kept: list[str]) -> None:
        written = clean(self._cell(placed, "date"))
        moment = moment_of(written, self._reading.day_order)
        clock = clean(self._cell(placed, "time"))
        time = (time_of(clock) if clock else None) or moment.time
        if clock and time is None:
            self._keep(placed, kept, "time", clock)
        if moment.day is None:
            self._problem(placed, moment.problem, "date", written)
            return
        at = dt.datetime.combine(moment.day, time or _NOON, tzinfo=self._zone)
        if moment.day > self._today or (time and at > self._now + dt.timedelta(minutes=10)):
            self._problem(placed, "date_future", "date", written)
        elif moment.day.year < self._today.year - OLDEST_YEARS:
            self._problem(placed, "date_old", "date", written)
        placed.at, placed.has_time = min(at, self._now), time is not None
        placed.moment = moment.day.isoformat() + (f"T{time:%H:%M}" if time else "")

    def _how(self, placed: Placed) -> None:
        said = {name: self._meaning(placed, name) for name in NEEDED}
        placed.means = said["means"] or self._otherwise(placed, "means", self._reading.means)
        # A family that got in touch by itself has said something: that is an answer, even where the sheet says no more.
        spoke_first = said["direction"] == Direction.IN
        placed.outcome = said["outcome"] or (
            Outcome.ANSWERED if spoke_first and not self._cell(placed, "outcome").strip() else ""
        )
        placed.outcome = placed.outcome or self._otherwise(placed, "outcome", self._reading.outcome)
        placed.direction = said["direction"] or (Direction.BOTH if placed.outcome in TWO_WAY else Direction.OUT)

    def _about(self, placed: Placed, kept: list[str]) -> None:
        told = {name: clean(self._cell(placed, name)) for name, _otherwise in _WORD_FIELDS}
        if not told["tone"] and not meaning_of("kind", told["kind"]) and tone_of_topic(told["kind"]):
            told["tone"], told["kind"] = told["kind"], ""  # "good news" as a topic is a tone
        for name, otherwise in _WORD_FIELDS:
            meaning = meaning_of(name, told[name]) if told[name] else ""
            if told[name] and not meaning:
                self._keep(placed, kept, name, told[name])
            setattr(placed, name, str(meaning or otherwise))
        placed.place = placed.place or (usual_place(placed.means).value if placed.means else "")

    def _who(self, placed: Placed, kept: list[str]) -> None:
        written = self._written(placed)
        found = self._roll.find(written)
        family = found.family_id
        ask = f"child:{written.key}"
        if family is None and (chosen := self._reading.answers.get(ask, "")).isdigit() and int(chosen) in found.candidates:
            family = int(chosen)
        if family is None:
            column = "adult" if found.problem == "home_several" else "child_name"
            self._problem(placed, found.problem, column, _told(written), n=self._roll.count_children(found.candidates))
        elif written.adult:
            placed.adult_id = self._roll.adult_in(family, written.adult)
            if placed.adult_id is None and self._roll.may_name_others(family):
                self._keep(placed, kept, "adult", written.adult)
        if found.problem in ASKED and found.candidates:
            placed.candidates = found.candidates
            placed.asks.append(f"{ask}{JOINT}{_told(written)[:90]}")
        placed.family_id = family
        staff = clean(self._cell(placed, "staff"))
        placed.staff_id = self._roll.staff_member(staff)
        if staff and placed.staff_id is None:
            self._keep(placed, kept, "staff", staff)

    def _written(self, placed: Placed) -> Written:
        name = clean(self._cell(placed, "child_name"))
        if not name:
            name = clean(f"{self._cell(placed, 'child_given')} {self._cell(placed, 'child_family')}")
        child_id, section, adult = (clean(self._cell(placed, each)) for each in ("child_id", "section", "adult"))
        return Written(child_id, name[:200], section[:120], adult[:200])

    def _meaning(self, placed: Placed, name: str) -> str:
        """The meaning of the word, as we know it or as somebody told us; a word nobody knows is a question."""
        written = clean(self._cell(placed, name))
        if not written:
            return ""
        if known := meaning_of(name, written, labels=self._reading.labels):
            return known
        ask = f"{name}:{word_key(written)}"[:500]
        placed.asks.append(f"{ask}{JOINT}{written[:90]}")
        if told := self._reading.answers.get(ask):
            return told
        self._problem(placed, f"{name}_unknown", name, written)
        return ""

    def _otherwise(self, placed: Placed, name: str, value: str) -> str:
        """Of a row that says nothing: as somebody said for the whole sheet, or of all such rows."""
        if self._cell(placed, name).strip():
            return ""
        if value:
            return value
        ask = f"{name}:"
        if name in self._at:  # where no column says it, the page of the columns asks
            placed.asks.append(f"{ask}{JOINT}")
        if not (told := self._reading.answers.get(ask, "")):
            self._problem(placed, f"{name}_missing", name, "")
        return told

    def _cell(self, placed: Placed, name: str) -> str:
        place = self._at.get(name)
        return placed.cells[place] if place is not None else ""

    def _keep(self, placed: Placed, kept: list[str], name: str, written: str) -> None:
        """Nothing is lost: what has no place of its own stands in the note, under the sheet's own word for it."""
        kept.append(f"{self._reading.columns.get(name, '')}: {written}")

    def _problem(self, placed: Placed, code: str, name: str, value: str, *, n: int = 0) -> None:
        column = next((label for each in _COLUMN_OF.get(name, (name,)) if (label := self._reading.columns.get(each))), "")
        placed.problems.append({"code": code, "field": column, "value": value[:200], "n": str(n)})


def _told(written: Written) -> str:
    """The child as the row tells it: name, else id, and the section."""
    return ", ".join(part for part in (written.name or written.child_id, written.section) if part)


def as_row(run_id: int, placed: Placed, verdict: str, source: str) -> tuple[Any, ...]:
    """In the order of `staging.COLUMNS`."""
    return (
        run_id, placed.number, placed.cells, verdict, placed.problems, placed.asks, list(placed.candidates), placed.family_id,
        placed.adult_id, placed.staff_id, placed.at, placed.has_time, str(placed.means), str(placed.direction), placed.place,
        str(placed.outcome), placed.type, placed.kind, placed.tone, placed.note, source,
    )  # fmt: skip
