"""The family door: a code by e-mail, for this browser, for ten minutes, once; and nothing for strangers."""

import datetime as dt
import re

import pytest
import time_machine
from django.core import mail
from django.test import Client
from pytest_django import Settings

from gatepost.accounts.models import SignInCode, User
from gatepost.history.models import Event
from gatepost.people.models import ContactPoint, Guardianship
from tests.accounts.doors import ask_for_code, come_in, last_code, run_jobs
from tests.support.cast import Cast, make_guardian, make_staff, make_student, restrict


def me(client: Client) -> tuple[str, frozenset[str]] | None:
    """Who the next request takes this browser for."""
    request = client.get("/family/").wsgi_request
    return (str(request.person), request.roles) if request.person else None


def test_a_guardian_comes_in_with_the_mailed_code(cast: Cast, client: Client) -> None:
    come_in(client)
    assert me(client) == ("Amina Warsame", frozenset({"family"}))
    assert not User.objects.get(person=cast.amina).has_usable_password()
    assert User.objects.get(person=cast.amina).email is None
    assert list(Event.objects.values_list("action", "by_person_id")) == [("accounts.sign_in_as_family", cast.amina.pk)]


def test_the_second_time_the_same_user_comes_in(cast: Cast, client: Client) -> None:
    come_in(client)
    come_in(Client())
    assert User.objects.count() == 1


def test_case_and_blanks_of_the_address_do_not_matter(cast: Cast, client: Client) -> None:
    ask_for_code(client, "  AMINA@Example.ORG ")
    assert [message.to for message in mail.outbox] == [["amina@example.org"]]


def test_the_code_may_be_typed_with_small_letters_and_blanks(cast: Cast, client: Client) -> None:
    ask_for_code(client)
    assert client.post("/family/code/", {"code": f" {last_code().lower().replace('-', '  ')} "}).status_code == 302


@pytest.mark.parametrize("address", ["nobody@example.org", "student@example.org", "carla@school.example"])
def test_a_stranger_gets_the_same_answer_and_no_mail(cast: Cast, address: str) -> None:
    ContactPoint.objects.create(person=cast.yusuf, kind="email", value="student@example.org", raw="student@example.org")
    ContactPoint.objects.create(person=cast.carla, kind="email", value="carla@school.example", raw="carla@school.example")
    known, strange = Client(), Client()
    ask_for_code(known)
    answers = [known.get("/family/code/"), strange.post("/family/", {"email": address}, follow=True)]
    run_jobs()
    pages = [re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"', "", page.content.decode()) for page in answers]
    assert pages[0] == pages[1]
    assert len(mail.outbox) == 1


def test_asking_does_the_same_work_for_a_stranger(cast: Cast, django_assert_num_queries: object) -> None:
    for address in ("amina@example.org", "nobody@example.org"):
        client = Client()
        with django_assert_num_queries(10):  # type: ignore[operator]
            client.post("/family/", {"email": address})


def test_another_browser_cannot_use_the_code(cast: Cast, client: Client) -> None:
    ask_for_code(client)
    thief = Client()
    assert thief.post("/family/code/", {"code": last_code()})["Location"].startswith("/family/?")
    ask_for_code(thief, "thief@example.org")
    assert thief.post("/family/code/", {"code": last_code()}).status_code == 422
    assert me(thief) is None


def test_five_wrong_tries_end_a_code(cast: Cast, client: Client) -> None:
    ask_for_code(client)
    for _number in range(5):
        assert client.post("/family/code/", {"code": "BBBBBBBB"}).status_code == 422
    assert client.post("/family/code/", {"code": last_code()}).status_code == 422
    assert me(client) is None


def test_a_code_opens_once(cast: Cast, client: Client) -> None:
    ask_for_code(client)
    session_before = client.cookies["sessionid"].value
    client.post("/family/code/", {"code": last_code()})
    replay = Client()
    replay.cookies["sessionid"] = session_before
    assert replay.post("/family/code/", {"code": last_code()})["Location"].startswith("/family/?")
    assert SignInCode.objects.get().used_at is not None


def test_a_code_runs_out_after_ten_minutes(cast: Cast, client: Client) -> None:
    with time_machine.travel(dt.datetime(2026, 11, 21, 8, 0, tzinfo=dt.UTC), tick=False) as clock:
        ask_for_code(client)
        clock.shift(dt.timedelta(minutes=10, seconds=1))
        assert client.post("/family/code/", {"code": last_code()}).status_code == 422
    assert me(client) is None


def test_the_worker_mails_a_code_once_however_often_the_job_runs(cast: Cast, client: Client) -> None:
    from gatepost.accounts import commands

    ask_for_code(client)
    commands.mail_sign_in_code(SignInCode.objects.get().pk)
    assert len(mail.outbox) == 1


def test_the_stored_row_does_not_hold_the_code(cast: Cast, client: Client) -> None:
    ask_for_code(client)
    stored = " ".join(str(value) for value in SignInCode.objects.values().get().values())
    assert last_code().replace("-", "") not in stored


@pytest.mark.parametrize("state", ["bouncing", "wrong-person", "opted-out"])
def test_an_address_that_does_not_work_opens_nothing(cast: Cast, client: Client, state: str) -> None:
    cast.amina.contact_points.update(state=state)
    ask_for_code(client)
    assert mail.outbox == []


def test_a_restricted_guardian_gets_no_code(cast: Cast, client: Client) -> None:
    restrict(cast.amina, cast.yusuf)
    ask_for_code(client)
    assert mail.outbox == []


def test_a_right_that_ends_between_mail_and_typing_opens_nothing(cast: Cast, client: Client) -> None:
    ask_for_code(client)
    restrict(cast.amina, cast.yusuf)
    assert client.post("/family/code/", {"code": last_code()}).status_code == 422
    assert me(client) is None


def test_a_household_that_shares_an_address_is_asked_who_is_here(cast: Cast, client: Client) -> None:
    make_guardian(cast.yusuf, "Abdi", email="amina@example.org")
    ask_for_code(client)
    assert client.post("/family/code/", {"code": last_code()})["Location"].startswith("/family/who/")
    page = client.get("/family/who/").content.decode()
    assert ("Amina Warsame" in page, "Abdi Warsame" in page, "Ben" in page) == (True, True, False)
    assert client.post("/family/who/", {"person": cast.ben.pk}).status_code == 422
    client.post("/family/who/", {"person": cast.amina.pk})
    assert me(client) == ("Amina Warsame", frozenset({"family"}))


def test_who_is_here_is_not_asked_without_a_code(cast: Cast, client: Client) -> None:
    assert client.post("/family/who/", {"person": cast.amina.pk})["Location"].startswith("/family/?")
    assert me(client) is None


def test_the_other_guardian_barred_in_the_meantime_is_not_offered(cast: Cast, client: Client) -> None:
    abdi = make_guardian(cast.yusuf, "Abdi", email="amina@example.org")
    ask_for_code(client)
    client.post("/family/code/", {"code": last_code()})
    restrict(abdi, cast.yusuf)
    assert client.post("/family/who/", {"person": abdi.pk}).status_code == 422
    assert me(client) is None


def test_a_member_of_staff_by_the_family_door_is_only_a_guardian(cast: Cast, client: Client) -> None:
    child = make_student(cast.section, "Noa", "Ortiz")
    family = Guardianship.objects.get(adult=make_guardian(child, "Lea", email="lea@example.org")).family
    Guardianship.objects.create(adult=cast.ben, student=child, family=family)
    ContactPoint.objects.create(person=cast.ben, kind="email", value="ben@example.org", raw="ben@example.org")
    come_in(client, "ben@example.org")
    assert me(client) == ("Ben Ortiz", frozenset({"family"}))
    assert client.post("/accounts/as-staff/").status_code == 403
    assert client.get("/accounts/2fa/").status_code == 403


def test_the_mail_speaks_every_language_of_the_household(cast: Cast, client: Client) -> None:
    make_guardian(cast.yusuf, "Abdi", email="amina@example.org", language="es")
    make_guardian(cast.yusuf, "Ayeeyo", email="amina@example.org", language="tlh")
    ask_for_code(client, lang="fr")
    assert str(mail.outbox[0].body).count(last_code()) == 3


def test_the_page_speaks_the_chosen_language_and_keeps_it(cast: Cast, client: Client) -> None:
    page = client.get("/family/?lang=ar").content.decode()
    assert ('<html lang="ar" dir="rtl">' in page, 'name="lang" value="ar"' in page) == (True, True)
    assert client.post("/family/", {"email": "a@example.org", "lang": "ar"})["Location"] == "/family/code/?lang=ar"


def test_an_unknown_language_falls_back_to_the_browsers(cast: Cast, client: Client) -> None:
    page = client.get("/family/?lang=../../etc", headers={"accept-language": "es"}).content.decode()
    assert '<html lang="es"' in page


def test_opening_the_pages_writes_no_row_and_no_session(cast: Cast, client: Client) -> None:
    for path in ("/family/", "/family/code/", "/family/who/"):
        client.get(path)
    assert ("sessionid" in client.cookies, SignInCode.objects.count()) == (False, 0)


def test_another_session_of_staff_leaves_nothing_behind(cast: Cast, client: Client, settings: Settings) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False
    ben = User.objects.create_user(person=make_staff(cast.school, "teacher"), email="x@school.example", password="x" * 14)
    client.force_login(ben, backend="gatepost.accounts.backends.StaffBackend")
    session = client.session
    session["left_by_staff"] = "secret"
    session.save()
    come_in(client)
    assert "left_by_staff" not in client.session


def test_a_teacher_who_is_a_parent_goes_to_the_other_door_and_back(cast: Cast, client: Client, settings: Settings) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False
    Guardianship.objects.create(adult=cast.ben, student=cast.yusuf, family=cast.family)
    ben = User.objects.create_user(person=cast.ben, email="ben@school.example", password="x" * 14)
    client.force_login(ben, backend="gatepost.accounts.backends.StaffBackend")
    assert me(client) == ("Ben Ortiz", frozenset({"teacher", "family"}))
    assert "I am here as a parent" in client.get("/accounts/").content.decode()
    client.post("/accounts/as-family/")
    assert (me(client), client.get("/threads/").status_code) == (("Ben Ortiz", frozenset({"family"})), 403)
    assert "Back to work" in client.get("/my/").content.decode()
    client.post("/accounts/as-staff/")
    assert (me(client), client.get("/threads/").status_code) == (("Ben Ortiz", frozenset({"teacher", "family"})), 200)
