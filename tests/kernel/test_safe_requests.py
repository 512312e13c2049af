"""GET cannot write: scanners and previews open links and change nothing."""

import pytest
from django.db import connection
from tests.support.cast import Cast

from gatepost.history import commands as history
from gatepost.kernel.middleware import WriteOnSafeRequestError, refuse_writes
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


def test_reading_and_the_record_of_who_looked_are_let_through(cast: Cast) -> None:
    with connection.execute_wrapper(refuse_writes):
        assert Person.objects.filter(given_name="Amina").count() == 1
        assert history.record("tests.look", by=cast.dov).pk is not None
