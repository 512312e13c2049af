"""Clean rows into the staging tables by COPY, buffered per table; and out again when a run is over."""

from collections.abc import Callable, Sequence

from django.db import connection

from gatepost.people.models import (
    STAGED_MODELS,
    StagedContact,
    StagedEnrolment,
    StagedKeep,
    StagedLink,
    StagedPerson,
    StagedRole,
    StagedSchool,
    StagedSection,
)
from gatepost.people.roster.ports import (
    CleanRow,
    ContactRow,
    EnrolmentRow,
    KeepRow,
    LinkRow,
    PersonRow,
    RoleRow,
    SchoolRow,
    SectionRow,
)

_BUFFER = 20_000
_TABLES: dict[type, str] = {
    SchoolRow: StagedSchool._meta.db_table,
    PersonRow: StagedPerson._meta.db_table,
    RoleRow: StagedRole._meta.db_table,
    SectionRow: StagedSection._meta.db_table,
    EnrolmentRow: StagedEnrolment._meta.db_table,
    LinkRow: StagedLink._meta.db_table,
    ContactRow: StagedContact._meta.db_table,
    KeepRow: StagedKeep._meta.db_table,
}


class Stage:
    """Takes clean rows in any order and any mix."""

    def __init__(self, run_id: int, progress: Callable[[str], None] | None = None) -> None:
        self.run_id = run_id
        self.rows = 0
        self._progress = progress
        self._waiting: dict[type, list[CleanRow]] = {kind: [] for kind in _TABLES}

    def add(self, row: CleanRow) -> None:
        waiting = self._waiting[type(row)]
        waiting.append(row)
        if len(waiting) >= _BUFFER:
            self._copy(type(row), waiting)

    def tell(self, words: str) -> None:
        """Say how far we are, for a page that waits."""
        if self._progress is not None:
            self._progress(words)

    def finish(self) -> None:
        for kind, waiting in self._waiting.items():
            if waiting:
                self._copy(kind, waiting)

    def _copy(self, kind: type, rows: Sequence[CleanRow]) -> None:
        columns = ", ".join(("run_id", *kind._fields))  # type: ignore[attr-defined]
        run = (self.run_id,)
        with connection.cursor() as cursor, cursor.copy(f"COPY {_TABLES[kind]} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(run + row)
        self.rows += len(rows)
        self._waiting[kind].clear()


def drop_staged(run_id: int) -> None:
    """Forget what a run staged."""
    with connection.cursor() as cursor:
        for model in STAGED_MODELS:
            cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE run_id = %s", [run_id])
