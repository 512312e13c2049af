"""What is kept of incoming mail and for how long, and what errands say of who wrote it."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.channels_inbound.mails import mail
from tests.channels_inbound.posting import answer, come_in, note_to_amina
from tests.support.cast import Cast

from gatepost.channels import tasks, tokens
from gatepost.channels.inbound.door import stop_address
from gatepost.channels.inbound.storing import store
from gatepost.channels.models import Inbound
from gatepost.errands.models import Errand
from gatepost.history.models import Event
from gatepost.kernel import clock

pytestmark = pytest.mark.django_db


def grow_old(inbound: Inbound, days: int = 31) -> None:
    Inbound.objects.filter(pk=inbound.pk).update(received_at=clock.now() - dt.timedelta(days=days))


def protect(cast: Cast) -> None:
    cast.amina.is_protected = True
    cast.amina.save()


def test_raw_messages_are_forgotten_after_thirty_days_and_answers_keep_their_words(cast: Cast) -> None:
    old = answer(note_to_amina(cast), mail("Yes, he can come."))
    younger = answer(note_to_amina(cast), mail("No."))
    grow_old(old)
    grow_old(younger, days=29)
    digest = old.raw_digest
    tasks.inbound_tasks.forget_raw_mail(0)
    old.refresh_from_db()
    younger.refresh_from_db()
    assert (bytes(old.raw), old.kind, old.raw_digest, old.text) == (b"", "reply", digest, "Yes, he can come.")
    assert bytes(younger.raw) == mail("No.")
    event = Event.objects.get(action="channels.forget_raw_mail")
    assert event.details == {"messages": 1}
    tasks.inbound_tasks.forget_raw_mail(0)
    assert Event.objects.filter(action="channels.forget_raw_mail").count() == 1


def test_what_stands_in_no_thread_loses_its_words_too(cast: Cast) -> None:
    away = answer(note_to_amina(cast), mail("I am in hospital.", extra="Auto-Submitted: auto-replied\n", subject="Away"))
    grow_old(away)
    tasks.inbound_tasks.forget_raw_mail(0)
    away.refresh_from_db()
    assert (away.kind, bytes(away.raw), away.subject, away.text, away.full_text) == ("auto-reply", b"", "", "", "")


def test_what_waits_for_a_person_stays_whole(cast: Cast) -> None:
    waiting = answer(note_to_amina(cast), mail("Hello?"), sender="")
    grow_old(waiting)
    tasks.inbound_tasks.forget_raw_mail(0)
    waiting.refresh_from_db()
    assert (waiting.state, bytes(waiting.raw)) == ("quarantined", mail("Hello?"))


def test_an_old_answer_does_not_promise_its_attachments(cast: Cast) -> None:
    inbound = answer(note_to_amina(cast), mail())
    inbound.attachments = ["slip.jpg"]
    grow_old(inbound)
    inbound.received_at = clock.now() - dt.timedelta(days=31)
    assert inbound.attachments_sentence == "It came with 1 attachment: slip.jpg. The whole message is no longer kept."


def test_a_row_is_stored_without_provoking_an_error(cast: Cast) -> None:
    """PostgreSQL logs a refused statement whole, and the message with it."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert len(store(mail(), envelope_from="a@example.org", recipients=[tokens.reply_address(7)])) == 1
    inserts = [query["sql"] for query in asked if query["sql"].startswith('INSERT INTO "channels_inbound"')]
    assert [sql.endswith("ON CONFLICT DO NOTHING") for sql in inserts] == [True]


def test_where_a_protected_person_is_written_to_stands_in_no_errand(cast: Cast) -> None:
    protect(cast)
    come_in(mail("unsubscribe"), stop_address(note_to_amina(cast).pk))
    errand = Errand.objects.get()
    assert errand.reason == "No more messages wanted at this address: E-mail"
    assert "amina@example.org" not in errand.title + errand.reason + errand.script


@pytest.mark.parametrize("sender", ["Amina@Example.org", "new-address@example.net"])
def test_from_where_a_protected_person_writes_stands_in_no_errand(cast: Cast, sender: str) -> None:
    protect(cast)
    delivery = note_to_amina(cast, kind="sign-in-code")
    answer(delivery, mail("Hello?", sender=sender), sender=sender)
    errand = Errand.objects.get()
    assert errand.title == "Read an e-mail from a protected person"
    assert sender.lower() not in (errand.title + errand.reason).lower()


def test_others_are_named_by_their_address(cast: Cast) -> None:
    answer(note_to_amina(cast, kind="sign-in-code"), mail("Hello?"))
    assert Errand.objects.get().title == "Read an e-mail from amina@example.org"
