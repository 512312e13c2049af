"""What stays of an old call log that is over: numbers, and of an applied one its columns and words; never a person."""

import datetime as dt
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.support.cast import Cast
from tests.touchpoints.logs import HEADER, Logged, as_csv, compare, counts, ledger, make_school_with_two_aminas, upload

from gatepost.touchpoints.commands import applying
from gatepost.touchpoints.commands import imports as commands
from gatepost.touchpoints.importing.children import roll_of
from gatepost.touchpoints.models import ImportChunk, ImportedRow, LedgerImport

pytestmark = pytest.mark.django_db

YUSUF = ("2025-09-03", "Yusuf Warsame", "4B", "phone", "reached", "Ben Ortiz", "Field trip")
AMINA = ("2025-09-04", "Amina Ali", "", "rang", "reached", "", "Secret")


@pytest.fixture
def logged(cast: Cast) -> Logged:
    return make_school_with_two_aminas(cast)


def answered(logged: Logged) -> LedgerImport:
    """Compared, with a word and a child explained."""
    run = compare(logged.cast, as_csv([YUSUF, AMINA]))
    key = next(ask.split("\x1f")[0] for row in run.rows.all() for ask in row.asks if ask.startswith("child:"))
    told = {key: str(logged.family(logged.amina_4b).pk), "means:rang": "phone"}
    run = commands.read_uploaded(commands.answer(run, told, by=logged.cast.carla))
    assert (counts(run), "Yusuf" in json.dumps(run.found)) == ((2, 0, 0), True)
    return run


def left(run: LedgerImport) -> tuple[str, int, int, dict[str, Any], dict[str, Any]]:
    run.refresh_from_db()
    return run.state, run.rows.count(), run.chunks.count(), run.found, run.options


NOTHING = {"labels": [], "rows": 2}


def test_a_discarded_log_keeps_its_numbers_only(logged: Logged) -> None:
    run = answered(logged)
    commands.discard_import(run, by=logged.cast.carla)
    assert left(run) == ("discarded", 0, 0, NOTHING, {})
    assert counts(run) == (2, 0, 0)


def test_an_applied_log_keeps_what_the_next_one_and_its_undoing_need(logged: Logged) -> None:
    run = applying.apply_import(answered(logged), by=logged.cast.carla)
    state, rows, chunks, found, options = left(run)
    assert (state, rows, chunks, found["labels"], "samples" in found, "remarks" in found) == (
        "applied", 2, 0, list(HEADER), False, False,
    )  # fmt: skip
    assert (options["answers"], options["columns"]["child_name"]) == ({"means:rang": "phone"}, "Child")
    applying.undo_import(run, by=logged.cast.carla)
    assert (left(run), ledger()) == (("undone", 0, 0, NOTHING, {}), [])


def discarding(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Somebody discards while `name` of the command's own steps runs."""
    step: Callable[..., Any] = getattr(commands, name)

    def interrupted(*given: Any, **named: Any) -> Any:
        done = step(*given, **named)
        run = LedgerImport.objects.get()
        if run.state == "reading":
            commands.discard_import(run, by=None)
        return done

    monkeypatch.setattr(commands, name, interrupted)


def test_a_log_discarded_during_the_first_look_stays_discarded(logged: Logged, monkeypatch: pytest.MonkeyPatch) -> None:
    discarding(monkeypatch, "look_at")
    run = upload(logged.cast, as_csv([YUSUF]))
    assert run.state == "discarded"
    assert left(run) == ("discarded", 0, 0, {"labels": [], "rows": 0}, {})


def test_a_log_discarded_while_its_rows_are_read_leaves_none(logged: Logged, monkeypatch: pytest.MonkeyPatch) -> None:
    run = upload(logged.cast, as_csv([YUSUF]))
    chosen = {"columns": run.found["guess"], "day_order": run.found["order"], "has_header": True}
    run = commands.name_columns(run, chosen, by=logged.cast.carla)
    monkeypatch.setattr(commands, "roll_of", _discarding_first(roll_of))
    assert commands.read_uploaded(run).state == "discarded"
    assert (ImportedRow.objects.count(), ImportChunk.objects.count()) == (0, 0)
    assert left(run)[3:] == ({"labels": [], "rows": 1}, {})


def _discarding_first(step: Callable[..., Any]) -> Callable[..., Any]:
    def interrupted(*given: Any) -> Any:
        commands.discard_import(LedgerImport.objects.get(), by=None)
        return step(*given)

    return interrupted


def test_a_refusal_does_not_bring_a_discarded_log_back(logged: Logged, monkeypatch: pytest.MonkeyPatch) -> None:
    run = commands.receive_log("log.csv", io.BytesIO(as_csv([])), school=logged.cast.school, by=logged.cast.carla)
    discarding(monkeypatch, "look_at")
    assert commands.read_uploaded(run).state == "discarded"


def test_the_nightly_job_forgets_what_an_interrupted_worker_left(logged: Logged) -> None:
    over = compare(logged.cast, as_csv([YUSUF]))
    row = ImportedRow.objects.get()
    LedgerImport.objects.filter(pk=over.pk).update(state="discarded")
    waiting = compare(logged.cast, as_csv([("2025-09-05", *YUSUF[1:])]))
    assert (commands.forget_old_imports(), left(over)) == (0, ("discarded", 0, 0, {"labels": [], "rows": 1}, {}))
    assert (row.run_id, left(waiting)[:3]) == (over.pk, ("staged", 1, 1))


def test_an_import_decided_about_in_the_same_moment_does_not_stop_the_nightly_job(
    logged: Logged, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in ("2025-09-05", "2025-09-06"):
        compare(logged.cast, as_csv([(day, *YUSUF[1:])]))
    LedgerImport.objects.update(created_at=dt.datetime(2025, 1, 1, tzinfo=dt.UTC))
    locked = commands.locked

    def taken(run: LedgerImport) -> LedgerImport:
        LedgerImport.objects.filter(pk=LedgerImport.objects.latest("pk").pk).update(state="applying")
        return locked(run)

    monkeypatch.setattr(commands, "locked", taken)
    assert commands.forget_old_imports() == 1


def test_applying_that_fails_does_not_bring_a_discarded_log_back(logged: Logged) -> None:
    run = commands.discard_import(answered(logged), by=logged.cast.carla)
    assert applying._step_back(run, "The ledger has changed.").state == "discarded"
