"""Old call logs for tests: a school with two Aminas, and sheets as secretaries keep them."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.support.cast import Cast, make_guardian, make_section, make_student

from gatepost.people.models import Family, Person
from gatepost.touchpoints.commands import imports as commands
from gatepost.touchpoints.models import LedgerImport, Touchpoint
from gatepost.touchpoints.queries.imports import problem_sentences

HEADER = ("Date", "Child", "Section", "How", "Result", "Staff", "Note")


@dataclass
class Logged:
    """A school whose old log comes in: who is who."""

    cast: Cast
    amina_4b: Person
    amina_5a: Person
    kofi: Person

    def family(self, child: Person, home: str = "") -> Family:
        return Family.objects.get(student=child, home=home)


def make_school_with_two_aminas(cast: Cast) -> Logged:
    """Amina Ali in 4B and in 5A; Kofi Mensah is at another school."""
    fivea = make_section(cast.school, "5A", grade="5")
    elsewhere = make_section(cast.other_school, "6C", grade="6")
    children = [
        make_student(section, given, family)
        for section, given, family in ((cast.section, "Amina", "Ali"), (fivea, "Amina", "Ali"), (elsewhere, "Kofi", "Mensah"))
    ]
    for number, child in enumerate(children):
        make_guardian(child, f"Parent{number}")
    return Logged(cast, *children)


def as_csv(
    rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER, *, delimiter: str = ",", encoding: str = "utf-8"
) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([header, *rows])
    return text.getvalue().encode(encoding)


def as_xlsx(rows: Sequence[Sequence[Any]], header: Sequence[str] = HEADER) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    for row in [header, *rows]:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(cast: Cast, data: bytes, *, name: str = "log.csv", by: Person | None = None) -> LedgerImport:
    run = commands.receive_log(name, io.BytesIO(data), school=cast.school, by=by or cast.carla)
    return commands.read_uploaded(run)


def compare(cast: Cast, data: bytes, *, name: str = "log.csv", by: Person | None = None, **options: Any) -> LedgerImport:
    """Upload, accept the columns as guessed, compare."""
    run = upload(cast, data, name=name, by=by)
    assert run.state == "mapping", run.refusal
    found = run.found
    chosen = {"columns": found["guess"], "day_order": found["order"], "has_header": found["has_header"]} | options
    return commands.read_uploaded(commands.name_columns(run, chosen, by=by or cast.carla))


def counts(run: LedgerImport) -> tuple[int, int, int]:
    return run.counts["new"], run.counts["known"], run.counts["problem"]


def problems(run: LedgerImport) -> list[str]:
    return problem_sentences(run)


def ledger(**where: object) -> list[tuple[object, ...]]:
    rows = Touchpoint.objects.counting().filter(**where).order_by("at", "pk")
    return list(rows.values_list("family__student__given_name", "at__date", "means", "direction", "outcome", "note"))
