"""A family that presses "please call me" is called: a named person is asked, once, with the number and the words."""

import datetime as dt

import time_machine
from django.test import Client

from gatepost.channels import tokens
from gatepost.channels.models import Delivery
from gatepost.conversations.commands import talks
from gatepost.conversations.models import Message
from gatepost.errands import commands as errands
from gatepost.errands.models import Errand
from gatepost.kernel.tokens import code_digest
from gatepost.people.commands.rights import Bar
from gatepost.people.commands.rights import restrict as enter_restriction
from gatepost.people.models import ContactPoint
from gatepost.touchpoints.models import Touchpoint
from tests.conversations.test_family_pages import delivery, path_of
from tests.support.cast import Cast, restrict

__all__ = ["delivery"]
FRIDAY_NIGHT = dt.datetime(2026, 11, 20, 20, 0, tzinfo=dt.UTC)


def press(client: Client, made: Delivery, ready: str) -> None:
    assert client.post(path_of(made), {"press": "answer", "ready": ready}).status_code == 302


def test_a_call_is_asked_of_who_wrote_once_for_each_note(client: Client, cast: Cast, delivery: Delivery) -> None:
    press(client, delivery, "call-me")
    press(client, delivery, "call-me")
    errand = Errand.objects.get()
    assert (errand.kind, errand.owner, errand.family, errand.source) == (
        "call",
        cast.ben,
        cast.family,
        f"conversations.call-me:{delivery.pk}",
    )
    assert (errand.title, errand.phone) == ("Call Amina Warsame: +34600111222", "+34600111222")
    assert ("Yusuf sheeko ayuu akhriyey." in errand.script, "Yusuf read a story aloud." in errand.script) == (True, True)
    assert errand.due_on.weekday() < 5


def test_a_slip_with_a_tick_asks_for_the_same_call(cast: Cast, delivery: Delivery) -> None:
    code = tokens.short_code(delivery)
    Delivery.objects.filter(pk=delivery.pk).update(code_digest=code_digest(tokens.CODE, code))
    talks.type_in_slip(code=code, text="Thank you", by=cast.dov)
    assert Errand.objects.count() == 0
    talks.type_in_slip(code=code, text="", ticks=["call-me"], by=cast.dov)
    assert [(errand.kind, errand.owner) for errand in Errand.objects.all()] == [("call", cast.ben)]


def test_who_did_not_understand_is_told_again(client: Client, cast: Cast, delivery: Delivery) -> None:
    press(client, delivery, "not-understood")
    errand = Errand.objects.get()
    assert (errand.kind, errand.owner, errand.title) == (
        "review",
        cast.ben,
        "Explain the note again to the family of Yusuf Warsame",
    )


def test_an_answer_in_own_words_asks_nothing_of_anybody(client: Client, delivery: Delivery) -> None:
    client.post(path_of(delivery), {"press": "answer", "text": "Mahadsanid"})
    assert (Message.objects.filter(from_family=True).count(), Errand.objects.count()) == (1, 0)


def test_a_protected_number_or_none_stands_not_on_it(client: Client, cast: Cast, delivery: Delivery) -> None:
    cast.amina.is_protected = True
    cast.amina.save()
    press(client, delivery, "call-me")
    errand = Errand.objects.get()
    assert (errand.title, errand.phone, "600111222" in errand.script) == (
        "Call Amina Warsame: number on the person's page",
        "",
        False,
    )


def test_without_a_number_it_is_asked_all_the_same(client: Client, delivery: Delivery) -> None:
    ContactPoint.objects.filter(kind="phone").update(state="wrong-person")
    press(client, delivery, "call-me")
    assert Errand.objects.get().title == "Call Amina Warsame: we have no number"


def test_what_came_of_the_call_stands_in_the_thread_and_the_ledger(client: Client, cast: Cast, delivery: Delivery) -> None:
    press(client, delivery, "call-me")
    errands.record_result(Errand.objects.get(), result="reached", said="Which day was it?", note="Told her.", by=cast.ben)
    last = Message.objects.latest("pk")
    assert (last.from_family, last.body, last.via, last.entered_by) == (True, "Which day was it?", "phone", cast.ben)
    assert Touchpoint.objects.filter(means="phone", direction="both").count() == 1


def test_a_right_that_ends_takes_the_wish_back(client: Client, cast: Cast, delivery: Delivery) -> None:
    press(client, delivery, "call-me")
    bar = Bar(frozenset({"contact"}), dt.date(2026, 1, 1), "Court order")
    enter_restriction(cast.amina, cast.yusuf, bar=bar, by=cast.dov)
    assert Errand.objects.filter(kind="call").count() == 0


def test_a_call_after_the_right_has_ended_is_told_nowhere(client: Client, cast: Cast, delivery: Delivery) -> None:
    press(client, delivery, "call-me")
    restrict(cast.amina, cast.yusuf)
    before = Message.objects.count()
    errands.record_result(Errand.objects.get(), result="reached", said="Secret", by=cast.ben)
    assert list(Errand.objects.values_list("title", "phone", "said")) == [("An errand that was no longer allowed", "", "")]
    assert (Message.objects.count() - before, Touchpoint.objects.filter(means="phone").count()) == (0, 0)


def test_it_is_due_on_a_school_day(client: Client, cast: Cast, delivery: Delivery) -> None:
    del client
    from gatepost.conversations.commands.wishes import hear_wish

    with time_machine.travel(FRIDAY_NIGHT + dt.timedelta(days=1), tick=False):
        errand = hear_wish(delivery, ready="call-me")
    assert errand is not None
    assert errand.due_on == dt.date(2026, 11, 23)
