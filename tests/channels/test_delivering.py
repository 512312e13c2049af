"""The road out: posted, released, taken up, handed over, settled; stopped and judged at the moment of sending."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError, connection
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.channels.posting import deliver, in_an_hour, many_guardians, post, post_to_amina, to
from tests.support.cast import Cast, make_guardian, make_student, restrict

from gatepost.channels import commands, signals
from gatepost.channels.commands import delivering, settling
from gatepost.channels.models import Delivery, Mailing
from gatepost.channels.ports import DeliveryError, Outcome, Outgoing, Receipt
from gatepost.kernel import clock
from gatepost.people.commands.contacts import set_contact_state
from gatepost.people.models import ContactPoint, Guardianship
from gatepost.touchpoints.models import Touchpoint

pytestmark = pytest.mark.django_db


def jobs_for(mailing: Mailing) -> int:
    """Jobs that wait to carry this mailing."""
    waiting = ProcrastinateJob.objects.filter(task_name="channels.deliver_mailing", status="todo")
    return waiting.filter(args__mailing_id=mailing.pk).count()


def states(mailing: Mailing) -> list[str]:
    return sorted(mailing.deliveries.values_list("state", flat=True))


def test_a_released_mailing_is_sent_and_stands_in_the_ledger(cast: Cast) -> None:
    delivery = post_to_amina(cast)
    assert deliver(delivery.mailing) == 1
    delivery.refresh_from_db()
    assert (delivery.state, delivery.provider, delivery.attempts) == ("sent", "mailroom", 1)
    assert delivery.sent_at is not None
    assert delivery.lease is None
    assert [(row.means, row.outcome) for row in Touchpoint.objects.filter(family=cast.family)] == [("email", "sent")]


def test_nothing_leaves_before_its_release(cast: Cast) -> None:
    delivery = post_to_amina(cast, release_at=in_an_hour())
    assert deliver(delivery.mailing) == 0
    commands.release_mailing(delivery.mailing, by=cast.ben)
    assert deliver(delivery.mailing) == 1


def test_a_mailing_taken_back_sends_nothing(cast: Cast) -> None:
    delivery = post_to_amina(cast, release_at=in_an_hour())
    assert commands.stop_mailing(delivery.mailing, by=cast.ben) == 1
    commands.release_mailing(delivery.mailing, by=cast.ben)
    assert deliver(delivery.mailing) == 0
    assert states(delivery.mailing) == ["cancelled"]


def test_a_restricted_adult_is_sent_nothing_although_it_was_queued(cast: Cast) -> None:
    father = make_guardian(cast.yusuf, "Omar", email="omar@example.org")
    mailing = post(cast, to(cast.amina), to(father))
    restrict(father, cast.yusuf)
    assert deliver(mailing) == 1
    sent = Delivery.objects.get(mailing=mailing, state="sent")
    kept = Delivery.objects.get(mailing=mailing, state="suppressed")
    assert (sent.address, kept.address, kept.reason) == ("amina@example.org", "omar@example.org", "no-contact-right")
    assert not Touchpoint.objects.filter(adult=father).exists()


def test_an_ended_guardianship_is_sent_nothing(cast: Cast) -> None:
    delivery = post_to_amina(cast)
    Guardianship.objects.filter(adult=cast.amina).update(ends_on=dt.date(2020, 1, 1))
    assert deliver(delivery.mailing) == 0
    assert states(delivery.mailing) == ["suppressed"]


def test_a_right_lost_for_one_child_leaves_the_other_and_its_name_only(cast: Cast) -> None:
    sister = make_student(cast.section, "Hodan")
    family = cast.family.__class__.objects.create(student=sister)
    Guardianship.objects.create(adult=cast.amina, student=sister, family=family)
    mailing = post(cast, to(cast.amina))
    restrict(cast.amina, sister)
    assert deliver(mailing) == 1
    delivery = Delivery.objects.get(mailing=mailing)
    assert delivery.personal["child"] == "Yusuf"
    assert [found.student for found in delivery.families.all()] == [cast.yusuf]


def test_an_address_that_changed_owner_or_died_is_not_written_to(cast: Cast) -> None:
    delivery = post_to_amina(cast)
    set_contact_state(ContactPoint.objects.get(pk=delivery.contact_point_id), "wrong-person", by=None)
    assert deliver(delivery.mailing) == 0
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == ("suppressed", "contact-unusable")


def test_an_address_corrected_meanwhile_is_not_written_to_at_its_old_value(cast: Cast) -> None:
    delivery = post_to_amina(cast)
    ContactPoint.objects.filter(pk=delivery.contact_point_id).update(value="amina@new.example")
    deliver(delivery.mailing)
    assert states(delivery.mailing) == ["suppressed"]
    followed = commands.find_next_way(delivery.pk)
    assert followed is not None
    assert followed.address == "amina@new.example"


def test_many_are_posted_and_sent_whole(cast: Cast) -> None:
    guardians = many_guardians(cast, 120)
    mailing = post(cast, *[to(guardian) for guardian in guardians])
    assert deliver(mailing) == 120
    assert states(mailing) == ["sent"] * 120
    assert Touchpoint.objects.count() == 120


def test_delivering_again_sends_nothing_again(cast: Cast) -> None:
    delivery = post_to_amina(cast)
    assert [deliver(delivery.mailing), deliver(delivery.mailing)] == [1, 0]


class StopsAfterThree:
    """A provider in whose hands the mailing is stopped, as by a click elsewhere."""

    name, claims, gathers = "stops", 500, False

    def send(self, batch: Iterable[Outgoing]) -> Iterator[Receipt]:
        for number, outgoing in enumerate(batch, start=1):
            yield Receipt(outgoing.delivery_id, Outcome.SENT)
            if number == 3:
                commands.stop_mailing(Mailing.objects.get(pk=outgoing.mailing_id), by=None)


def test_stopping_while_it_goes_out_spares_all_the_rest(cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivering, "_ASK_AGAIN_SECONDS", 0.0)
    settings.CHANNEL_PROVIDERS = settings.CHANNEL_PROVIDERS | {"email": f"{__name__}.StopsAfterThree"}
    mailing = post(cast, *[to(guardian) for guardian in many_guardians(cast, 120)])
    assert deliver(mailing) == 3
    assert states(mailing) == ["cancelled"] * 117 + ["sent"] * 3


class Away:
    """A provider that breaks after two messages."""

    name, claims, gathers = "away", 500, False

    def send(self, batch: Iterable[Outgoing]) -> Iterator[Receipt]:
        for number, outgoing in enumerate(batch):
            if number == 2:
                raise DeliveryError("The line is dead.", permanent=False)
            yield Receipt(outgoing.delivery_id, Outcome.SENT)


class Broken(Away):
    def send(self, batch: Iterable[Outgoing]) -> Iterator[Receipt]:
        for number, outgoing in enumerate(batch):
            if number == 2:
                raise RuntimeError("a mistake of ours")
            yield Receipt(outgoing.delivery_id, Outcome.SENT)


def test_an_outage_keeps_what_was_sent_and_costs_the_rest_no_try(cast: Cast, settings: Any) -> None:
    settings.CHANNEL_PROVIDERS = settings.CHANNEL_PROVIDERS | {"email": f"{__name__}.Away"}
    mailing = post(cast, *[to(guardian) for guardian in many_guardians(cast, 5)])
    assert deliver(mailing) == 2
    assert sorted(mailing.deliveries.values_list("state", "attempts")) == [("queued", 0)] * 3 + [("sent", 1)] * 2
    assert not mailing.deliveries.filter(state="queued", due_at__lt=clock.now()).exists()


def test_a_mistake_of_ours_is_loud_and_loses_nothing(cast: Cast, settings: Any) -> None:
    settings.CHANNEL_PROVIDERS = settings.CHANNEL_PROVIDERS | {"email": f"{__name__}.Broken"}
    mailing = post(cast, *[to(guardian) for guardian in many_guardians(cast, 5)])
    with pytest.raises(RuntimeError):
        deliver(mailing)
    assert (
        sorted(mailing.deliveries.values_list("state", "attempts")) == [("queued", 0)] * 2 + [("queued", 1)] + [("sent", 1)] * 2
    )


def test_a_ledger_that_refuses_one_family_sends_nobody_twice(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """What has left is written down, whatever else goes wrong with it: otherwise it would leave again and again."""
    mailing = post(cast, *[to(guardian) for guardian in many_guardians(cast, 5)])
    hostile = mailing.deliveries.order_by("pk")[2]

    def refuse(sender: object, delivery_ids: list[int], **_more: object) -> None:
        if hostile.pk in delivery_ids:
            raise ValueError("no row for this one")

    signals.deliveries_sent.connect(refuse)
    try:
        assert deliver(mailing) == 5
    finally:
        signals.deliveries_sent.disconnect(refuse)
    assert states(mailing) == ["sent"] * 5
    assert Touchpoint.objects.count() == 4


def test_a_database_that_stumbles_is_asked_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling.time, "sleep", lambda _seconds: None)
    stumbles = iter([OperationalError("deadlock detected"), OperationalError("deadlock detected")])

    def act() -> None:
        for stumble in stumbles:
            raise stumble

    monkeypatch.setattr(settling, "connection", SimpleNamespace(in_atomic_block=False, close=lambda: None))
    settling._insist(act)
    with pytest.raises(OperationalError):
        settling._insist(lambda: (_ for _ in ()).throw(OperationalError("gone for good")))


def test_a_long_mailing_is_cut_into_slices(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivering, "SLICE_SECONDS", -1.0)
    delivery = post_to_amina(cast)
    assert deliver(delivery.mailing) == 0
    assert jobs_for(delivery.mailing) == 1
    monkeypatch.undo()
    assert deliver(delivery.mailing) == 1


def test_leases_that_ran_out_are_due_again_and_somebody_is_asked_to_carry_them(cast: Cast) -> None:
    delivery = post_to_amina(cast)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    long_ago = clock.now() - dt.timedelta(seconds=1)
    Delivery.objects.update(state="sending", lease=uuid.uuid4(), leased_until=long_ago)
    assert commands.sweep_deliveries() == 1
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.reason) == ("queued", 1, "worker-ended")
    assert jobs_for(delivery.mailing) == 1
    assert deliver(delivery.mailing) == 1


def test_a_lease_that_still_runs_is_left_alone(cast: Cast) -> None:
    post_to_amina(cast)
    Delivery.objects.update(state="sending", lease=uuid.uuid4(), leased_until=in_an_hour())
    assert commands.sweep_deliveries() == 0


@pytest.mark.parametrize("what", [{"attempts": 12}, {"attempts": 1, "days": 4}], ids=["too often", "too long"])
def test_what_was_tried_for_too_long_goes_another_way(cast: Cast, what: dict[str, int]) -> None:
    delivery = post_to_amina(cast)
    Delivery.objects.update(attempts=what["attempts"])
    Mailing.objects.update(release_at=clock.now() - dt.timedelta(days=what.get("days", 0)))
    commands.sweep_deliveries()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == ("failed", "tried-too-often")
    followed = commands.find_next_way(delivery.pk)
    assert followed is not None
    assert followed.channel == "letter"
