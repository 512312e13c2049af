"""The ledger: what becomes a row, once, and what no longer counts."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from tests.support.cast import Cast, make_guardian, make_student

from gatepost.channels.models import Content, Delivery, Mailing
from gatepost.errands import commands as errands
from gatepost.errands.models import Errand
from gatepost.kernel import clock
from gatepost.kernel.errors import BadInputError, ConflictError, NotAllowedError
from gatepost.people.models import Family, Guardianship
from gatepost.touchpoints import commands, queries, signals
from gatepost.touchpoints.models import Outcome, Touchpoint

pytestmark = pytest.mark.django_db


def rows(**where: object) -> list[tuple[str, str, str]]:
    counting = Touchpoint.objects.counting().filter(**where).order_by("pk")
    return list(counting.values_list("direction", "means", "outcome"))


def make_mailing(cast: Cast, kind: str = "note") -> Mailing:
    now = clock.now()
    return Mailing.objects.create(
        school=cast.school,
        kind=kind,
        sender=cast.ben,
        reference="test:1",
        created_at=now,
        release_at=now,
        content_kind="learning",
    )


def make_delivery(cast: Cast, *, channel: str = "email", kind: str = "note", families: list[Family] | None = None) -> Delivery:
    mailing = make_mailing(cast, kind)
    content = Content.objects.create(mailing=mailing, language="en", frame_language="so", subject="s", body="b")
    delivery = Delivery.objects.create(
        mailing=mailing, content=content, person=cast.amina, channel=channel, address="a@example.org", due_at=clock.now()
    )
    delivery.families.set(families or [cast.family])
    return delivery


def test_a_sent_delivery_becomes_one_row_however_often_it_is_announced(cast: Cast) -> None:
    delivery = make_delivery(cast)
    assert commands.record_deliveries([delivery.pk], outcome=Outcome.SENT) == {cast.family.pk}
    assert commands.record_deliveries([delivery.pk], outcome=Outcome.SENT) == set()
    row = Touchpoint.objects.get()
    assert (row.direction, row.means, row.outcome, row.content_kind) == ("out", "email", "sent", "learning")
    assert (row.adult, row.staff, row.school) == (cast.amina, cast.ben, cast.school)


def test_a_delivery_about_twins_becomes_a_row_for_each_of_them(cast: Cast) -> None:
    twin = make_student(cast.section, "Ayaan")
    make_guardian(twin, "Amina too")
    families = [cast.family, twin.families.get()]
    delivery = make_delivery(cast, families=families)
    assert commands.record_deliveries([delivery.pk], outcome=Outcome.SENT) == {family.pk for family in families}
    assert Touchpoint.objects.count() == 2


@pytest.mark.parametrize(("kind", "channel"), [("sign-in-code", "email"), ("system", "email"), ("note", "phone")])
def test_codes_system_mail_and_calls_still_to_be_made_are_no_touchpoints(cast: Cast, kind: str, channel: str) -> None:
    delivery = make_delivery(cast, kind=kind, channel=channel)
    assert commands.record_deliveries([delivery.pk], outcome=Outcome.SENT) == set()


def test_a_bounce_overtakes_what_was_said_before_about_the_same_delivery(cast: Cast) -> None:
    delivery = make_delivery(cast)
    for outcome in (Outcome.SENT, Outcome.DELIVERED, Outcome.FAILED):
        commands.record_deliveries([delivery.pk], outcome=outcome)
    assert Touchpoint.objects.count() == 3
    assert rows() == [("out", "email", "failed")]


def test_reading_and_answering_stand_beside_the_delivery(cast: Cast) -> None:
    delivery = make_delivery(cast, channel="letter")
    commands.record_deliveries([delivery.pk], outcome=Outcome.SENT)
    for _twice in range(2):
        commands.record_reading(delivery, at=clock.now())
        commands.record_reply(delivery, channel="slip", source="channels.slip:4")
    commands.record_reply(delivery, channel="email", source="channels.inbound:9", is_verified=False)
    assert rows() == [
        ("out", "letter", "sent"),
        ("out", "link", "read"),
        ("in", "letter", "answered"),
        ("in", "email", "answered"),
    ]
    assert Touchpoint.objects.get(source=f"channels.inbound:9:{cast.family.pk}").adult is None


def test_growth_is_announced_with_the_families(cast: Cast) -> None:
    heard: list[set[int]] = []

    def listen(sender: object, family_ids: set[int], **_more: object) -> None:
        heard.append(family_ids)

    signals.ledger_grew.connect(listen)
    try:
        delivery = make_delivery(cast)
        commands.record_deliveries([delivery.pk], outcome=Outcome.SENT)
        commands.record_deliveries([delivery.pk], outcome=Outcome.SENT)
    finally:
        signals.ledger_grew.disconnect(listen)
    assert heard == [{cast.family.pk}]


def test_a_talk_is_logged_once_by_its_source(cast: Cast) -> None:
    for _twice in range(2):
        commands.log_talk(cast.family, by=cast.ben, means="gate", tone="praise", source="talk:abc", note="Read aloud \u202ewell ")
    row = Touchpoint.objects.get()
    assert (row.direction, row.means, row.outcome, row.tone, row.note) == (
        "both",
        "gate",
        "answered",
        "praise",
        "Read aloud well",
    )
    assert row.staff == cast.ben


def test_a_talk_of_another_schools_family_or_in_the_future_is_refused(cast: Cast) -> None:
    with pytest.raises(NotAllowedError):
        commands.log_talk(cast.family, by=cast.eve, means="gate", source="talk:1")
    with pytest.raises(BadInputError):
        commands.log_talk(cast.family, by=cast.ben, means="gate", source="talk:2", at=clock.now() + dt.timedelta(days=1))
    assert not Touchpoint.objects.exists()


def make_call(cast: Cast, result: str) -> Errand:
    now = clock.now()
    return Errand.objects.create(
        school=cast.school, kind="call", owner=cast.carla, family=cast.family, source=f"test:{result}", title="Call",
        due_on=now.date(), created_at=now, closed_at=now, closed_by=cast.carla, result=result,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        ("reached", ("both", "phone", "answered")),
        ("no-answer", ("out", "phone", "no-answer")),
        ("wrong-number", ("out", "phone", "failed")),
    ],
)
def test_what_came_of_a_call_is_written_down_once(cast: Cast, result: str, expected: tuple[str, str, str]) -> None:
    errand = make_call(cast, result)
    for _twice in range(2):
        commands.record_call(errand, result=result, by=cast.carla)
    assert rows(staff=cast.carla) == [expected]


def test_a_correction_takes_the_place_of_the_wrong_row_and_is_itself_correctable(cast: Cast) -> None:
    wrong = commands.log_talk(cast.family, by=cast.ben, means="gate", source="talk:1", note="By phone it was")
    right = commands.correct(wrong, by=cast.ben, means="phone")
    assert rows() == [("both", "phone", "answered")]
    assert (right.note, right.at) == ("By phone it was", wrong.at)
    with pytest.raises(ConflictError):
        commands.correct(wrong, by=cast.ben, means="visit")
    commands.correct(right, by=cast.carla, outcome=Outcome.WITHDRAWN)
    assert rows() == []
    assert Touchpoint.objects.count() == 3


def test_the_database_refuses_to_change_or_delete_a_row(cast: Cast) -> None:
    row = commands.log_talk(cast.family, by=cast.ben, means="gate", source="talk:1")
    with pytest.raises(DatabaseError), transaction.atomic():
        Touchpoint.objects.filter(pk=row.pk).update(note="other")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM touchpoints_touchpoint")


def test_the_ledger_of_a_family_is_for_those_who_look_after_it(cast: Cast) -> None:
    old = commands.log_talk(cast.family, by=cast.ben, means="gate", source="1", at=clock.now() - dt.timedelta(days=3))
    new = commands.log_talk(cast.family, by=cast.carla, means="phone", source="2")
    for viewer in (cast.ben, cast.carla, cast.dov):
        assert list(queries.ledger_of(cast.family, viewer)) == [new, old]
    for viewer in (cast.eve, cast.amina):
        assert list(queries.ledger_of(cast.family, viewer)) == []


def test_a_call_asked_for_by_a_delivery_is_told_once_for_each_twin(cast: Cast) -> None:
    twin = make_student(cast.section, "Ayaan")
    Guardianship.objects.create(adult=cast.amina, student=twin, family=twin.families.create())
    families = [cast.family, twin.families.get()]
    delivery = make_delivery(cast, channel="phone", families=families)
    Delivery.objects.filter(pk=delivery.pk).update(state="queued", waits_for="call")
    errand = make_open_call(cast, f"channels.delivery:{delivery.pk}")
    errands.record_result(errand, result="no-answer", by=cast.carla)
    errands.record_result(errand, result="reached", by=cast.carla, note="Evenings are best")
    for family in families:
        assert rows(family=family) == [("out", "phone", "no-answer"), ("both", "phone", "answered")]
    assert Delivery.objects.get(pk=delivery.pk).state == "sent"


def make_open_call(cast: Cast, source: str) -> Errand:
    now = clock.now()
    return Errand.objects.create(
        school=cast.school, kind="call", owner=cast.carla, family=cast.family, source=source, title="Call", due_on=now.date(), created_at=now
    )  # fmt: skip
