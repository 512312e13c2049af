"""Who works at two schools acts at one at a time: what one role allows never reaches into the other school."""

import datetime as dt

import pytest
from django.test import Client

from gatepost.accounts.commands import end_access, invite_staff
from gatepost.accounts.models import User
from gatepost.conversations.commands import drafts, notes
from gatepost.conversations.models import Draft, Thread
from gatepost.errands.models import Errand
from gatepost.kernel.errors import NotAllowedError
from gatepost.people.commands import rights
from gatepost.people.models import Enrolment, Person, Role, SchoolRole, Section
from gatepost.people.queries import person_card
from tests.conversations.test_notes import CONTENT, send
from tests.support.cast import Cast, make_guardian, make_section, make_staff, make_student


@pytest.fixture(autouse=True)
def _no_second_factor(settings: pytest.FixtureRequest) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def with_roles(cast: Cast, here: str, there: str, *, acts_at: str) -> Person:
    """Somebody with one role at Riverside and another at Hillside, acting at one of them."""
    person = make_staff(cast.school, here, "Twice", "Employed")
    SchoolRole.objects.create(person=person, school=cast.other_school, role=there)
    person.acts_at = cast.school.pk if acts_at == "here" else cast.other_school.pk
    return person


def signed_in(person: Person) -> Client:
    client = Client()
    user = User.objects.create_user(person=person, email=f"u{person.pk}@example.org", password="x")
    client.force_login(user, backend="gatepost.accounts.backends.StaffBackend")
    return client


@pytest.mark.parametrize("acts_at", ["here", "there"])
def test_the_office_does_not_take_a_principals_account_by_leading_another_school(cast: Cast, acts_at: str) -> None:
    User.objects.create_user(person=cast.dov, email="dov@example.org", password="a good password")
    person = with_roles(cast, Role.OFFICE, Role.PRINCIPAL, acts_at=acts_at)
    with pytest.raises(NotAllowedError):
        invite_staff(cast.dov, email="attacker@example.org", by=person)
    with pytest.raises(NotAllowedError):
        end_access(cast.dov, by=person)
    assert User.objects.get(person=cast.dov).email == "dov@example.org"


@pytest.mark.parametrize("acts_at", ["here", "there"])
def test_a_court_order_is_not_lifted_by_leading_another_school(cast: Cast, acts_at: str) -> None:
    bar = rights.Bar(frozenset(rights.RIGHTS), dt.date(2024, 1, 1), "Order")
    restriction = rights.restrict(cast.amina, cast.yusuf, bar=bar, by=cast.dov)
    person = with_roles(cast, Role.COUNSELLOR, Role.PRINCIPAL, acts_at=acts_at)
    with pytest.raises(NotAllowedError):
        rights.lift_restriction(restriction, by=person)
    restriction.refresh_from_db()
    assert restriction.lifted_at is None


def test_protected_contacts_stay_hidden_from_a_principal_of_elsewhere(cast: Cast) -> None:
    Person.objects.filter(pk=cast.amina.pk).update(is_protected=True)
    cast.amina.refresh_from_db()
    person = with_roles(cast, Role.COUNSELLOR, Role.PRINCIPAL, acts_at="here")
    assert person_card(cast.amina, person).points == []


def test_a_teacher_does_not_write_to_the_whole_school_by_leading_another(cast: Cast) -> None:
    for acts_at in ("here", "there"):
        person = with_roles(cast, Role.TEACHER, Role.PRINCIPAL, acts_at=acts_at)
        with pytest.raises(NotAllowedError):
            notes.send_note(CONTENT, section=None, school=cast.school, expected=1, by=person)
        with pytest.raises(NotAllowedError):
            drafts.save_draft(None, section=None, school=cast.school, content={"body": "x"}, by=person)


def test_what_is_written_at_one_school_is_not_read_at_the_other(cast: Cast) -> None:
    """A teacher of both schools writes to Hillside; Riverside's principal sees nothing of it."""
    person = with_roles(cast, Role.TEACHER, Role.TEACHER, acts_at="there")
    section = make_section(cast.other_school, "6C", person)
    make_guardian(make_student(section, "Kofi", "Mensah"), "Akua", email="akua@example.org")
    client = signed_in(person)
    client.post(f"/accounts/at/{cast.other_school.pk}/")
    fields = {"body": "Hello", "content_kind": "learning", "tone": "praise", "involvement_type": "communicating"}
    client.post("/notes/new/", {"to": section.pk, **fields})
    client.post(f"/notes/drafts/{Draft.objects.get().pk}/send/", {"families": "1"})
    thread = Thread.objects.get()
    assert thread.school == cast.other_school
    dov = signed_in(cast.dov)
    assert dov.get(f"/threads/{thread.pk}/").status_code == 404
    assert "Kofi" not in dov.get("/threads/").content.decode()


def test_the_session_says_where_one_acts(cast: Cast) -> None:
    person = with_roles(cast, Role.TEACHER, Role.PRINCIPAL, acts_at="here")
    client = signed_in(person)
    assert client.get("/accounts/staff/").status_code == 403
    assert "Work at Hillside School" in client.get("/").content.decode()
    client.post(f"/accounts/at/{cast.other_school.pk}/")
    assert client.get("/accounts/staff/").status_code == 200
    assert signed_in(cast.ben).post(f"/accounts/at/{cast.other_school.pk}/").status_code == 403


def moved(cast: Cast) -> Client:
    """Ben wrote a draft and a note at Riverside, was asked for a call, and works at Hillside since."""
    note = send(cast)
    Draft.objects.create(author=cast.ben, school=cast.school, section=cast.section, content={"body": "x"}, saved_at=note.sent_at)
    Thread.objects.update(unread_since=note.sent_at)
    Errand.objects.create(
        school=cast.school,
        kind="call",
        owner=cast.ben,
        family=cast.family,
        source="tests:1",
        title="Call Amina Warsame",
        script="+34600111222",
        due_on=note.sent_at.date(),
        created_at=note.sent_at,
    )
    cast.ben.school_roles.update(ended_at=note.sent_at)
    SchoolRole.objects.create(person=cast.ben, school=cast.other_school, role=Role.TEACHER)
    return signed_in(Person.objects.get(pk=cast.ben.pk))


def test_who_moved_to_another_school_leaves_drafts_errands_and_threads_behind(cast: Cast) -> None:
    ben = moved(cast)
    for path in (
        f"/notes/drafts/{Draft.objects.get().pk}/",
        f"/errands/{Errand.objects.get().pk}/",
        f"/threads/{Thread.objects.get().pk}/",
    ):
        assert ben.get(path).status_code == 404, path
    for path in ("/", "/threads/", "/errands/", "/notes/"):
        page = ben.get(path).content.decode()
        assert ("Yusuf" in page, "Warsame" in page) == (False, False), path


def test_who_lost_the_section_loses_its_draft(cast: Cast) -> None:
    note = send(cast)
    draft = Draft.objects.create(
        author=cast.ben,
        school=cast.school,
        section=Section.objects.get(pk=cast.section.pk),
        content={"body": "x"},
        saved_at=note.sent_at,
    )
    client = signed_in(cast.ben)
    assert client.get(f"/notes/drafts/{draft.pk}/").status_code == 200
    Enrolment.objects.filter(person=cast.ben).update(ended_at=note.sent_at)
    assert client.get(f"/notes/drafts/{draft.pk}/").status_code == 404
