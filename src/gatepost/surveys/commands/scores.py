"""Scores from outside: keep a file until its columns are named, read it whole, take it away."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError, ConflictError
from gatepost.people.models import Person, School
from gatepost.surveys.models import Score, ScoreFile
from gatepost.surveys.rules import Perm
from gatepost.surveys.scores.columns import Column
from gatepost.surveys.scores.reading import Reader, Reading
from gatepost.surveys.scores.sheet import MOST_BYTES, open_scores

_PIECE = 5_000


@transaction.atomic
def receive_scores(name: str, stream: BinaryIO, *, school: School, by: Person) -> ScoreFile:
    """Keep the file with its bytes, once its first row could be read."""
    ensure(by, Perm.BRING_IN_SCORES, school)
    content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise BadInputError(_("The file is larger than 40 MB. Keep the columns with the scores only and upload it again."))
    with open_scores(name, io.BytesIO(content)) as sheet:
        header = sheet.header
    base = Path(name).name[:255]
    file = ScoreFile.objects.create(
        school=school, name=base, title=Path(base).stem[:200], content=content, brought_by=by, brought_at=clock.now()
    )
    history.record("surveys.receive_scores", by=by, subject=file, columns=len(header))
    return file


@transaction.atomic
def read_scores(file: ScoreFile, columns: Sequence[Column], *, title: str, by: Person) -> Reading:
    """Read every row with these meanings of columns; the bytes are forgotten afterwards."""
    ensure(by, Perm.BRING_IN_SCORES, file.school)
    file = ScoreFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    if file.content is None:
        raise ConflictError(_("This file has been read already. To name its columns anew, take it away and upload it again."))
    with open_scores(file.name, io.BytesIO(bytes(file.content))) as sheet:
        reading = Reader(sheet.header, columns).read(sheet.lines)
    if not reading.scores:
        raise BadInputError(_("No row gave a score with these columns. Look at the columns once more."))
    Score.objects.bulk_create((Score(file=file, **_fields(given)) for given in reading.scores), batch_size=_PIECE)
    file.title = title[:200] or file.title
    file.columns = [column.as_json() for column in columns]
    file.rows_count = len(reading.units)
    file.problems = reading.problems + ([_more(reading)] if reading.unsaid else [])
    file.content = None
    file.save(update_fields=["title", "columns", "rows_count", "problems", "content"])
    history.record(
        "surveys.read_scores",
        by=by,
        subject=file,
        units=len(reading.units),
        scores=len(reading.scores),
        problems=len(file.problems),
    )
    return reading


@transaction.atomic
def remove_scores(file: ScoreFile, *, by: Person) -> None:
    """The file and every score of it."""
    ensure(by, Perm.BRING_IN_SCORES, file.school)
    history.record("surveys.remove_scores", by=by, subject=file, name=file.name)
    file.delete()


def _fields(given: Any) -> dict[str, Any]:
    return {
        "unit_code": given.code, "unit_name": given.name, "sector": given.sector, "scale": given.scale, "value": given.value,
        "respondents": given.respondents, "response_rate": given.rate,
    }  # fmt: skip


def _more(reading: Reading) -> dict[str, int | str]:
    return {"row": 0, "sentence": _("%(n)d more remarks of this kind are not listed.") % {"n": reading.unsaid}}
