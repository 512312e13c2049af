"""The road out: posted, released, taken up, handed over, settled; stopped and judged at the moment of sending."""

import datetime as dt

import pytest

from gatepost.channels import commands
from gatepost.channels.models import Delivery, Mailing
from gatepost.people.contact_commands import set_contact_state
from gatepost.people.models import ContactPoint, Guardianship
from gatepost.touchpoints.models import Touchpoint
from tests.channels.posting import deliver, in_an_hour, many_guardians, post, post_to_amina, to
from tests.support.cast import Cast, make_guardian, make_student, restrict

pytestmark = pytest.mark.django_db


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
