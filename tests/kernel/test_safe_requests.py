"""GET cannot write: scanners and previews open links and change nothing."""

import pytest
from django.db import connection
from psycopg.sql import SQL, Composed, Identifier
from tests.support.cast import Cast

from gatepost.history import commands as history
from gatepost.kernel import jobs
from gatepost.kernel.middleware import WriteOnSafeRequestError, read_only, refuse_writes
from gatepost.people.models import Person


@pytest.mark.parametrize("verb", ["insert", "update", "delete", "raw"])
def test_every_way_of_writing_is_refused(cast: Cast, verb: str) -> None:
    def write() -> None:
        if verb == "insert":
            Person.objects.create(kind="adult", given_name="X")
        elif verb == "update":
            Person.objects.update(given_name="X")
        elif verb == "delete":
            Person.objects.filter(given_name="nobody")._raw_delete("default")
        else:
            with connection.cursor() as cursor:
                cursor.execute("  truncate people_need")

    with connection.execute_wrapper(refuse_writes), pytest.raises(WriteOnSafeRequestError):
        write()


@pytest.mark.parametrize(
    "statement",
    [
        "WITH gone AS (DELETE FROM people_need RETURNING id) SELECT count(*) FROM gone",
        "with x as (select 1) insert into people_need (kind) select 'x'",
        "WITH x AS (SELECT 1)\nUPDATE people_person SET given_name = 'X'",
        "SELECT procrastinate_defer_jobs_v1(ARRAY[]::procrastinate_job_to_defer_v1[])",
        "SELECT 1; DELETE FROM people_need",
        "/* only looking */ DELETE FROM people_need",
        "-- only looking\nDELETE FROM people_need",
        "EXPLAIN ANALYZE DELETE FROM people_need",
        "DO $$ BEGIN DELETE FROM people_need; END $$",
        SQL("DELETE FROM {}").format(Identifier("people_need")),
    ],
)
def test_no_disguise_of_a_write_passes(cast: Cast, statement: str | Composed) -> None:
    with read_only(connection), connection.cursor() as cursor, pytest.raises(WriteOnSafeRequestError):
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("way", "given"), [("copy", "COPY people_need FROM STDIN"), ("stream", "DELETE FROM people_need"), ("callproc", "now")]
)
def test_ways_past_django_are_closed_and_open_again_afterwards(cast: Cast, way: str, given: str) -> None:
    with read_only(connection), connection.cursor() as cursor, pytest.raises(WriteOnSafeRequestError):
        getattr(cursor, way)(given)
    with connection.cursor() as cursor, cursor.copy("COPY people_need TO STDOUT") as rows:
        assert list(rows) == []


def test_a_job_is_not_deferred_while_answering_get(cast: Cast) -> None:
    with read_only(connection), pytest.raises(WriteOnSafeRequestError):
        jobs.defer("channels.take_up")


@pytest.mark.parametrize("statement", ["WITH x AS (SELECT id FROM people_need FOR UPDATE) SELECT * FROM x", "SELECT 'copy; do'"])
def test_reading_in_other_forms_is_let_through(cast: Cast, statement: str) -> None:
    with read_only(connection), connection.cursor() as cursor:
        cursor.execute(statement)


def test_reading_and_the_record_of_who_looked_are_let_through(cast: Cast) -> None:
    with connection.execute_wrapper(refuse_writes):
        assert Person.objects.filter(given_name="Amina").count() == 1
        assert history.record("tests.look", by=cast.dov).pk is not None
