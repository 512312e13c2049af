"""A staged call log into the ledger, whole or not at all and once; and out of it again by rows that withdraw its rows."""

import datetime as dt
from collections.abc import Iterator

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from gatepost.history import commands as history
from gatepost.kernel import clock, jobs
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import ConflictError, DomainError, NotReadyError
from gatepost.people.models import Family, Person, School
from gatepost.touchpoints.commands.batches import Entry, record_touchpoints
from gatepost.touchpoints.commands.imports import UNDO_DAYS, forget_persons, forget_sheet, locked, move, waiting_state
from gatepost.touchpoints.importing.staging import count, settle
from gatepost.touchpoints.importing.standing import UNDONE
from gatepost.touchpoints.models import WAITING, ImportedRow, ImportState, LedgerImport, Touchpoint, Verdict
from gatepost.touchpoints.rules import Perm
from gatepost.touchpoints.signals import ledger_grew

# More entries than these are written, and taken back, by a worker.
AT_ONCE = 2_000
# The last word about each row of the import, where it does not say already that the row was a mistake.
_WITHDRAW = """
INSERT INTO touchpoints_touchpoint (at, school_id, family_id, adult_id, staff_id, direction, means, place, outcome,
  involvement_type, content_kind, tone, note, activity_id, source, corrects_id, recorded_at)
SELECT t.at, t.school_id, t.family_id, t.adult_id, t.staff_id, t.direction, t.means, t.place, 'withdrawn',
  t.involvement_type, t.content_kind, t.tone, t.note, t.activity_id, %(undone)s || first.id, t.id, %(now)s
FROM touchpoints_importedrow r
JOIN touchpoints_touchpoint first ON first.source = r.source
CROSS JOIN LATERAL (
  WITH RECURSIVE words AS (
    SELECT first.id AS id
    UNION ALL SELECT c.id FROM touchpoints_touchpoint c JOIN words ON c.corrects_id = words.id
  ) SELECT max(words.id) AS id FROM words
) latest
JOIN touchpoints_touchpoint t ON t.id = latest.id
WHERE r.run_id = %(run)s AND r.verdict = 'new' AND t.outcome <> 'withdrawn'
RETURNING family_id
"""


def apply_import(run: LedgerImport, *, by: Person | None, confirmed: bool = False) -> LedgerImport:
    """Write every entry of the difference or none. A held import needs a second person, or the same one who says so."""
    ensure(by, Perm.IMPORT_LOG, run)
    try:
        with transaction.atomic():
            run = locked(run)
            _check_apply(run, by, confirmed=confirmed)
            move(run, ImportState.APPLYING)
            run.applied_by, run.is_confirmed = by, run.is_held
            if run.counts[Verdict.NEW] > AT_ONCE and by is not None:
                run.progress = ""
                run.save(update_fields=["state", "applied_by", "is_confirmed", "progress"])
                jobs.defer("touchpoints.apply_log", queue="heavy", once=f"touchpoints.apply_log:{run.pk}", run_id=run.pk)
                return run
            return _write(run, by=by)
    except _MovedError as error:
        _step_back(run, error.message)
        raise


def carry_out(run: LedgerImport) -> LedgerImport:
    """Write a large import that somebody has applied. Asked again, it does nothing."""
    try:
        with transaction.atomic():
            run = locked(run)
            if run.state != ImportState.APPLYING:
                return run
            by = run.applied_by
            if by is not None:
                by.acts_at = run.school_id
            ensure(by, Perm.IMPORT_LOG, run)
            return _write(run, by=by)
    except DomainError as error:
        return _step_back(run, error.message)


def undo_import(run: LedgerImport, *, by: Person | None) -> LedgerImport:
    """Withdraw every entry this import brought. The ledger keeps both words; neither counts."""
    ensure(by, Perm.IMPORT_LOG, run)
    with transaction.atomic():
        run = locked(run)
        if run.state != ImportState.APPLIED or run.applied_at is None:
            raise ConflictError(_("This import has not been applied, or has been undone already."))
        if run.applied_at < clock.now() - dt.timedelta(days=UNDO_DAYS):
            raise ConflictError(_("An import can be undone for %(days)d days; this one is older.") % {"days": UNDO_DAYS})
        move(run, ImportState.UNDOING)
        run.undone_by = by
        if run.counts[Verdict.NEW] > AT_ONCE and by is not None:
            run.save(update_fields=["state", "undone_by"])
            jobs.defer("touchpoints.undo_log", queue="heavy", once=f"touchpoints.undo_log:{run.pk}", run_id=run.pk)
            return run
        return _take_back(run)


@transaction.atomic
def carry_out_undo(run: LedgerImport) -> LedgerImport:
    """Withdraw the entries of a large import. Asked again, it does nothing."""
    run = locked(run)
    return _take_back(run) if run.state == ImportState.UNDOING else run


def _check_apply(run: LedgerImport, by: Person | None, *, confirmed: bool) -> None:
    if run.state not in WAITING:
        raise ConflictError(_("This import is not waiting to be applied any more."))
    if not run.counts[Verdict.NEW]:
        raise ConflictError(_("Nothing in this sheet is new, so there is nothing to apply."))
    is_second = by is not None and run.created_by_id is not None and by.pk != run.created_by_id
    if run.is_held and not (confirmed or is_second):
        raise NotReadyError(
            _("More than a tenth of the rows cannot be placed. Tick the sentence that says so, or let a colleague apply it.")
        )


def _write(run: LedgerImport, *, by: Person | None) -> LedgerImport:
    # One import of a school at a time: the second then sees what the first has written.
    School.objects.select_for_update(no_key=True).get(pk=run.school_id)
    _check_unmoved(run)
    try:
        with transaction.atomic():
            written = record_touchpoints(_entries(run), by=by)
    except IntegrityError:
        raise _MovedError(_roster_moved()) from None
    if written != run.counts[Verdict.NEW]:
        raise _MovedError(_ledger_moved())
    run.state, run.applied_at, run.progress = ImportState.APPLIED, clock.now(), ""
    run.save(update_fields=["state", "applied_at", "applied_by", "is_confirmed", "progress"])
    # Only what somebody may still mend is needed in its own words.
    ImportedRow.objects.filter(run=run).exclude(verdict=Verdict.PROBLEM).update(cells=[])
    forget_persons(run)
    history.record("touchpoints.apply_log", by=by, subject=run, counts=run.counts, confirmed=run.is_confirmed)
    return run


def _check_unmoved(run: LedgerImport) -> None:
    """What was looked at is what is written."""
    settle(run)
    now = count(run)
    if any(now[verdict] != run.counts[verdict] for verdict in Verdict.values):
        raise _MovedError(_ledger_moved())
    here = Family.objects.of_school(run.school_id).filter(ended_at=None).values("pk")
    if ImportedRow.objects.filter(run=run, verdict=Verdict.NEW).exclude(family_id__in=here).exists():
        raise _MovedError(_roster_moved())


def _entries(run: LedgerImport) -> Iterator[Entry]:
    for row in ImportedRow.objects.filter(run=run, verdict=Verdict.NEW).order_by("number").iterator(chunk_size=5_000):
        if row.family_id is None or row.at is None:
            continue  # no such row is ever new
        yield Entry(
            family_id=row.family_id,
            school_id=run.school_id,
            at=row.at,
            means=row.means,
            direction=row.direction,
            outcome=row.outcome,
            source=row.source,
            place=row.place,
            involvement_type=row.involvement_type,
            content_kind=row.content_kind,
            tone=row.tone,
            note=row.note,
            adult_id=row.adult_id,
            staff_id=row.staff_id,
        )


def _take_back(run: LedgerImport) -> LedgerImport:
    School.objects.select_for_update(no_key=True).get(pk=run.school_id)
    run.state, run.undone_at = ImportState.UNDONE, clock.now()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_WITHDRAW, {"undone": UNDONE, "now": run.undone_at, "run": run.pk})
            withdrawn = [int(row[0]) for row in cursor.fetchall()]
    except IntegrityError:
        raise ConflictError(
            _("Somebody is correcting an entry of this import right now. Nothing was undone; please try again.")
        ) from None
    run.save(update_fields=["state", "undone_at", "undone_by"])
    forget_sheet(run)
    history.record("touchpoints.undo_log", by=run.undone_by, subject=run, withdrawn=len(withdrawn))
    if withdrawn:
        ledger_grew.send(Touchpoint, family_ids=set(withdrawn))
    return run


@transaction.atomic
def _step_back(run: LedgerImport, sentence: str) -> LedgerImport:
    """Nothing was written: back to where somebody decides, with the difference as it is now and the reason."""
    run = locked(run)
    if run.state not in {ImportState.APPLYING, *WAITING}:
        return run  # somebody has discarded it meanwhile
    settle(run)
    run.counts = run.counts | count(run)
    run.state, run.applied_by, run.progress = waiting_state(run), None, sentence
    run.save(update_fields=["counts", "state", "applied_by", "progress"])
    return run


def _ledger_moved() -> str:
    return _("The ledger has changed since this difference was made. Nothing was applied; here is the difference as it is now.")


def _roster_moved() -> str:
    return _(
        "The roster has changed since this sheet was compared: some of its children are not here any more. Nothing was applied;"
        " press “Columns again” and compare once more."
    )


class _MovedError(ConflictError):
    """What is here now gives another difference than the one that was looked at."""
