"""Revocation is immediate (R13): every grant somebody held before is tried after the right ended; none may succeed."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from gatepost.accounts import commands
from gatepost.accounts.models import SignInCode, User
from gatepost.accounts.queries.links import guardian_of_link
from gatepost.channels import tokens
from gatepost.channels.models import Delivery, SystemMail
from gatepost.conversations.models import Message
from gatepost.kernel import clock
from gatepost.people.models import Enrolment, Guardianship, Restriction, SchoolRole
from tests.channels.posting import deliver, post_to_amina
from tests.channels_inbound.mails import mail as raw_mail
from tests.channels_inbound.posting import answer, note_to_amina
from tests.support.cast import Cast, restrict

PAST = dt.date(2026, 1, 1)
Revoke = Callable[[Cast], object]


@pytest.fixture(autouse=True)
def mail_in_memory(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@dataclass
class Grants:
    """What Amina holds before the right ends, each of it proved to work."""

    session: Client
    delivery: Delivery
    queued: Delivery
    half_way: Client
    code: SignInCode

    @property
    def link(self) -> str:
        return tokens.link_url(self.delivery).rstrip("/").rsplit("/", 1)[1]

    @property
    def path(self) -> str:
        return f"/f/{self.link}/"


@pytest.fixture
def grants(cast: Cast) -> Grants:
    session = Client()
    session.force_login(commands.family_user(cast.amina), backend="gatepost.accounts.backends.FamilyBackend")
    half_way = Client()
    half_way.post("/family/", {"email": "amina@example.org"})
    delivery = note_to_amina(cast)
    Delivery.objects.filter(pk=delivery.pk).update(code_digest=tokens.code_digest(delivery))
    held = Grants(session, delivery, post_to_amina(cast), half_way, SignInCode.objects.get())
    assert session.get("/my/").status_code == 200
    assert session.get(f"/my/{delivery.pk}/").status_code == 200
    assert Client().get(held.path).status_code == 200
    return held


def restricted(cast: Cast) -> Restriction:
    return restrict(cast.amina, cast.yusuf)


def ended_by_the_roster(cast: Cast) -> int:
    return Guardianship.objects.filter(adult=cast.amina).update(ended_at=clock.now())


def ended_by_date(cast: Cast) -> int:
    return Guardianship.objects.filter(adult=cast.amina).update(ends_on=PAST)


def contact_right_taken(cast: Cast) -> int:
    return Guardianship.objects.filter(adult=cast.amina).update(may_contact=False)


def adult_gone(cast: Cast) -> None:
    cast.amina.ended_at = clock.now()
    cast.amina.save(update_fields=["ended_at"])


def child_gone(cast: Cast) -> None:
    cast.yusuf.ended_at = clock.now()
    cast.yusuf.save(update_fields=["ended_at"])


ENDINGS = [restricted, ended_by_the_roster, ended_by_date, contact_right_taken, adult_gone, child_gone]
endings = pytest.mark.parametrize("end", ENDINGS, ids=lambda end: end.__name__)


@endings
def test_an_open_session_shows_nothing_more(cast: Cast, grants: Grants, end: Revoke) -> None:
    end(cast)
    answers = [
        grants.session.get("/my/"),
        grants.session.get(f"/my/{grants.delivery.pk}/"),
        grants.session.post(f"/my/{grants.delivery.pk}/", {"press": "answer", "text": "Let me in"}),
        grants.session.get("/help/roles/"),
    ]
    assert [page.status_code for page in answers] == [403, 403, 403, 403]
    assert not any("Yusuf" in page.content.decode() for page in answers)


@endings
def test_a_personal_link_shows_and_takes_nothing(cast: Cast, grants: Grants, end: Revoke) -> None:
    end(cast)
    answers = [
        Client().get(grants.path),
        Client().post(grants.path, {"press": "answer", "text": "Let me in"}),
        Client().get(f"{grants.path}stop/"),
    ]
    assert [page.status_code for page in answers] == [404, 404, 404]
    assert not any(word in page.content.decode() for page in answers for word in ("Yusuf", "Amina", "Riverside", "Friday"))
    assert (guardian_of_link(grants.link), Message.objects.filter(from_family=True).count()) == (None, 0)


@endings
def test_a_letters_code_opens_nothing(cast: Cast, grants: Grants, end: Revoke) -> None:
    assert commands.try_typed_code(tokens.short_code(grants.delivery), ip="10.0.0.1") is not None
    end(cast)
    assert commands.try_typed_code(tokens.short_code(grants.delivery), ip="10.0.0.1") is None
    assert Client().post("/code/", {"code": tokens.short_code(grants.delivery)}).status_code == 422


@endings
def test_a_reply_by_mail_stands_in_no_thread(cast: Cast, grants: Grants, end: Revoke) -> None:
    end(cast)
    answer(grants.delivery, raw_mail("Where is he now?"))
    assert Message.objects.filter(from_family=True).count() == 0


@endings
def test_what_was_queued_before_does_not_leave(cast: Cast, grants: Grants, end: Revoke) -> None:
    end(cast)
    deliver(grants.queued.mailing)
    grants.queued.refresh_from_db()
    assert (grants.queued.state, grants.queued.sent_at) == ("suppressed", None)


@endings
def test_a_sign_in_code_asked_for_before_is_neither_mailed_nor_taken(cast: Cast, grants: Grants, end: Revoke) -> None:
    end(cast)
    commands.mail_sign_in_code(grants.code.pk)
    assert (mail.outbox, SystemMail.objects.count()) == ([], 0)
    assert grants.half_way.post("/family/code/", {"code": grants.code.code}).status_code == 422
    assert grants.half_way.get("/my/").status_code == 302


def test_without_an_ending_all_of_it_works(cast: Cast, grants: Grants) -> None:
    """The other side: what the tests above try does succeed while the right is held."""
    deliver(grants.queued.mailing)
    grants.queued.refresh_from_db()
    answer(grants.delivery, raw_mail("Yes, he can come."))
    commands.mail_sign_in_code(grants.code.pk)
    assert (grants.queued.state, Message.objects.filter(from_family=True).count(), len(mail.outbox)) == ("sent", 1, 1)
    assert grants.half_way.post("/family/code/", {"code": grants.code.code}).status_code == 302


def test_an_order_for_one_sibling_takes_that_child_only(cast: Cast, grants: Grants) -> None:
    from tests.support.cast import make_guardian, make_student

    hodan = make_student(cast.section, "Hodan")
    family = Guardianship.objects.get(adult=make_guardian(hodan, "Abdi")).family
    Guardianship.objects.create(adult=cast.amina, student=hodan, family=family)
    grants.delivery.families.add(family)
    restrict(cast.amina, hodan)
    page = Client().get(grants.path)
    assert (page.status_code, "Hodan" in page.content.decode()) == (200, False)


# Staff who leave.


@pytest.fixture
def teacher(cast: Cast, settings: Settings) -> Client:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False
    user = User.objects.create_user(person=cast.ben, email="ben@school.example", password="x" * 16)
    client = Client()
    client.force_login(user, backend="gatepost.accounts.backends.StaffBackend")
    return client


def role_ended_by_date(cast: Cast) -> int:
    return SchoolRole.objects.filter(person=cast.ben).update(ends_on=PAST)


def role_ended_by_the_roster(cast: Cast) -> int:
    return SchoolRole.objects.filter(person=cast.ben).update(ended_at=clock.now())


def person_ended(cast: Cast) -> None:
    cast.ben.ended_at = clock.now()
    cast.ben.save(update_fields=["ended_at"])


def access_ended(cast: Cast) -> None:
    commands.end_access(cast.ben, by=cast.dov)


PAGES = ("/threads/", "/notes/", "/notes/new/", "/families/", "/errands/", "/talks/new/", "/slips/", "/accounts/")


@pytest.mark.parametrize("end", [role_ended_by_date, role_ended_by_the_roster, person_ended], ids=lambda end: end.__name__)
def test_a_teacher_whose_role_ended_opens_no_page(cast: Cast, teacher: Client, end: Revoke) -> None:
    assert [teacher.get(path).status_code for path in PAGES] == [200] * len(PAGES)
    end(cast)
    assert [teacher.get(path).status_code for path in PAGES] == [403] * len(PAGES)


def test_a_teacher_whose_access_was_ended_is_signed_out(cast: Cast, teacher: Client) -> None:
    access_ended(cast)
    assert [teacher.get(path).status_code for path in PAGES] == [302] * len(PAGES)


def test_a_teacher_moved_to_another_section_sees_the_old_one_no_more(cast: Cast, teacher: Client) -> None:
    page = f"/families/{cast.family.pk}/"
    assert teacher.get(page).status_code == 200
    Enrolment.objects.filter(person=cast.ben).update(ended_at=clock.now())
    assert teacher.get(page).status_code == 404


def test_a_protected_guardians_number_stands_on_no_errand(cast: Cast) -> None:
    from gatepost.errands.models import Errand
    from tests.support.cast import make_staff

    office = make_staff(cast.school, "office", "Olga")
    cast.amina.is_protected = True
    cast.amina.save(update_fields=["is_protected"])
    deliver(post_to_amina(cast, channel="phone").mailing, "phone")
    errand = Errand.objects.get(kind="call")
    assert (errand.owner, "+34600111222" in f"{errand.title} {errand.reason} {errand.script}") == (office, False)
