"""Calls: the family's words apart from one's own note, a number to press, and nobody called about what the home knows."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.channels.posting import deliver, post, post_to_amina, to
from tests.support.cast import Cast, make_guardian

from gatepost.accounts.models import User
from gatepost.channels.models import Delivery
from gatepost.conversations.models import Message, Thread
from gatepost.errands import commands
from gatepost.errands.models import Errand
from gatepost.touchpoints.models import Touchpoint

pytestmark = pytest.mark.django_db


def asked_to_call(cast: Cast) -> Errand:
    deliver(post_to_amina(cast, channel="phone").mailing, "phone")
    return Errand.objects.get(kind="call")


def entries() -> list[tuple[object, ...]]:
    return list(Message.objects.values_list("from_family", "author__given_name", "entered_by__given_name", "body", "via"))


def test_what_the_family_said_is_theirs_and_the_own_note_is_not(cast: Cast) -> None:
    commands.record_result(
        asked_to_call(cast), result="reached", said="We come on Thursday.", note="Spoke with her, sounded tired.", by=cast.dov
    )
    assert entries() == [(True, "Amina", "Dov", "We come on Thursday.", "phone")]
    assert Thread.objects.get().unread_since is not None
    told = Touchpoint.objects.get()
    assert (told.direction, told.outcome, told.note) == (
        "both",
        "answered",
        "We come on Thursday.\nSpoke with her, sounded tired.",
    )


def test_who_called_has_no_new_answer_to_read(cast: Cast) -> None:
    commands.record_result(asked_to_call(cast), result="reached", said="We come on Thursday.", by=cast.ben)
    assert entries() == [(True, "Amina", "Ben", "We come on Thursday.", "phone")]
    assert Thread.objects.get().unread_since is None


def test_without_words_of_the_family_the_thread_says_that_a_call_took_place(cast: Cast) -> None:
    commands.record_result(asked_to_call(cast), result="reached", note="Spoke with her, sounded tired.", by=cast.dov)
    assert entries() == [(False, "Dov", None, "We talked on the phone.", "phone")]
    assert Thread.objects.get().unread_since is None
    assert list(Touchpoint.objects.values_list("direction", "outcome")) == [("both", "answered")]
    assert Delivery.objects.get().answered_at is not None


def test_the_other_parent_of_one_home_is_not_called_too(cast: Cast) -> None:
    father = make_guardian(cast.yusuf, "Guled", phone="+34600111333")
    elsewhere = make_guardian(cast.yusuf, "Hassan", phone="+34600111444", home="second")
    deliver(post(cast, *(to(adult, channel="phone") for adult in (cast.amina, father, elsewhere))), "phone")
    commands.record_result(Errand.objects.get(title__startswith="Call Amina"), result="reached", by=cast.ben)
    assert [errand.title for errand in Errand.objects.open()] == ["Call Hassan Warsame: +34600111444"]
    states = dict(Delivery.objects.values_list("person__given_name", "state"))
    assert states == {"Amina": "sent", "Guled": "suppressed", "Hassan": "queued"}
    assert Touchpoint.objects.count() == 1


def test_nobody_reached_spares_nobody(cast: Cast) -> None:
    father = make_guardian(cast.yusuf, "Guled", phone="+34600111333")
    deliver(post(cast, *(to(adult, channel="phone") for adult in (cast.amina, father))), "phone")
    commands.record_result(Errand.objects.get(title__startswith="Call Amina"), result="wrong-number", by=cast.ben)
    assert [errand.title for errand in Errand.objects.open()] == ["Call Guled Warsame: +34600111333"]


@pytest.fixture
def dov(cast: Cast, settings: object) -> Client:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]
    client = Client()
    client.force_login(User.objects.create_user(person=cast.dov, email="dov@school.example"))
    return client


def test_the_page_has_the_number_to_press_and_two_fields(cast: Cast, dov: Client) -> None:
    errand = asked_to_call(cast)
    page = dov.get(reverse("errands:errand", args=[errand.pk])).content.decode()
    assert 'href="tel:+34600111222"' in page
    assert ("What the family said (goes into the thread)" in page, "Your own note" in page) == (True, True)
    words = {"result": "reached", "said": "We come.", "note": "Tired."}
    assert dov.post(reverse("errands:errand", args=[errand.pk]), words).status_code == 302
    errand.refresh_from_db()
    assert (errand.said, errand.result_note) == ("We come.", "Tired.")


def test_a_protected_number_stands_nowhere_on_the_errand(cast: Cast, dov: Client) -> None:
    cast.amina.is_protected = True
    cast.amina.save()
    errand = asked_to_call(cast)
    page = dov.get(reverse("errands:errand", args=[errand.pk])).content.decode()
    assert (errand.phone, "600111222" in errand.title + errand.script, "tel:" in page) == ("", False, False)


def test_other_errands_have_one_field_only(cast: Cast, dov: Client) -> None:
    wanted = commands.Wanted(kind="review", school=cast.school, owner=cast.dov, source="tests.thing:9", title="Look")
    page = dov.get(reverse("errands:errand", args=[commands.give_errand(wanted, by=None).pk])).content.decode()
    assert ('name="said"' in page, 'name="note"' in page) == (False, True)
