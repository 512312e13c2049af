"""What can be done with an old call log before it touches the ledger: receive, read, name the columns, answer, discard."""

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from django.db import DataError, transaction
from django.utils.translation import gettext as _

from gatepost.history import commands as history
from gatepost.kernel import clock, jobs
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError, ConflictError
from gatepost.people.models import Person, School
from gatepost.people.roster.ports import RefusedError
from gatepost.touchpoints.importing.children import roll_of
from gatepost.touchpoints.importing.fields import guess_columns
from gatepost.touchpoints.importing.placing import Placer, Reading
from gatepost.touchpoints.importing.sheet import MOST_BYTES, Remarks, look_at, open_log, order_of
from gatepost.touchpoints.importing.staging import count, stage
from gatepost.touchpoints.models import NEXT, OVER, WAITING, ImportChunk, ImportedRow, ImportState, LedgerImport
from gatepost.touchpoints.queries.imports import columns_as_before, word_answers_as_before
from gatepost.touchpoints.rules import Perm

UNDO_DAYS = 30
# Nobody decided about it: what was uploaded does not lie about any longer.
FORGET_DAYS = 14
# Smaller files are read while the person waits; larger ones by a worker.
READ_AT_ONCE = 512 * 1024
_CHUNK = 1024 * 1024


@transaction.atomic
def receive_log(name: str, stream: BinaryIO, *, school: School, by: Person) -> LedgerImport:
    """Keep an uploaded sheet in the database; large ones are read by a worker."""
    size = stream.seek(0, 2)
    if size > MOST_BYTES:
        raise BadInputError(_("The file is larger than 100 MB; a call log is far smaller. Nothing was read."))
    stream.seek(0)
    run = LedgerImport(school=school, file_name=Path(name).name[-255:], byte_size=size, created_by=by, created_at=clock.now())
    ensure(by, Perm.IMPORT_LOG, run)
    run.save()
    for number, data in enumerate(iter(lambda: stream.read(_CHUNK), b"")):
        ImportChunk.objects.create(run=run, number=number, data=data)
    _ask_worker(run)
    history.record("touchpoints.receive_log", by=by, subject=run, bytes=size)
    return run


def stage_path(path: Path, *, school: School, options: dict[str, Any]) -> LedgerImport:
    """Read a sheet of this machine (the command line); columns not named are those we recognise."""
    run = LedgerImport.objects.create(
        school=school, file_name=path.name[-255:], byte_size=path.stat().st_size, created_at=clock.now(), options=options
    )
    with path.open("rb") as stream:
        run = _read(run, stream)
        if run.state != ImportState.MAPPING:
            return run
        chosen = {"columns": run.found["guess"], "day_order": run.found["order"], "has_header": run.found["has_header"]}
        run.options = {**chosen, **{name: value for name, value in options.items() if value}}
        run.state = ImportState.READING
        run.save(update_fields=["options", "state"])
        return _read(run, stream)


def read_uploaded(run: LedgerImport) -> LedgerImport:
    """Read what was uploaded. Done again after an interruption, it begins anew."""
    if run.state != ImportState.READING:
        return run
    with _assembled(run) as stream:
        return _read(run, stream)


@transaction.atomic
def name_columns(run: LedgerImport, options: dict[str, Any], *, by: Person) -> LedgerImport:
    """Say which column is what, which way dates are written, and what holds where the sheet says nothing."""
    ensure(by, Perm.IMPORT_LOG, run)
    run = locked(run)
    move(run, ImportState.READING)
    if options["has_header"] != run.found["has_header"]:
        options = {"has_header": options["has_header"], "columns": {}}  # the columns have other names now: ask again
    answers = run.options.get("answers") or word_answers_as_before(run)
    run.options = run.options | options | {"answers": answers}
    run.progress = ""
    run.save(update_fields=["options", "state", "progress"])
    _ask_worker(run)
    history.record("touchpoints.name_log_columns", by=by, subject=run)
    return run


@transaction.atomic
def answer(run: LedgerImport, answers: dict[str, str], *, by: Person) -> LedgerImport:
    """Say which child is meant, or what a word means; the sheet is then read again. A blank answer takes one back."""
    ensure(by, Perm.IMPORT_LOG, run)
    run = locked(run)
    move(run, ImportState.READING)
    standing = run.options.get("answers", {}) | answers
    run.options = run.options | {"answers": {key: value for key, value in standing.items() if value}}
    run.save(update_fields=["options", "state"])
    _ask_worker(run)
    history.record("touchpoints.answer_log_questions", by=by, subject=run, answers=len(answers))
    return run


@transaction.atomic
def discard_import(run: LedgerImport, *, by: Person | None) -> LedgerImport:
    """Forget a log that was not applied."""
    ensure(by, Perm.IMPORT_LOG, run)
    run = locked(run)
    move(run, ImportState.DISCARDED)
    run.save(update_fields=["state"])
    forget_sheet(run)
    history.record("touchpoints.discard_log", by=by, subject=run)
    return run


def forget_old_imports() -> int:
    """Discard what nobody decided about; forget the rows of imports that are over or cannot be undone any more."""
    now = clock.now()
    waiting = [ImportState.READING, ImportState.MAPPING, *WAITING]
    undecided = LedgerImport.objects.filter(state__in=waiting, created_at__lt=now - dt.timedelta(days=FORGET_DAYS))
    discarded = 0
    for run in undecided:
        with suppress(ConflictError):  # somebody decides about it at this moment
            discard_import(run, by=None)
            discarded += 1
    for run in LedgerImport.objects.filter(state__in=OVER):
        forget_sheet(run)
    past = LedgerImport.objects.filter(applied_at__lt=now - dt.timedelta(days=UNDO_DAYS + 1))
    ImportedRow.objects.filter(run__in=past).delete()
    return discarded


def forget_sheet(run: LedgerImport) -> None:
    """Nothing of the sheet stays but its numbers."""
    ImportedRow.objects.filter(run=run).delete()
    ImportChunk.objects.filter(run=run).delete()
    found = {"labels": [], "rows": run.found.get("rows", 0)}
    if run.options or run.progress or run.found != found:
        run.found, run.options, run.progress = found, {}, ""
        run.save(update_fields=["found", "options", "progress"])


def forget_persons(run: LedgerImport) -> None:
    """Of an applied sheet its columns and what words mean are remembered for the next one; no person is."""
    run.found = {name: value for name, value in run.found.items() if name not in {"samples", "remarks"}}
    answers = run.options.get("answers", {})
    told = {key: value for key, value in answers.items() if not key.startswith("child:")}
    run.options = run.options | {"answers": told}
    run.save(update_fields=["found", "options"])
    ImportChunk.objects.filter(run=run).delete()


def move(run: LedgerImport, state: str) -> None:
    if state not in NEXT[run.state]:
        raise ConflictError(_("This import has been dealt with already."))
    run.state = state


def locked(run: LedgerImport) -> LedgerImport:
    related = LedgerImport.objects.select_related("school", "created_by", "applied_by")
    return related.select_for_update(of=("self",)).get(pk=run.pk)


def waiting_state(run: LedgerImport) -> ImportState:
    return ImportState.HELD if run.is_held else ImportState.STAGED


def _ask_worker(run: LedgerImport) -> None:
    if run.byte_size > READ_AT_ONCE:
        jobs.defer("touchpoints.read_log", queue="heavy", once=f"touchpoints.read_log:{run.pk}", run_id=run.pk)


def _read(run: LedgerImport, stream: BinaryIO) -> LedgerImport:
    """Look at it first; once the columns are named, place every row."""
    try:
        if run.options.get("columns"):
            _stage(run, stream)
        else:
            _look(run, stream)
    except RefusedError as error:
        return _refuse(run, error.message)
    except DataError:
        return _refuse(run, _("Something in the file cannot be kept in a database. Nothing was changed; please ask for help."))
    return run


def _look(run: LedgerImport, stream: BinaryIO) -> None:
    with open_log(run.file_name, stream, Remarks(), has_header=run.options.get("has_header")) as sheet:
        look = look_at(sheet)
    if not look.rows:
        raise RefusedError(_("The sheet has no rows. Nothing was changed."))
    guess = columns_as_before(run, look.labels) or guess_columns(look.labels if look.has_header else [])
    run.found = look.as_json() | {"guess": guess, "order": order_of(look.evidence, guess.get("date"))}
    _settle_state(run, ImportState.MAPPING)


def _stage(run: LedgerImport, stream: BinaryIO) -> None:
    ImportedRow.objects.filter(run=run).delete()
    remarks, chosen = Remarks(), run.options
    with open_log(run.file_name, stream, remarks, has_header=chosen.get("has_header")) as sheet:
        reading = Reading(
            columns=chosen["columns"],
            labels=sheet.labels,
            day_order=chosen.get("day_order", ""),
            means=chosen.get("means", ""),
            outcome=chosen.get("outcome", ""),
            answers=chosen.get("answers", {}),
        )
        placer = Placer(reading, roll_of(run.school), zone=run.school.timezone, now=clock.now())
        repeats = stage(run, sheet.lines, placer, lambda number: _tell(run, f"{number:,}"))
        unused = [label for label in sheet.labels if label not in reading.columns.values()]
    run.counts = count(run) | {"repeats": len(repeats)}
    run.found = run.found | {"remarks": remarks.found, "repeats": repeats[:20], "unused": unused}
    _settle_state(run, waiting_state(run))


@transaction.atomic
def _settle_state(run: LedgerImport, state: ImportState) -> None:
    """What reading has led to, unless somebody has discarded the import meanwhile: then what was read is forgotten."""
    standing = locked(run)
    if standing.state != ImportState.READING:
        if standing.state in OVER:
            forget_sheet(standing)
        run.refresh_from_db()
        return
    move(standing, state)
    run.state, run.progress = standing.state, ""
    if state in WAITING:
        run.staged_at = clock.now()
        history.record("touchpoints.stage_log", by=run.created_by, subject=run, counts=run.counts)
    run.save(update_fields=["state", "counts", "found", "refusal", "staged_at", "progress"])
    if state in OVER:
        forget_sheet(run)
        history.record("touchpoints.refuse_log", by=run.created_by, subject=run)


def _refuse(run: LedgerImport, sentence: str) -> LedgerImport:
    run.refusal, run.found = sentence, {}
    _settle_state(run, ImportState.REFUSED)
    return run


def _tell(run: LedgerImport, words: str) -> None:
    LedgerImport.objects.filter(pk=run.pk).update(progress=words)


@contextmanager
def _assembled(run: LedgerImport) -> Iterator[BinaryIO]:
    """The uploaded sheet, from its pieces in the database, as a nameless temporary file."""
    with tempfile.TemporaryFile() as whole:
        for number in list(run.chunks.order_by("number").values_list("number", flat=True)):
            whole.write(run.chunks.values_list("data", flat=True).get(number=number))
        whole.seek(0)
        yield whole
