"""Sending a note: who gets it, in which words, and how it is taken back."""

import pytest

from gatepost.channels.models import Delivery, Mailing
from gatepost.conversations import queries
from gatepost.conversations.commands import drafts, notes
from gatepost.conversations.models import Message, Note, Thread
from gatepost.history.models import Event
from gatepost.kernel.errors import ConflictError, NotAllowedError, NotReadyError
from gatepost.people.models import Guardianship
from tests.support.cast import Cast, make_guardian, make_student, restrict

CONTENT = notes.NoteContent(
    original_language="en",
    versions={"en": "{child} read a story aloud.", "so": "{child} sheeko ayuu akhriyey."},
    content_kind="learning",
    tone="praise",
)


def send(cast: Cast, expected: int = 1, **more: object) -> Note:
    return notes.send_note(CONTENT, section=cast.section, school=cast.school, expected=expected, by=cast.ben, **more)  # type: ignore[arg-type]


def test_each_adult_gets_the_words_of_its_own_language(cast: Cast) -> None:
    make_guardian(make_student(cast.section, "Lin", "Qiu"), "Mei", language="zh-Hans", email="mei@example.org")
    note = send(cast, expected=2)
    got = {
        delivery.person.called: (delivery.content.language, delivery.content.frame_language, delivery.personal["child"])
        for delivery in Delivery.objects.filter(mailing=note.mailing)
    }
    assert got == {"Amina": ("so", "so", "Yusuf"), "Mei": ("en", "zh-hans", "Lin")}


def test_nothing_leaves_before_the_hold_is_over(cast: Cast) -> None:
    note = send(cast)
    assert note.mailing.release_at - note.sent_at == notes.HOLD
    assert list(Delivery.objects.values_list("state", "due_at")) == [("queued", note.mailing.release_at)]


def test_taking_it_back_spares_everyone(cast: Cast) -> None:
    note = send(cast)
    assert notes.stop_note(note, by=cast.ben) == 1
    assert list(Delivery.objects.values_list("state", flat=True)) == ["cancelled"]


def test_twins_in_one_section_make_one_message_about_both(cast: Cast) -> None:
    twin = make_student(cast.section, "Yasmin", "Warsame")
    link = Guardianship.objects.get(adult=cast.amina)
    family = type(link.family).objects.create(student=twin)
    Guardianship.objects.create(adult=cast.amina, student=twin, family=family)
    note = send(cast, expected=2)
    delivery = Delivery.objects.get(mailing=note.mailing)
    assert delivery.personal["child"] == "Yasmin, Yusuf"
    assert set(delivery.families.values_list("student__given_name", flat=True)) == {"Yusuf", "Yasmin"}
    assert Thread.objects.count() == 2


def test_a_group_that_changed_is_shown_again_and_nothing_is_sent(cast: Cast) -> None:
    make_student(cast.section, "New", "Child")
    with pytest.raises(ConflictError, match="2 families now"):
        send(cast, expected=1)
    assert (Note.objects.count(), Mailing.objects.count(), Message.objects.count()) == (0, 0, 0)


def test_a_draft_is_sent_once(cast: Cast) -> None:
    draft = drafts.save_draft(None, section=cast.section, school=cast.school, content={"body": "x"}, by=cast.ben)
    send(cast, draft=draft)
    draft.pk = 1  # the page is still open in a second tab
    with pytest.raises(ConflictError, match="sent already"):
        send(cast, draft=draft)
    assert Note.objects.count() == 1


def test_a_group_nobody_of_which_can_be_reached_is_refused(cast: Cast) -> None:
    restrict(cast.amina, cast.yusuf)
    with pytest.raises(NotReadyError):
        send(cast)
    assert Note.objects.count() == 0


@pytest.mark.parametrize("who", ["eve", "amina"])
def test_strangers_and_families_may_not_write(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowedError):
        notes.send_note(CONTENT, section=cast.section, school=cast.school, expected=1, by=getattr(cast, who))
    assert Note.objects.count() == 0


def test_a_teacher_may_not_write_to_the_whole_school(cast: Cast) -> None:
    with pytest.raises(NotAllowedError):
        notes.send_note(CONTENT, section=None, school=cast.school, expected=1, by=cast.ben)
    assert notes.send_note(CONTENT, section=None, school=cast.school, expected=1, by=cast.dov).section is None


def test_the_note_and_its_history_stand_or_fall_together(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("no disk")

    monkeypatch.setattr("gatepost.conversations.commands.notes.history.record", broken)
    with pytest.raises(RuntimeError):
        send(cast)
    assert (Note.objects.count(), Delivery.objects.count(), Thread.objects.count()) == (0, 0, 0)
    assert Event.objects.filter(action="conversations.send_note").count() == 0


def test_a_note_that_was_taken_back_stands_in_no_thread(cast: Cast) -> None:
    note = send(cast)
    notes.stop_note(note, by=cast.ben)
    thread = Thread.objects.get()
    assert list(queries.messages_of(thread)) == []
    assert list(queries.inbox_of(cast.ben)) == []
    assert [line.status for line in queries.statuses_of(note)] == ["cancelled"]


def test_stopping_midway_leaves_the_note_with_those_who_got_it(cast: Cast) -> None:
    make_guardian(make_student(cast.section, "Lin", "Qiu"), "Mei", language="zh-Hans", email="mei@example.org")
    note = send(cast, expected=2)
    Delivery.objects.filter(person=cast.amina).update(state="sent", sent_at=note.sent_at)
    notes.stop_note(note, by=cast.ben)
    standing = {thread.family.student.given_name: queries.messages_of(thread).count() for thread in Thread.objects.all()}
    assert standing == {"Yusuf": 1, "Lin": 0}
