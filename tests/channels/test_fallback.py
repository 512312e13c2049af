"""What failed goes to the next way, and at last to a named human; nobody is told who may not be, or who knows already."""

import pytest
from tests.channels.posting import SOMALI, deliver, post_to_amina
from tests.support.cast import Cast, make_staff, restrict

from gatepost.channels import commands
from gatepost.channels.models import Delivery
from gatepost.errands import commands as errands
from gatepost.errands.models import Errand
from gatepost.people.models import ContactPoint, Need
from gatepost.touchpoints.models import Touchpoint

pytestmark = pytest.mark.django_db


def fail(delivery: Delivery, *, reason: str = "no-such-address", is_bad_address: bool = True) -> Delivery | None:
    """It comes back, and the next way is looked for."""
    commands.record_status(delivery, "sent")
    commands.record_status(delivery, "bounced", reason=reason, is_bad_address=is_bad_address)
    return commands.find_next_way(delivery.pk)


def call_errand() -> Errand:
    return Errand.objects.get(kind="call", closed_at=None)


def test_the_ladder_goes_from_mail_to_letter_to_call_to_a_named_human(cast: Cast) -> None:
    delivery = post_to_amina(cast)
    letter = fail(delivery)
    assert letter is not None
    assert (letter.channel, letter.previous, letter.mailing) == ("letter", delivery, delivery.mailing)
    assert [family.pk for family in letter.families.all()] == [cast.family.pk]
    commands.record_status(letter, "failed", reason="no-font")
    call = commands.find_next_way(letter.pk)
    assert call is not None
    assert (call.channel, call.address) == ("phone", "+34600111222")
    deliver(call.mailing, "phone")
    for _try in range(3):
        errands.record_result(call_errand(), result="no-answer", by=cast.ben)
    call.refresh_from_db()
    assert (call.state, call.reason) == ("failed", "no-answer")
    assert commands.find_next_way(call.pk) is None
    last = Errand.objects.get(kind="mend-contact")
    assert (last.owner, last.family, last.title) == (cast.ben, cast.family, "Find a way to reach Amina Warsame")
    assert last.reason.count("\n") == 3


def test_a_second_address_is_tried_before_paper(cast: Cast) -> None:
    delivery = post_to_amina(cast)
    ContactPoint.objects.create(person=cast.amina, kind="email", value="second@example.org", raw="second@example.org", priority=2)
    followed = fail(delivery)
    assert followed is not None
    assert (followed.channel, followed.address) == ("email", "second@example.org")


def test_who_would_rather_be_called_is_called_first(cast: Cast) -> None:
    cast.amina.prefers_call = True
    cast.amina.save()
    followed = fail(post_to_amina(cast))
    assert followed is not None
    assert followed.channel == "phone"


def test_asked_twice_the_ladder_takes_one_step(cast: Cast) -> None:
    delivery = post_to_amina(cast)
    fail(delivery)
    assert commands.find_next_way(delivery.pk) is None
    assert Delivery.objects.filter(previous=delivery).count() == 1


@pytest.mark.parametrize("way", ["restricted", "stopped", "answered", "read"])
def test_nothing_follows_where_nothing_should(cast: Cast, way: str) -> None:
    delivery = post_to_amina(cast)
    commands.record_status(delivery, "sent")
    if way == "restricted":
        restrict(cast.amina, cast.yusuf)
    elif way == "stopped":
        commands.stop_mailing(delivery.mailing, by=cast.ben)
    elif way == "answered":
        commands.accept_reply(delivery, text="Yes", channel="link", source="tests:1")
    else:
        commands.mark_read(delivery)
    commands.record_status(delivery, "bounced", reason="no-such-address", is_bad_address=True)
    assert commands.find_next_way(delivery.pk) is None
    assert Delivery.objects.count() == 1
    assert not Errand.objects.exists()


def test_a_temporary_trouble_is_no_failure(cast: Cast) -> None:
    delivery = post_to_amina(cast)
    assert commands.find_next_way(delivery.pk) is None


def test_the_office_takes_over_from_a_sender_who_left(cast: Cast) -> None:
    clerk = make_staff(cast.school, "office", "Olga", "Office")
    ContactPoint.objects.filter(kind="phone").delete()
    delivery = post_to_amina(cast)
    cast.ben.school_roles.all().delete()
    letter = fail(delivery)
    assert letter is not None
    commands.record_status(letter, "failed", reason="no-font")
    commands.find_next_way(letter.pk)
    assert Errand.objects.get().owner == clerk


def test_a_call_errand_has_number_and_words_in_both_languages_and_says_if_an_interpreter_is_needed(cast: Cast) -> None:
    cast.amina.spoken_languages = ["so"]
    cast.amina.save()
    delivery = post_to_amina(cast, channel="phone", words=SOMALI)
    deliver(delivery.mailing, "phone")
    errand = call_errand()
    assert (errand.owner, errand.family, errand.title) == (cast.ben, cast.family, "Call Amina Warsame: +34600111222")
    for words in ("Somali", "Yusuf maanta ayuu akhriyey", "Yusuf read aloud today", "Riverside School"):
        assert words in errand.script
    Need.objects.create(person=cast.amina, kind="interpreter")
    second = post_to_amina(cast, channel="phone", words=SOMALI)
    deliver(second.mailing, "phone")
    assert "asked for an interpreter" in Errand.objects.get(source=f"channels.delivery:{second.pk}").script


def test_a_call_that_reached_somebody_is_sent_answered_and_one_touchpoint(cast: Cast) -> None:
    delivery = post_to_amina(cast, channel="phone")
    deliver(delivery.mailing, "phone")
    delivery.refresh_from_db()
    assert (delivery.state, delivery.waits_for) == ("queued", "call")
    errands.record_result(call_errand(), result="reached", said="She comes on Thursday.", by=cast.ben)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.waits_for, delivery.answered_at is not None) == ("sent", "", True)
    assert [(row.means, row.outcome) for row in Touchpoint.objects.all()] == [("phone", "answered")]


def test_a_wrong_number_is_marked_and_not_called_again(cast: Cast) -> None:
    delivery = post_to_amina(cast, channel="phone")
    deliver(delivery.mailing, "phone")
    errands.record_result(call_errand(), result="wrong-number", by=cast.ben)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == ("failed", "wrong-number")
    assert ContactPoint.objects.get(pk=delivery.contact_point_id).state == "wrong-person"
    followed = commands.find_next_way(delivery.pk)
    assert followed is not None
    assert followed.channel == "email"


def test_a_call_taken_back_is_asked_of_nobody_any_more(cast: Cast) -> None:
    delivery = post_to_amina(cast, channel="phone")
    deliver(delivery.mailing, "phone")
    commands.stop_mailing(delivery.mailing, by=cast.ben)
    assert not Errand.objects.exists()


def test_without_anybody_to_ask_a_call_fails_openly(cast: Cast) -> None:
    delivery = post_to_amina(cast, channel="phone")
    for person in (cast.ben, cast.carla, cast.dov):
        person.school_roles.all().delete()
    deliver(delivery.mailing, "phone")
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == ("failed", "nobody-to-call")
