"""Imports of old call logs as pages show them: the difference, the rows behind each number, and what is asked."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from gatepost.kernel import clock
from gatepost.kernel.sheets import harmless
from gatepost.people.models import Enrolment, EnrolmentRole, Family, Guardianship, Person, School
from gatepost.people.roster.problem_words import sentence as file_sentence
from gatepost.touchpoints.importing.fields import FIELDS
from gatepost.touchpoints.importing.meanings import NEEDED
from gatepost.touchpoints.importing.placing import JOINT
from gatepost.touchpoints.importing.problem_words import problem_sentence
from gatepost.touchpoints.models import Direction, ImportedRow, ImportState, LedgerImport, Means, Outcome, Verdict

MOST_QUESTIONS = 100
MOST_NAMES = 12
_NOBODY_HERE = frozenset({"child_unknown", "child_id_unknown", "child_left"})
# What the words of a log can mean; a personal link and a mistake are no words of an old log.
CHOICES: dict[str, list[tuple[str, Any]]] = {
    "means": [(value, label) for value, label in Means.choices if value != Means.LINK],
    "outcome": [(value, label) for value, label in Outcome.choices if value != Outcome.WITHDRAWN],
    "direction": list(Direction.choices),
}
_QUESTIONS = """
SELECT split_part(ask, %(joint)s, 1) AS key, min(split_part(ask, %(joint)s, 2)), count(*), (array_agg(number ORDER BY number))[1:4]
FROM touchpoints_importedrow r, unnest(r.asks) AS ask WHERE r.run_id = %(run)s
GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT %(most)s
"""


@dataclass(frozen=True)
class Question:
    """One thing only a person knows: which child is meant, or what a word means. Its answer places all its rows."""

    key: str
    kind: str
    written: str
    count: int
    rows: list[int]
    samples: list[str]
    choices: list[tuple[str, str]]


@dataclass(frozen=True)
class ShownRow:
    """One row of the sheet on a page."""

    row: ImportedRow
    child: str
    staff: str
    sentences: list[str]

    @property
    def means(self) -> str:
        return str(Means(self.row.means).label) if self.row.means else ""

    @property
    def outcome(self) -> str:
        return str(Outcome(self.row.outcome).label) if self.row.outcome else ""

    @property
    def direction(self) -> str:
        return str(Direction(self.row.direction).label) if self.row.direction else ""

    @property
    def note(self) -> str:
        return " · ".join(self.row.note.splitlines())

    @property
    def as_written(self) -> str:
        return " · ".join(cell for cell in self.row.cells if cell.strip())[:300]


def imports_of(person: Person) -> QuerySet[LedgerImport]:
    return LedgerImport.objects.visible_to(person).select_related("created_by")


def import_for(person: Person, pk: int) -> LedgerImport:
    runs = LedgerImport.objects.visible_to(person).select_related("school", "created_by", "applied_by")
    run = runs.filter(pk=pk).first()
    if run is None:
        raise Http404
    return run


def columns_as_before(run: LedgerImport, labels: list[str]) -> dict[str, str]:
    """As somebody named them last time for a sheet of this school with the same columns."""
    before = LedgerImport.objects.filter(school=run.school_id, found__labels=labels, state=ImportState.APPLIED).exclude(pk=run.pk)
    last = before.order_by("pk").last()
    return dict(last.options.get("columns", {})) if last is not None else {}


def word_answers_as_before(run: LedgerImport) -> dict[str, str]:
    """What the school's own words mean, as told for earlier imports. Which child was meant is asked anew, and what rows meant
    that said nothing."""
    answers: dict[str, str] = {}
    for earlier in LedgerImport.objects.filter(school=run.school_id, state=ImportState.APPLIED).order_by("pk"):
        told = earlier.options.get("answers", {})
        answers |= {key: value for key, value in told.items() if key.split(":", 1)[0] in NEEDED and not key.endswith(":")}
    return answers


def rows_of(run: LedgerImport, verdict: str) -> QuerySet[ImportedRow]:
    return ImportedRow.objects.filter(run=run, verdict=verdict).order_by("number")


def shown(rows: Iterable[ImportedRow]) -> list[ShownRow]:
    """Rows with the names that belong to them."""
    page = list(rows)
    families = Family.objects.select_related("student").in_bulk({row.family_id for row in page if row.family_id})
    staff = Person.objects.in_bulk({row.staff_id for row in page if row.staff_id})
    return [
        ShownRow(
            row,
            child=families[row.family_id].student.full_name if row.family_id in families else "",
            staff=staff[row.staff_id].full_name if row.staff_id in staff else "",
            sentences=[problem_sentence(row.number, problem) for problem in row.problems],
        )
        for row in page
    ]


def remarks_of(run: LedgerImport) -> list[str]:
    """What is odd about the file as such, as sentences."""
    said = []
    for remark in run.found.get("remarks", [])[:20]:
        words = file_sentence(remark["code"], remark["value"])
        said.append(_("Row %(row)d: %(words)s") % {"row": remark["row"], "words": words} if remark["row"] else words)
    return said


def problem_sentences(run: LedgerImport) -> list[str]:
    """Everything that keeps a row out, for the command line."""
    rows = rows_of(run, Verdict.PROBLEM).only("number", "problems").iterator(chunk_size=2_000)
    return [problem_sentence(row.number, problem) for row in rows for problem in row.problems]


def problem_lines(run: LedgerImport) -> Iterable[list[str]]:
    """The rows that cannot be placed, to be mended in a spreadsheet: as they came, with the reason. No cell is a formula."""
    yield [*map(harmless, run.found["labels"]), _("Row in the first sheet"), _("What is to be mended")]
    for row in rows_of(run, Verdict.PROBLEM).iterator(chunk_size=2_000):
        said = " ".join(problem_sentence(row.number, problem) for problem in row.problems)
        yield [*map(harmless, row.cells), str(row.number), harmless(said)]


@dataclass(frozen=True)
class LeftOut:
    """Names of children of whom no question can be asked: nobody here is called so, or not any more."""

    names: list[str]
    count: int

    @property
    def more(self) -> int:
        return len(self.names) - MOST_NAMES

    @property
    def shown(self) -> list[str]:
        return self.names[:MOST_NAMES]


def left_out_of(run: LedgerImport) -> LeftOut:
    rows = rows_of(run, Verdict.PROBLEM).only("problems").iterator(chunk_size=2_000)
    values = [problem["value"] for row in rows for problem in row.problems if problem["code"] in _NOBODY_HERE]
    return LeftOut(list(dict.fromkeys(value for value in values if value)), len(values))


def columns_missing(run: LedgerImport) -> list[str]:
    """What no column of the sheet says, and nobody said for all of it, where that keeps out every row: their names on the page."""
    if run.counts.get(Verdict.NEW, 0) or run.counts.get(Verdict.KNOWN, 0):
        return []
    named = run.options.get("columns", {})
    said = {**run.options, **{key[:-1]: value for key, value in run.options.get("answers", {}).items() if key.endswith(":")}}
    return [str(FIELDS[name]) for name in ("means", "outcome") if name not in named and not said.get(name)]


def questions_of(run: LedgerImport) -> list[Question]:
    """The most frequent first."""
    with connection.cursor() as cursor:
        cursor.execute(_QUESTIONS, {"joint": JOINT, "run": run.pk, "most": MOST_QUESTIONS})
        asked = cursor.fetchall()
    numbers = {number for _key, _written, _count, rows in asked for number in rows}
    rows = {row.number: row for row in ImportedRow.objects.filter(run=run, number__in=numbers)}
    homes = _home_labels({family for row in rows.values() for family in row.candidates}, run.school)
    questions = []
    for key, written, number, some in asked:
        kind = key.split(":", 1)[0]
        candidates = rows[some[0]].candidates
        choices = CHOICES.get(kind) or [(str(family), homes[family]) for family in candidates if family in homes]
        samples = [ShownRow(rows[each], "", "", []).as_written for each in some]
        questions.append(Question(key, kind, written, number, list(some), samples, choices))
    return questions


def _home_labels(family_ids: set[int], school: School) -> dict[int, str]:
    """ "Amina Ali, 4B": with the adults of the home where the child has another one."""
    families = Family.objects.filter(pk__in=family_ids).select_related("student").order_by("student_id", "pk")
    sections: dict[int, list[str]] = defaultdict(list)
    enrolled = Enrolment.objects.filter(
        person__families__in=family_ids, role=EnrolmentRole.STUDENT, ended_at=None, section__school=school
    )
    for child, name in enrolled.order_by("section__name").values_list("person_id", "section__name").distinct():
        sections[child].append(name)
    adults: dict[int, list[str]] = defaultdict(list)
    links = Guardianship.objects.with_right("contact", on=clock.today(school.timezone)).filter(family__in=family_ids)
    for link in links.select_related("adult"):
        adults[link.family_id].append(link.adult.full_name)
    labels = {}
    for family in families:
        who = ", ".join([family.student.full_name, *sections[family.student_id]])
        labels[family.pk] = (
            _("%(child)s, at home with %(adults)s") % {"child": who, "adults": ", ".join(adults[family.pk])}
            if adults[family.pk]
            else who
        )
    return labels
