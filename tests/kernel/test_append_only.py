"""The database itself keeps the ledger and the history as they were written."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from gatepost.history import commands as history
from gatepost.history.models import Event
from tests.support.cast import Cast


@pytest.mark.parametrize("act", ["update", "delete"])
def test_history_refuses_to_be_changed(cast: Cast, act: str) -> None:
    history.record("tests.act", by=cast.dov, subject=cast.section)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        if act == "update":
            Event.objects.update(at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        else:
            Event.objects.all().delete()
    assert Event.objects.count() == 1
