"""What becomes of a message: into the thread, onto the delivery, or to a person; judged by the rights of this moment."""

import datetime as dt

import pytest
from tests.channels_inbound.mails import NOTE, dsn, mail, multipart, quoted
from tests.channels_inbound.posting import answer, come_back, come_in, note_to_amina
from tests.support.cast import Cast, make_guardian, make_section, make_staff, make_student, restrict

from gatepost.channels.inbound import commands
from gatepost.channels.inbound.door import stop_address
from gatepost.channels.inbound.reading import TooSlowError
from gatepost.channels.inbound.storing import store
from gatepost.channels.models import Answer, Inbound
from gatepost.channels.tokens import bounce_address, reply_address
from gatepost.conversations.models import Message
from gatepost.errands.models import Errand
from gatepost.kernel import clock
from gatepost.people.models import ContactPoint, Guardianship, Person

pytestmark = pytest.mark.django_db
WROTE = "On 20 Nov 2026, at 10:00, Riverside School wrote:"


def test_an_answer_stands_in_the_thread_cut_and_verified(cast: Cast) -> None:
    delivery = note_to_amina(cast)
    inbound = answer(delivery, mail(f"Haa, wuu imanayaa.\n\n{WROTE}\n{quoted(NOTE)}"))
    assert (inbound.state, inbound.kind, inbound.text) == ("done", "reply", "Haa, wuu imanayaa.")
    message = Message.objects.get()
    assert (message.body, message.author, message.is_verified, message.via) == ("Haa, wuu imanayaa.", cast.amina, True, "email")
    assert message.thread.owner == cast.ben
    delivery.refresh_from_db()
    assert delivery.answered_at is not None


def test_an_address_in_other_letters_is_the_same_address(cast: Cast) -> None:
    answer(note_to_amina(cast), mail(sender="AMINA@Example.ORG"))
    assert Message.objects.get().is_verified is True


def test_another_guardian_of_the_family_may_answer_and_is_named(cast: Cast) -> None:
    father = make_guardian(cast.yusuf, "Hassan", email="hassan@example.org")
    answer(note_to_amina(cast), mail(sender="Hassan <hassan@example.org>"))
    assert (Message.objects.get().author, Message.objects.get().is_verified) == (father, True)


def test_an_unknown_address_with_the_right_token_is_shown_marked_and_nobodys(cast: Cast) -> None:
    delivery = note_to_amina(cast)
    inbound = answer(delivery, mail(sender="Aunt <aunt@elsewhere.example>"))
    message = Message.objects.get()
    assert (inbound.kind, message.is_verified, message.author) == ("unverified-reply", False, None)
    delivery.refresh_from_db()
    assert delivery.answered_at is None


@pytest.mark.parametrize(
    "sender",
    [
        "amina@example.org, eve@elsewhere.example",
        '"amina@example.org" <eve@elsewhere.example>',
        "eve@elsewhere.example (amina@example.org)",
        "",
        "amina@example.org.elsewhere.example",
    ],
)
def test_a_sender_line_that_lies_is_not_taken_for_amina(cast: Cast, sender: str) -> None:
    inbound = answer(note_to_amina(cast), mail(sender=sender))
    assert (inbound.kind, Message.objects.get().author) == ("unverified-reply", None)


def test_two_sender_lines_are_not_taken_for_amina(cast: Cast) -> None:
    answer(note_to_amina(cast), mail(extra="From: eve@elsewhere.example\n"))
    assert Message.objects.get().is_verified is False


def test_an_address_that_belongs_to_somebody_else_proves_nothing(cast: Cast) -> None:
    delivery = note_to_amina(cast)
    ContactPoint.objects.filter(person=cast.amina, kind="email").update(state="wrong-person")
    answer(delivery, mail())
    assert Message.objects.get().is_verified is False


@pytest.mark.parametrize(
    ("result", "is_verified"),
    [
        ("dmarc=pass (because) header.from=example.org", True),
        ("dmarc=pass", True),
        ("dmarc=pass header.from=evil.example", False),
        ("dmarc=fail header.from=example.org; spf=pass smtp.mailfrom=example.org", False),
        ("dmarc=temperror; dkim=pass header.d=example.org", False),
        ("dmarc=none; dkim=pass header.d=example.org", True),
        ("spf=pass smtp.mailfrom=amina@example.org", True),
        ("spf=pass smtp.mailfrom=eve@evil.example; dkim=pass header.d=evil.example", False),
        ("dkim=pass header.d=evil.example (dkim=pass header.d=example.org)", False),
        ("spf=fail smtp.mailfrom=example.org", False),
        ("spf=none", False),
        ("none", False),
    ],
)
def test_our_mail_servers_word_about_forgery_is_believed(cast: Cast, settings: object, result: str, is_verified: bool) -> None:
    settings.INBOUND_AUTHSERV = "mx.school.example"  # type: ignore[attr-defined]
    answer(
        note_to_amina(cast),
        mail(extra=f"Authentication-Results: mx.school.example; {result}\n"),
    )
    assert Message.objects.get().is_verified is is_verified


def test_a_strangers_word_about_forgery_is_not_believed(cast: Cast, settings: object) -> None:
    settings.INBOUND_AUTHSERV = "mx.school.example"  # type: ignore[attr-defined]
    strangers = "Authentication-Results: evil.example; dmarc=pass header.from=example.org\n"
    answer(note_to_amina(cast), mail(extra=strangers))
    assert Message.objects.get().is_verified is False


def test_a_known_sender_line_in_an_envelope_from_elsewhere_is_not_taken_for_amina(cast: Cast) -> None:
    inbound = answer(note_to_amina(cast), mail(), sender="eve@evil.example")
    message = Message.objects.get()
    assert (inbound.kind, message.is_verified, message.author) == ("unverified-reply", False, None)


@pytest.mark.parametrize("sender", ["AMINA@Example.ORG", "bounce-17@example.org"])
def test_an_envelope_of_the_same_domain_is_enough_where_no_server_of_ours_speaks(cast: Cast, sender: str) -> None:
    assert answer(note_to_amina(cast), mail(), sender=sender).kind == "reply"


def test_a_restricted_guardians_address_places_nothing_and_the_principal_is_told(cast: Cast) -> None:
    delivery = note_to_amina(cast)
    restrict(cast.amina, cast.yusuf)
    inbound = answer(delivery, mail("Where is he on Friday?"))
    assert (inbound.state, inbound.kind, inbound.is_for_principal) == ("quarantined", "unplaced", True)
    assert (Message.objects.count(), Answer.objects.count()) == (0, 0)
    assert [(errand.owner, errand.kind) for errand in Errand.objects.all()] == [(cast.dov, "read-inbound")]
    assert list(Inbound.objects.visible_to(cast.carla)) == []
    assert list(Inbound.objects.visible_to(cast.dov)) == [inbound]


def test_a_right_that_ended_since_the_note_was_sent_counts_as_ended(cast: Cast) -> None:
    delivery = note_to_amina(cast)
    Guardianship.objects.filter(adult=cast.amina).update(ends_on=dt.date(2020, 1, 1))
    assert answer(delivery, mail()).is_for_principal is True
    assert Message.objects.count() == 0


def test_a_restricted_father_with_aminas_token_places_nothing(cast: Cast) -> None:
    father = make_guardian(cast.yusuf, "Hassan", email="hassan@example.org")
    restrict(father, cast.yusuf)
    inbound = answer(note_to_amina(cast), mail(sender="hassan@example.org"))
    assert (inbound.state, inbound.is_for_principal) == ("quarantined", True)
    assert Message.objects.count() == 0


def test_a_revoked_link_revokes_the_reply_address(cast: Cast) -> None:
    delivery = note_to_amina(cast)
    delivery.link_revoked_at = clock.now()
    delivery.save()
    assert answer(delivery, mail()).is_for_principal is True
    assert Message.objects.count() == 0


def test_a_restriction_for_one_child_leaves_the_other_childs_mother_free(cast: Cast) -> None:
    sister = make_student(cast.section, "Hodan")
    Guardianship.objects.create(adult=cast.amina, student=sister, family=sister.families.create())
    delivery = note_to_amina(cast)
    delivery.families.add(sister.families.get())
    restrict(cast.amina, cast.yusuf)
    assert answer(delivery, mail()).kind == "reply"
    assert Message.objects.get().thread.family.student == sister


def test_an_answer_to_a_sign_in_code_stands_in_no_thread(cast: Cast) -> None:
    inbound = answer(note_to_amina(cast, kind="sign-in-code"), mail())
    assert (inbound.state, inbound.is_for_principal, Message.objects.count()) == ("quarantined", False, 0)


@pytest.mark.parametrize(
    "raw",
    [
        mail("I am away until Monday.", extra="Auto-Submitted: auto-replied\n", subject="Automatic reply: A note"),
        mail("Estoy fuera.", extra="X-Auto-Response-Suppress: All\n", subject="Respuesta automática: Una nota"),
        mail("أنا خارج المكتب", extra="Precedence: bulk\n", subject="رد تلقائي"),
    ],
    ids=["en", "es", "ar"],
)
@pytest.mark.parametrize("make", [reply_address, bounce_address], ids=["reply", "bounce"])
def test_an_automatic_answer_is_no_answer_and_makes_no_work(cast: Cast, raw: bytes, make: object) -> None:
    delivery = note_to_amina(cast)
    inbound = come_in(raw, make(delivery))  # type: ignore[operator]
    assert (inbound.state, inbound.kind) == ("done", "auto-reply")
    assert (Message.objects.count(), Answer.objects.count(), Errand.objects.count()) == (0, 0, 0)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.answered_at) == ("sent", None)


def test_mail_from_nobody_is_read_by_a_person(cast: Cast) -> None:
    inbound = answer(note_to_amina(cast), mail("Hello?"), sender="")
    assert (inbound.state, inbound.kind, Errand.objects.count()) == ("quarantined", "unplaced", 1)


def test_a_permanent_failure_turns_the_delivery_and_marks_the_address(cast: Cast) -> None:
    delivery = note_to_amina(cast)
    inbound = come_back(delivery, dsn(action="failed", status="5.1.1", diagnostic="550 5.1.1 User unknown"))
    delivery.refresh_from_db()
    assert (inbound.state, inbound.kind) == ("done", "bounce")
    assert (delivery.state, delivery.reason) == ("bounced", "no-such-address")
    assert ContactPoint.objects.get(person=cast.amina, kind="email").state == "bouncing"


def test_a_full_mailbox_turns_the_delivery_and_spares_the_address(cast: Cast) -> None:
    delivery = note_to_amina(cast)
    come_back(delivery, dsn(action="failed", status="5.2.2", diagnostic="552 5.2.2 mailbox full"))
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == ("bounced", "mailbox-full")
    assert ContactPoint.objects.get(person=cast.amina, kind="email").state == "unverified"


def test_a_delay_changes_nothing(cast: Cast) -> None:
    delivery = note_to_amina(cast)
    inbound = come_back(delivery, dsn(action="delayed", status="4.4.1", diagnostic="user unknown for now"))
    delivery.refresh_from_db()
    assert (inbound.kind, delivery.state) == ("temporary-bounce", "sent")
    assert ContactPoint.objects.get(person=cast.amina, kind="email").state == "unverified"


def test_a_bounce_that_overtakes_the_settling_is_read_again_later(cast: Cast) -> None:
    delivery = note_to_amina(cast, state="sending")
    inbound = come_back(delivery, dsn(action="failed", status="5.1.1"))
    assert (inbound.state, inbound.attempts) == ("stored", 1)
    delivery.state = "sent"
    delivery.save()
    commands.read_inbound(inbound.pk)
    delivery.refresh_from_db()
    assert delivery.state == "bounced"


def test_a_second_notice_about_the_same_delivery_is_done_with(cast: Cast) -> None:
    delivery = note_to_amina(cast)
    come_back(delivery, dsn(action="failed", status="5.1.1"))
    assert come_back(delivery, dsn(action="failed", status="5.2.2")).state == "done"
    delivery.refresh_from_db()
    assert delivery.reason == "no-such-address"


def test_no_more_please_closes_the_address_and_asks_a_person(cast: Cast) -> None:
    delivery = note_to_amina(cast)
    inbound = come_in(mail("unsubscribe"), stop_address(delivery.pk))
    assert (inbound.state, inbound.kind) == ("done", "stop")
    assert ContactPoint.objects.get(person=cast.amina, kind="email").state == "opted-out"
    assert [errand.kind for errand in Errand.objects.all()] == ["mend-contact"]


def test_what_came_with_an_answer_is_named_in_the_thread(cast: Cast) -> None:
    raw = multipart(
        ("Content-Type: text/plain", "\n"),
        ('Content-Type: image/jpeg\nContent-Disposition: attachment; filename="slip.jpg"', "AAAA"),
        kind="mixed",
    )
    inbound = answer(note_to_amina(cast), raw)
    assert (inbound.kind, inbound.note) == ("reply", "It holds no words.")
    assert Message.objects.get().inbound == inbound
    assert inbound.attachments_sentence == "It came with 1 attachment: slip.jpg. The office can open the whole message."


def test_an_answer_of_quotation_only_says_so(cast: Cast) -> None:
    inbound = answer(note_to_amina(cast), mail(f"{WROTE}\n{quoted(NOTE)}"))
    assert (inbound.kind, inbound.text, inbound.note) == ("reply", "", "It holds no words of its own, only what it answers.")
    assert Message.objects.get().body == ""


def test_the_same_message_read_twice_stands_once(cast: Cast) -> None:
    inbound = answer(note_to_amina(cast), mail())
    commands.read_inbound(inbound.pk)
    assert Message.objects.count() == 1
    assert store(mail(), envelope_from="amina@example.org", recipients=inbound.envelope_to) == []


def test_an_answer_to_something_no_longer_kept_is_read_by_a_person(cast: Cast) -> None:
    inbound = come_in(mail(), reply_address(999_999))
    assert (inbound.state, inbound.kind, inbound.delivery) == ("quarantined", "unplaced", None)
    assert Errand.objects.get().owner == cast.carla


def test_the_thread_is_the_deliverys_own_and_no_other_schools(cast: Cast) -> None:
    other = make_guardian(make_student(make_section(cast.other_school, "5D", cast.eve)), "Zahra", email="zahra@example.org")
    delivery = note_to_amina(cast)
    inbound = answer(delivery, mail(sender=other.contact_points.get().value))
    assert (inbound.kind, Message.objects.get().thread.family) == ("unverified-reply", cast.family)
    office = make_staff(cast.other_school, "office")
    assert list(Inbound.objects.visible_to(office)) == []


def test_reading_that_takes_too_long_is_tried_three_times_and_then_set_aside(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_args: object, **_more: object) -> None:
        raise TooSlowError

    monkeypatch.setattr(commands.readings, "read", slow)
    [key] = store(mail(), envelope_from="a@example.org", recipients=[reply_address(note_to_amina(cast))])
    for attempt, state in ((1, "stored"), (2, "stored"), (3, "quarantined"), (3, "quarantined")):
        commands.read_inbound(key)
        inbound = Inbound.objects.get(pk=key)
        assert (inbound.attempts, inbound.state) == (attempt, state)
    assert (inbound.kind, bytes(inbound.raw), Errand.objects.count()) == ("unreadable", mail(), 1)


def test_a_mistake_of_ours_is_tried_three_times_and_loses_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise ValueError("a mistake")

    monkeypatch.setattr(commands, "accept_reply", broken)
    [key] = store(mail(), envelope_from="a@example.org", recipients=[reply_address(note_to_amina(cast))])
    for _attempt in range(4):
        commands.read_inbound(key)
    inbound = Inbound.objects.get(pk=key)
    assert (inbound.state, inbound.note) == ("quarantined", "Acting on it went wrong three times (ValueError).")
    assert Answer.objects.count() == 0


def test_a_message_that_ends_the_worker_is_set_aside_after_three(cast: Cast) -> None:
    [key] = store(mail(), envelope_from="a@example.org", recipients=[reply_address(note_to_amina(cast))])
    Inbound.objects.filter(pk=key).update(attempts=3)
    commands.read_inbound(key)
    assert Inbound.objects.get(pk=key).state == "quarantined"
    assert Errand.objects.count() == 1


def test_a_stored_message_whose_job_was_lost_is_asked_for_again(cast: Cast) -> None:
    [key] = store(mail(), envelope_from="a@example.org", recipients=[reply_address(note_to_amina(cast))])
    assert commands.sweep_inbound() == 0
    Inbound.objects.filter(pk=key).update(received_at=clock.now() - dt.timedelta(minutes=10))
    assert commands.sweep_inbound() == 1


def test_no_mail_is_sent_in_answer_to_any_mail(cast: Cast) -> None:
    delivery = note_to_amina(cast)
    before = type(delivery).objects.count()
    answer(delivery, mail("I am away", extra="Auto-Submitted: auto-replied\n"))
    answer(delivery, mail("Yes"))
    assert type(delivery).objects.count() == before
    assert Person.objects.filter(given_name="Amina").count() == 1
