"""The database itself keeps the ledger and the history as they were written."""

import datetime as dt
import functools

import pytest
from django.db import DatabaseError, transaction
from tests.support.cast import Cast

from gatepost.history import commands as history
from gatepost.history.models import Event


@pytest.mark.parametrize("act", ["update", "delete"])
def test_history_refuses_to_be_changed(cast: Cast, act: str) -> None:
    history.record("tests.act", by=cast.dov, subject=cast.section)
    events = Event.objects.all()
    change = events.delete if act == "delete" else functools.partial(events.update, at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change()
    assert Event.objects.count() == 1
