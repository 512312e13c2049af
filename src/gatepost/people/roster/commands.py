"""What can be done with a roster: receive, read, name the columns, apply, discard, undo."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.db import DataError, IntegrityError, OperationalError, transaction
from django.utils.translation import gettext as _

from gatepost.history import commands as history
from gatepost.kernel import clock, jobs
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import ConflictError, NotAllowedError, NotReadyError
from gatepost.people import signals
from gatepost.people.models import Person, RosterChange, RosterChunk, RosterProblem, RosterRun, RosterSource, RunState
from gatepost.people.models.runs import NEXT, WAITING
from gatepost.people.roster import reading, settling, undoing
from gatepost.people.roster.applying import write_difference
from gatepost.people.roster.lists import keep_names
from gatepost.people.roster.package import Package, check_size, open_folder, open_package
from gatepost.people.roster.ports import RefusedError
from gatepost.people.roster.reach import importable_schools, named, reach_of
from gatepost.people.roster.staging import drop_staged
from gatepost.people.roster.superseding import supersede
from gatepost.people.roster.upload import assembled
from gatepost.people.rules import Perm

UNDO_DAYS = 30
# Smaller files are read while the person waits; larger ones by a worker.
READ_AT_ONCE = 512 * 1024
# Nobody decided about it: what was uploaded does not lie about any longer.
FORGET_DAYS = 14
_CHUNK = 1024 * 1024


@transaction.atomic
def receive(name: str, stream: BinaryIO, *, by: Person, options: dict[str, Any] | None = None) -> RosterRun:
    """Keep an uploaded file in the database; large ones are read by a worker."""
    ensure(by, Perm.IMPORT_ROSTER)
    size = stream.seek(0, 2)
    check_size(size)
    stream.seek(0)
    run = _begin(name, size, by=by, options=options or {})
    for number, data in enumerate(iter(lambda: stream.read(_CHUNK), b"")):
        RosterChunk.objects.create(run=run, number=number, data=data)
    if size > READ_AT_ONCE:
        jobs.defer("people.stage_roster", queue="heavy", once=f"people.stage_roster:{run.pk}", run_id=run.pk)
    history.record("people.receive_roster", by=by, subject=run, bytes=size)
    return run


def stage_path(path: Path, *, by: Person | None, options: dict[str, Any]) -> RosterRun:
    """Read a file or folder of this machine (the command line)."""
    size = path.stat().st_size if path.is_file() else sum(each.stat().st_size for each in path.glob("*.csv"))
    run = _begin(path.name, size, by=by, options=options)
    if path.is_dir():
        return _read(run, lambda: open_folder(path), ask=False)
    with path.open("rb") as stream:
        return _read(run, lambda: open_package(path.name, stream), ask=False)


def stage_uploaded(run: RosterRun) -> RosterRun:
    """Read what was uploaded. Done again after an interruption, it begins anew."""
    if run.state != RunState.READING:
        return run
    with assembled(run) as stream:
        return _read(run, lambda: open_package(run.file_name, stream), ask=True)


@transaction.atomic
def name_columns(run: RosterRun, columns: dict[str, str], *, by: Person, options: dict[str, Any]) -> RosterRun:
    """Say which column is what; the sheet is then read."""
    ensure(by, Perm.IMPORT_ROSTER)
    run = _locked(run)
    run.options = run.options | options | {"columns": columns}
    _move(run, RunState.READING)
    run.save(update_fields=["options", "state"])
    if run.byte_size > READ_AT_ONCE:
        jobs.defer("people.stage_roster", queue="heavy", once=f"people.stage_roster:{run.pk}", run_id=run.pk)
    history.record("people.name_roster_columns", by=by, subject=run)
    return run


def apply_run(run: RosterRun, *, by: Person | None, confirmed: bool = False) -> RosterRun:
    """Apply the whole difference or nothing. A held run needs a second person, or the same one who ticked the sentence."""
    ensure(by, Perm.IMPORT_ROSTER)
    try:
        with _one_at_a_time(run), transaction.atomic():
            applied = _apply(run, by=by, confirmed=confirmed)
    except _MovedError:
        _look_again(run)
        raise ConflictError(
            _(
                "The records here have changed since this difference was made. Nothing was applied; here is the difference as it is now."
            )
        ) from None
    except IntegrityError:
        raise ConflictError(
            _("Somebody changed the same records at the same moment. Nothing was applied; please try again.")
        ) from None
    drop_staged(run.pk)
    return applied


@transaction.atomic
def discard_run(run: RosterRun, *, by: Person | None) -> RosterRun:
    """Forget a run that was not applied."""
    ensure(by, Perm.IMPORT_ROSTER)
    run = _locked(run)
    _move(run, RunState.DISCARDED)
    run.save(update_fields=["state"])
    _forget(run)
    history.record("people.discard_roster", by=by, subject=run)
    return run


def undo_run(run: RosterRun, *, by: Person | None) -> dict[str, dict[str, int]]:
    """Take back the latest applied run of its source, within thirty days."""
    ensure(by, Perm.IMPORT_ROSTER)
    with _one_at_a_time(run), transaction.atomic():
        run = _locked(run)
        applied_at = _check_undo(run, by)
        _move(run, RunState.UNDONE)
        run.undone_at, run.undone_by = clock.now(), by
        run.save(update_fields=["state", "undone_at", "undone_by"])
        settling.think_in_sets()
        signals.roster_undone.send(sender=RosterRun, run_id=run.pk)
        done = undoing.take_back(run.pk, applied_at=applied_at, now=run.undone_at)
        history.record("people.undo_roster", by=by, subject=run, done=done)
    return done


def forget_old() -> int:
    """Discard what nobody decided about, and forget the images and problems of runs that cannot be undone any more."""
    now = clock.now()
    undecided = RosterRun.objects.filter(
        state__in=[RunState.READING, RunState.MAPPING, *WAITING], created_at__lt=now - dt.timedelta(days=FORGET_DAYS)
    )
    forgotten = 0
    for run in undecided:
        discard_run(run, by=None)
        forgotten += 1
    past = RosterRun.objects.filter(created_at__lt=now - dt.timedelta(days=UNDO_DAYS + 1))
    RosterChange.objects.filter(run__in=past, action__in=["changed", "names"]).delete()
    RosterProblem.objects.filter(run__in=past).delete()
    return forgotten


def _begin(name: str, size: int, *, by: Person | None, options: dict[str, Any]) -> RosterRun:
    if by is not None:
        options = options | {"reach": sorted(importable_schools(by, everywhere=True) or ())}
    return RosterRun.objects.create(file_name=name[-255:], byte_size=size, created_by=by, created_at=clock.now(), options=options)


def _read(run: RosterRun, package: Callable[[], Package], *, ask: bool) -> RosterRun:
    try:
        reading.read_package(run, package(), ask=ask)
    except reading.ColumnsWantedError:
        run.state = RunState.MAPPING
        run.save()
        return run
    except RefusedError as error:
        return _refuse(run, error.message)
    except DataError:
        return _refuse(run, _("Something in the file cannot be kept in a database. Nothing was changed; please ask for help."))
    return _staged(run)


@transaction.atomic
def _staged(run: RosterRun) -> RosterRun:
    _move(run, RunState.HELD if run.holds else RunState.STAGED)
    run.staged_at, run.progress = clock.now(), ""
    run.save()
    supersede(run, _forget)
    history.record("people.stage_roster", by=run.created_by, subject=run, counts=run.counts, problems=run.problem_count)
    return run


@transaction.atomic
def _refuse(run: RosterRun, sentence: str) -> RosterRun:
    run.state, run.refusal, run.progress = RunState.REFUSED, sentence, ""
    run.problem_count = run.problems.count()
    run.save()
    _forget(run)
    history.record("people.refuse_roster", by=run.created_by, subject=run)
    return run


def _apply(run: RosterRun, *, by: Person | None, confirmed: bool) -> RosterRun:
    run = _locked(run)
    _check_apply(run, by, confirmed=confirmed)
    _check_schools(run, by)
    now = clock.now()
    settling.think_in_sets()
    keep_names(run)
    values = settling.parameters(run, reach_of(run))
    counts = write_difference(values, reading.extent_of(run), run.counts, now)
    if counts != run.counts:
        raise _MovedError
    run.state, run.applied_at, run.applied_by = RunState.APPLIED, now, by
    run.extent["schools"] = sorted({*run.extent.get("schools", []), *undoing.made_by(run.pk, "schools")})
    if run.holds:
        run.confirmed_at, run.confirmed_by = now, by
    run.save()
    RosterChunk.objects.filter(run=run).delete()
    _remember(settling.source_of(run), run.options)
    history.record("people.apply_roster", by=by, subject=run, counts=run.counts, confirmed=bool(run.holds))
    signals.roster_applied.send(sender=RosterRun, run_id=run.pk)
    return run


def _check_apply(run: RosterRun, by: Person | None, *, confirmed: bool) -> None:
    if run.state not in WAITING:
        raise ConflictError(_("This roster is not waiting to be applied any more."))
    is_second = by is not None and run.created_by_id is not None and by.pk != run.created_by_id
    if run.state == RunState.HELD and not (confirmed or is_second):
        raise NotReadyError(
            _("This import would change a great deal. Tick the sentence that says so, or let a colleague apply it.")
        )


def _check_schools(run: RosterRun, by: Person | None) -> None:
    reach = importable_schools(by, everywhere=True)
    foreign = set(run.extent.get("schools", [])) - reach if reach is not None else set()
    if foreign:
        raise NotAllowedError(
            _("This roster also speaks of %(schools)s, for which you do not import.") % {"schools": named(foreign)}
        )


def _check_undo(run: RosterRun, by: Person | None) -> dt.datetime:
    """When it was applied, if it may be undone."""
    if run.state != RunState.APPLIED or run.applied_at is None:
        raise ConflictError(_("This import has not been applied, or has been undone already."))
    if run.applied_at < clock.now() - dt.timedelta(days=UNDO_DAYS):
        raise ConflictError(_("An import can be undone for %(days)d days; this one is older.") % {"days": UNDO_DAYS})
    later = RosterRun.objects.filter(source=run.source, state=RunState.APPLIED, applied_at__gt=run.applied_at)
    if later.exists():
        raise ConflictError(_("A later import of the same source has been applied. Undo that one first."))
    _check_schools(run, by)
    return run.applied_at


def _look_again(run: RosterRun) -> None:
    """Count anew after the records have moved under the difference."""
    with transaction.atomic():
        run = _locked(run)
        settling.think_in_sets()
        reading.recount(run, reading.extent_of(run), reach_of(run))
        run.state = RunState.HELD if run.holds else RunState.STAGED
        run.save(update_fields=["counts", "holds", "state"])


def _remember(source: RosterSource, options: dict[str, Any]) -> None:
    source.remembered = {key: value for key, value in options.items() if key in {"columns", "country", "adopted"} and value}
    source.save(update_fields=["remembered"])


def _forget(run: RosterRun) -> None:
    """What was uploaded and staged; the run itself, its counts and problems stay."""
    drop_staged(run.pk)
    RosterChunk.objects.filter(run=run).delete()


def _move(run: RosterRun, state: str) -> None:
    if state not in NEXT[run.state]:
        raise ConflictError(_("This roster has been dealt with already."))
    run.state = state


def _locked(run: RosterRun) -> RosterRun:
    return RosterRun.objects.select_for_update(of=("self",)).select_related("source", "created_by").get(pk=run.pk)


@contextmanager
def _one_at_a_time(run: RosterRun) -> Iterator[None]:
    """Two people cannot apply or undo imports of one source at the same time: the second is told so."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                RosterSource.objects.select_for_update(nowait=True, no_key=True).get(pk=settling.source_of(run).pk)
        except OperationalError:
            raise ConflictError(
                _("Somebody is applying an import of this source right now. Wait a moment and look again.")
            ) from None
        yield


class _MovedError(Exception):
    """What is here now gives another difference than the one that was looked at."""
