"""An answer stands in the right thread, once, whoever brought it."""

import uuid

import pytest

from gatepost.channels import tokens
from gatepost.channels.commands.answers import accept_reply
from gatepost.channels.models import Delivery
from gatepost.conversations.commands import talks, threads
from gatepost.conversations.models import Message, Thread
from gatepost.kernel.errors import BadInputError, NotAllowedError
from gatepost.touchpoints.models import Touchpoint
from tests.conversations.test_notes import send
from tests.support.cast import Cast, make_guardian, make_student


def delivery_of(cast: Cast) -> Delivery:
    return Delivery.objects.get(mailing=send(cast).mailing)


def answers(cast: Cast) -> list[tuple[str, str, bool]]:
    return list(Message.objects.filter(thread__family=cast.family, from_family=True).values_list("body", "via", "is_verified"))


def test_an_answer_stands_in_the_senders_thread_once(cast: Cast) -> None:
    delivery = delivery_of(cast)
    for _again in range(2):
        accept_reply(delivery, text="Mahadsanid!", channel="email", source="channels.inbound:1", by=cast.amina)
    assert answers(cast) == [("Mahadsanid!", "email", True)]
    thread = Thread.objects.get()
    assert (thread.owner, thread.unread_since is not None) == (cast.ben, True)
    delivery.refresh_from_db()
    assert delivery.answered_at is not None


def test_an_answer_from_an_unknown_address_is_marked_and_proves_nothing(cast: Cast) -> None:
    delivery = delivery_of(cast)
    accept_reply(delivery, text="Hi", channel="email", source="channels.inbound:2", is_verified=False)
    assert answers(cast) == [("Hi", "email", False)]
    delivery.refresh_from_db()
    assert delivery.answered_at is None
    assert Message.objects.get(from_family=True).author is None


def test_the_owner_opening_it_clears_the_mark_and_others_do_not(cast: Cast) -> None:
    accept_reply(delivery_of(cast), text="Hi", channel="link", source="x:1", by=cast.amina)
    thread = Thread.objects.get()
    threads.mark_seen(thread, by=cast.dov)
    assert Thread.objects.get().unread_since is not None
    threads.mark_seen(thread, by=cast.ben)
    assert Thread.objects.get().unread_since is None


def test_the_school_answers_to_every_adult_who_may_be_contacted(cast: Cast) -> None:
    make_guardian(cast.yusuf, "Omar", language="en", email="omar@example.org")
    delivery = Delivery.objects.filter(mailing=send(cast).mailing).first()
    assert delivery is not None
    accept_reply(delivery, text="Hi", channel="link", source="x:2", by=cast.amina)
    message = threads.reply_in_thread(
        Thread.objects.get(), body="Thank you", own_version="Mahadsanid", own_language="so", by=cast.ben
    )
    sent = Delivery.objects.filter(mailing__kind="reply").order_by("address")
    assert [(row.address, row.content.body) for row in sent] == [
        ("amina@example.org", "Mahadsanid"),
        ("omar@example.org", "Thank you"),
    ]
    assert message.text is not None


def test_a_slip_is_typed_in_by_its_code_once(cast: Cast) -> None:
    make_guardian(make_student(cast.section, "Lin", "Qiu"), "Mei", language="zh-Hans")
    note = send(cast, expected=2)
    letter = Delivery.objects.get(mailing=note.mailing, channel="letter")
    code = tokens.short_code(letter).lower().replace("-", " ")
    for _again in range(2):
        thread = talks.type_in_slip(code=code, text="谢谢", ticks=["call-me"], by=cast.dov)
    assert thread is not None
    entry = Message.objects.get(from_family=True)
    assert (entry.body, entry.via, entry.entered_by, entry.thread) == ("谢谢\nPlease call me.", "slip", cast.dov, thread)


def test_a_slip_with_only_its_first_box_ticked_is_read_and_no_answer(cast: Cast) -> None:
    make_guardian(make_student(cast.section, "Lin", "Qiu"), "Mei", language="zh-Hans")
    letter = Delivery.objects.get(mailing=send(cast, expected=2).mailing, channel="letter")
    talks.type_in_slip(code=tokens.short_code(letter), text="", ticks=["read"], by=cast.ben)
    letter.refresh_from_db()
    assert (letter.read_at is not None, letter.answered_at) == (True, None)
    assert Message.objects.filter(from_family=True).count() == 0


def test_a_slip_of_another_school_is_as_unknown_as_none(cast: Cast) -> None:
    make_guardian(make_student(cast.section, "Lin", "Qiu"), "Mei")
    letter = Delivery.objects.get(mailing=send(cast, expected=2).mailing, channel="letter")
    with pytest.raises(BadInputError, match="No letter of your school"):
        talks.type_in_slip(code=tokens.short_code(letter), text="x", by=cast.eve)
    with pytest.raises(BadInputError, match="No letter of your school"):
        talks.type_in_slip(code="ZZZZ-ZZZZ", text="x", by=cast.dov)
    assert Message.objects.filter(from_family=True).count() == 0


def test_a_talk_pressed_twice_is_logged_once(cast: Cast) -> None:
    once = uuid.uuid4()
    for _again in range(2):
        talks.log_talk(cast.family, talk=talks.Talk("gate", "praise", "learning", "Proud"), once=once, by=cast.ben)
    assert list(Touchpoint.objects.values_list("direction", "means", "tone", "outcome")) == [
        ("both", "gate", "praise", "answered")
    ]
    assert Message.objects.get().body == "Proud"


def test_nobody_logs_talks_about_children_of_others(cast: Cast) -> None:
    with pytest.raises(NotAllowedError):
        talks.log_talk(cast.family, talk=talks.Talk("gate", "praise", "learning"), once=uuid.uuid4(), by=cast.eve)
    assert Touchpoint.objects.count() == 0
