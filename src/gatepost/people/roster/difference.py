"""The difference counted, held where it is too large, and listed with names."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gatepost.people.roster.difference_sql import COUNTED, KINDS
from gatepost.people.roster.ports import Extent
from gatepost.people.roster.settling_sql import SECTION_BESIDE

Counts = dict[str, dict[str, int]]
# More than this share of a kind ended or changed is held for a second look.
MOST_OF_A_KIND = 0.10
MOST_OF_LINKS = 0.02

_COUNT = "SELECT counted, action, count(*) FROM ({select}) difference GROUP BY 1, 2"
# A number that replaces another of the same person is one change, not an ending and a beginning.
_REPLACED = """
SELECT coalesce(sum(least(made, gone)), 0) FROM (
  SELECT count(*) FILTER (WHERE action IN ('new', 'back')) AS made, count(*) FILTER (WHERE action = 'ended') AS gone
  FROM ({select}) difference WHERE action IN ('new', 'back', 'ended') GROUP BY label, kind) replaced
"""
# Files of a system known under another name would bring everybody a second time.
_KNOWN_ELSEWHERE = """
SELECT o.source_id, count(*) FROM people_stagedperson s JOIN people_person o ON o.sourced_id = s.sourced_id AND o.ended_at IS NULL
WHERE s.run_id = %(run)s AND s.flag = 'ok' AND o.source_id <> %(source)s GROUP BY 1 ORDER BY 2 DESC LIMIT 1
"""
_PROTECTED = """
SELECT count(*) FROM ({select}) difference JOIN people_person c ON c.id = difference.student_id
WHERE action IN ('new', 'back') AND (c.is_protected OR EXISTS (
  SELECT 1 FROM people_restriction r WHERE r.student_id = c.id AND r.lifted_at IS NULL AND (r.ends_on IS NULL OR r.ends_on >= current_date)))
"""
_FLIPPED = """
SELECT count(*) FROM people_stagedperson s JOIN people_person p ON p.source_id = %(source)s AND p.sourced_id = s.sourced_id
WHERE s.run_id = %(run)s AND s.flag = 'ok' AND p.ended_at IS NULL AND (s.is_student OR s.is_guardian OR s.is_staff)
  AND s.is_student <> (p.kind = 'student')
"""


@dataclass(frozen=True)
class Hold:
    """Why a run waits for a second look, as a sentence with its numbers."""

    kind: str
    reason: str
    number: int
    of: int

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "reason": self.reason, "number": self.number, "of": self.of}


def values_for(kind: str, values: dict[str, Any], extent: Extent) -> dict[str, Any]:
    """The parameters of one kind's difference."""
    mode = extent.modes.get(kind, "absent")
    ends = mode == "mentioned" or extent.ends_missing(kind)
    return values | {"ends": ends, "mentioned": mode == "mentioned", "persons_bulk": extent.modes.get("persons") == "bulk"}


def count(values: dict[str, Any], extent: Extent) -> Counts:
    """New, changed, ended and unchanged per kind, as reports give them."""
    counts = no_counts()
    with connection.cursor() as cursor:
        for kind in KINDS.values():
            own = values_for(kind.name, values, extent)
            cursor.execute(_COUNT.format(select=kind.select), own)
            tally(counts, cursor.fetchall())
        replaced = 0
        if counts["contact_points"]["ended"]:
            cursor.execute(_REPLACED.format(select=KINDS["contact_points"].select), values_for("contact_points", values, extent))
            replaced = int(cursor.fetchone()[0])
    replace(counts, replaced)
    return counts


def no_counts() -> Counts:
    return {kind: {"new": 0, "changed": 0, "ended": 0, "unchanged": 0} for kind in COUNTED}


def tally(counts: Counts, rows: list[tuple[str, str, int]]) -> None:
    """Add (counted kind, action, number) in the words of reports."""
    words = {"new": "new", "back": "new", "changed": "changed", "ended": "ended"} | dict.fromkeys(
        ("noted", "kept", "unchanged"), "unchanged"
    )
    for counted, action, number in rows:
        if action in words:
            counts[counted][words[action]] += number


def replace(counts: Counts, replaced: int) -> None:
    """Count a replaced contact point once, as changed."""
    points = counts["contact_points"]
    points["new"] -= replaced
    points["ended"] -= replaced
    points["changed"] += replaced


def holds_of(counts: Counts, values: dict[str, Any], extent: Extent) -> list[Hold]:
    """What makes a second look necessary."""
    holds = []
    for kind, numbers in counts.items():
        before = numbers["changed"] + numbers["ended"] + numbers["unchanged"]
        most = MOST_OF_LINKS if kind == "guardianships" else MOST_OF_A_KIND
        touched = numbers["changed"] + numbers["ended"]
        if touched > most * before:
            reason = "ended" if numbers["ended"] >= numbers["changed"] else "changed"
            holds.append(Hold(kind, reason if not (numbers["ended"] and numbers["changed"]) else "both", touched, before))
    return holds + _special_holds(counts, values, extent)


def hold_sentence(hold: dict[str, Any]) -> str:
    """What the second look is about."""
    numbers = {"number": f"{hold['number']:,}", "of": f"{hold['of']:,}", "kind": str(KIND_WORDS.get(hold["kind"], hold["kind"]))}
    sentences = {
        "ended": _("It would end %(number)s of %(of)s %(kind)s."),
        "changed": _("It would change %(number)s of %(of)s %(kind)s."),
        "both": _("It would end or change %(number)s of %(of)s %(kind)s."),
        "protected": _("It would make %(number)s new guardian links to protected students."),
        "flipped": _("It would turn %(number)s persons from student to adult or back."),
        "beside": ngettext(
            "It would make %(number)s section beside one of the same name that is at this school already.",
            "It would make %(number)s sections beside ones of the same names that are at this school already.",
            hold["number"],
        ),
        "elsewhere": _(
            "%(number)s of %(of)s persons have ids that we know from another source: it may be the same system under another name."
        ),
    }
    return sentences[hold["reason"]] % numbers


def _special_holds(counts: Counts, values: dict[str, Any], extent: Extent) -> list[Hold]:
    protected = 0
    if counts["guardianships"]["new"]:
        statement = _PROTECTED.format(select=KINDS["guardianships"].select)
        protected = _number(statement, values_for("guardianships", values, extent))[0]
    flipped = _number(_FLIPPED, values)[0]
    holds = [Hold("guardianships", "protected", protected, protected)] if protected else []
    holds += [Hold("persons", "flipped", flipped, flipped)] if flipped else []
    beside = _number(f"SELECT count(DISTINCT id) FROM ({SECTION_BESIDE}) beside", values)[0]
    is_sheet = extent.modes.get("schools") == "adding"
    holds += [Hold("sections", "beside", beside, beside)] if beside and is_sheet else []
    return holds + _elsewhere(values)


def _elsewhere(values: dict[str, Any]) -> list[Hold]:
    """A system we know may have sent its files under another name: then everybody would be here twice."""
    staged = _number("SELECT count(*) FROM people_stagedperson WHERE run_id = %(run)s AND flag = 'ok'", values)[0]
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN_ELSEWHERE, values)
        row = cursor.fetchone()
    return [Hold("persons", "elsewhere", int(row[1]), staged)] if row and row[1] * 2 > staged else []


def _number(statement: str, values: dict[str, Any]) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row: tuple[int, ...] = cursor.fetchone()
        return row


KIND_WORDS: dict[str, str | Promise] = {
    "schools": gettext_lazy("schools"),
    "sections": gettext_lazy("sections"),
    "students": gettext_lazy("students"),
    "adults": gettext_lazy("adults"),
    "persons": gettext_lazy("persons"),
    "school_roles": gettext_lazy("roles at school"),
    "enrolments": gettext_lazy("enrolments"),
    "guardianships": gettext_lazy("guardian links"),
    "contact_points": gettext_lazy("addresses and numbers"),
}
