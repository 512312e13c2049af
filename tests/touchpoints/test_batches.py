"""Many rows at once: exactly once each, all or none, and only about one's own families."""

import datetime as dt

import pytest
from tests.support.cast import Cast, make_guardian, make_section, make_student

from gatepost.history.models import Event
from gatepost.kernel import clock
from gatepost.kernel.errors import BadInputError, NotAllowedError
from gatepost.people.models import Family
from gatepost.touchpoints import commands
from gatepost.touchpoints.commands import Entry
from gatepost.touchpoints.models import Touchpoint
from gatepost.touchpoints.signals import ledger_grew

pytestmark = pytest.mark.django_db


def entry(family: Family, source: str, **more: object) -> Entry:
    told = {
        "school_id": family.student.school_roles.get().school_id,
        "at": clock.now() - dt.timedelta(days=3),
        "means": "gate",
        "direction": "both",
        "outcome": "answered",
    }
    return Entry(family_id=family.pk, source=source, **told | more)  # type: ignore[arg-type]


@pytest.fixture
def other_family(cast: Cast) -> Family:
    student = make_student(make_section(cast.other_school, "1C"), "Lin", "Qiu")
    make_guardian(student, "Mei")
    return student.families.get()


def test_each_source_is_written_once_within_a_batch_and_over_batches(cast: Cast) -> None:
    first = entry(cast.family, "old:1", means="visit", note=" a\x00 word ")
    assert commands.record_touchpoints([first, entry(cast.family, "old:2"), entry(cast.family, "old:1")], by=cast.dov) == 2
    assert commands.record_touchpoints([first, entry(cast.family, "old:3")], by=None) == 1
    rows = Touchpoint.objects.order_by("source").values_list("source", "means", "place", "note", "at")
    at = first.at
    assert [row[:4] for row in rows] == [
        ("old:1", "visit", "home", "a word"),
        ("old:2", "gate", "gate", ""),
        ("old:3", "gate", "gate", ""),
    ]
    assert rows[0][4] == at


def test_the_batch_is_announced_and_remembered_once(cast: Cast) -> None:
    heard = []

    def hear(sender: object, family_ids: set[int], **_more: object) -> None:
        heard.append(family_ids)

    ledger_grew.connect(hear)
    try:
        commands.record_touchpoints([entry(cast.family, "old:1"), entry(cast.family, "old:2")], by=cast.ben)
        commands.record_touchpoints([entry(cast.family, "old:2")], by=cast.ben)
    finally:
        ledger_grew.disconnect(hear)
    assert heard == [{cast.family.pk}]
    event = Event.objects.get(action="touchpoints.record_batch")
    assert (event.by_person_id, event.details) == (cast.ben.pk, {"written": 2, "families": 1})


def test_one_family_that_is_not_ones_own_refuses_the_whole_batch(cast: Cast, other_family: Family) -> None:
    own = entry(cast.family, "old:1")
    smuggled = entry(cast.family, "old:2", school_id=cast.other_school.pk)
    for person, batch in (
        (cast.dov, [own, entry(other_family, "old:2")]),
        (cast.eve, [own]),
        (cast.amina, [own]),
        (cast.dov, [own, smuggled]),
    ):
        with pytest.raises(NotAllowedError):
            commands.record_touchpoints(batch, by=person)
    assert not Touchpoint.objects.exists()


def test_what_lies_in_the_future_refuses_the_whole_batch(cast: Cast) -> None:
    late = entry(cast.family, "old:2", at=clock.now() + dt.timedelta(hours=1))
    with pytest.raises(BadInputError):
        commands.record_touchpoints([entry(cast.family, "old:1"), late], by=cast.dov)
    assert not Touchpoint.objects.exists()
