"""Two at the same time: one log, or two logs with the same rows, end up in the ledger once."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections
from tests.support.cast import Cast
from tests.touchpoints.logs import as_csv, compare, ledger, make_school_with_two_aminas

from gatepost.kernel.errors import ConflictError
from gatepost.touchpoints.commands import applying
from gatepost.touchpoints.models import LedgerImport, Touchpoint

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = [(f"2025-09-{day:02}", "Yusuf Warsame", "4B", "phone", "reached", "", f"call {day}") for day in range(1, 29)]


def together(*acts: Callable[[], LedgerImport]) -> list[str]:
    answers: list[str] = []

    def run(act: Callable[[], LedgerImport]) -> None:
        try:
            answers.append(act().state)
        except ConflictError:
            answers.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def test_a_log_applied_four_times_at_once_is_written_once(cast: Cast) -> None:
    make_school_with_two_aminas(cast)
    run = compare(cast, as_csv(ROWS))
    answers = together(*[lambda: applying.apply_import(run, by=None)] * 4)
    assert (answers, Touchpoint.objects.count()) == (["applied", "refused", "refused", "refused"], len(ROWS))


def test_two_logs_with_the_same_rows_applied_at_once_are_written_once(cast: Cast) -> None:
    make_school_with_two_aminas(cast)
    first, second = compare(cast, as_csv(ROWS)), compare(cast, as_csv(ROWS))
    answers = together(lambda: applying.apply_import(first, by=None), lambda: applying.apply_import(second, by=None))
    assert (answers, Touchpoint.objects.count()) == (["applied", "refused"], len(ROWS))
    assert sorted(LedgerImport.objects.values_list("state", flat=True)) == ["applied", "staged"]


def test_a_log_undone_twice_at_once_is_withdrawn_once(cast: Cast) -> None:
    make_school_with_two_aminas(cast)
    run = applying.apply_import(compare(cast, as_csv(ROWS)), by=None)
    answers = together(*[lambda: applying.undo_import(run, by=None)] * 3)
    assert (answers, ledger(), Touchpoint.objects.count()) == (["refused", "refused", "undone"], [], 2 * len(ROWS))
