"""The staff door: invited, a password, a second step, and out again at once."""

import datetime as dt
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django import Settings

from gatepost.accounts import commands
from gatepost.accounts.models import User
from gatepost.accounts.queries.staff import Access, access_of
from gatepost.kernel import clock
from gatepost.kernel.errors import BadInputError, ConflictError, NotAllowedError
from gatepost.people.models import ContactPoint, Role, SchoolRole
from tests.accounts.doors import PASSWORD, run_jobs
from tests.support.cast import Cast, make_staff


@pytest.fixture
def ben(cast: Cast) -> User:
    return User.objects.create_user(person=cast.ben, email="ben@school.example", password=PASSWORD)


@pytest.fixture
def without_second_step(settings: Settings) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False


def sign_in(client: Client, email: str = "ben@school.example", password: str = PASSWORD) -> str:
    """Where the form leads to; "" where it refuses."""
    return client.post("/accounts/login/", {"login": email, "password": password}).headers.get("Location", "")


def link_in_mail() -> str:
    match = re.search(r"http://localhost:8000(/accounts/password/reset/key/\S+)", str(mail.outbox[-1].body))
    assert match, mail.outbox[-1].body
    return match[1]


def choose_password(client: Client, path: str, password: str) -> int:
    form = client.get(path, follow=True)
    action = form.request["PATH_INFO"]
    return client.post(action, {"password1": password, "password2": password}).status_code


def totp_now(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


def test_an_invited_teacher_chooses_a_password_and_sets_up_the_second_step(cast: Cast, client: Client) -> None:
    commands.invite_staff(cast.ben, email="Ben@School.example", by=cast.dov)
    run_jobs()
    assert mail.outbox[0].to == ["ben@school.example"]
    assert choose_password(client, link_in_mail(), PASSWORD) == 302
    assert sign_in(client) == "/"
    assert client.get("/accounts/").headers["Location"] == "/accounts/second-factor/"
    setup = client.get("/accounts/2fa/totp/activate/")
    assert setup.status_code == 200
    code = totp_now(setup.context["form"].secret)
    codes = client.post("/accounts/2fa/totp/activate/", {"code": code}, follow=True)
    assert (codes.status_code, codes.redirect_chain) == (200, [("/accounts/2fa/recovery-codes/", 302)])
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}
    assert client.get("/accounts/second-factor/").headers["Location"] == "/accounts/2fa/"


def test_the_seed_of_the_authenticator_app_is_stored_encrypted(ben: User, client: Client) -> None:
    sign_in(client)
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": totp_now(secret)})
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_with_a_second_step_the_password_alone_opens_nothing(ben: User, client: Client) -> None:
    sign_in(client)
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": totp_now(secret)})
    thief = Client()
    assert sign_in(thief) == "/accounts/2fa/authenticate/"
    assert thief.get("/accounts/").headers["Location"].startswith("/accounts/login/")
    recovery = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    assert thief.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert thief.post("/accounts/2fa/authenticate/", {"code": recovery}).headers["Location"] == "/"


def test_what_decides_who_gets_in_asks_again_after_five_minutes(ben: User, client: Client) -> None:
    sign_in(client)
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": totp_now(secret)})
    assert client.get("/accounts/2fa/recovery-codes/").status_code == 200
    session = client.session
    session["account_authentication_methods"] = [
        record | {"at": record["at"] - 301} for record in session["account_authentication_methods"]
    ]
    session.save()
    Authenticator.objects.update(created_at=clock.now() - dt.timedelta(minutes=6))
    assert client.get("/accounts/2fa/recovery-codes/").headers["Location"].startswith("/accounts/reauthenticate/")


def test_a_stolen_password_alone_does_not_count_as_just_confirmed(ben: User, client: Client) -> None:
    sign_in(client)
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": totp_now(secret)})
    Authenticator.objects.update(created_at=clock.now() - dt.timedelta(minutes=6))
    assert client.get("/accounts/2fa/recovery-codes/").headers["Location"].startswith("/accounts/reauthenticate/")


def test_staff_without_a_second_step_reach_nothing_else(ben: User, client: Client) -> None:
    sign_in(client)
    for path in ("/", "/accounts/", "/help/roles/", "/accounts/sessions/", "/accounts/2fa/"):
        assert client.get(path).headers.get("Location") == "/accounts/second-factor/", path


def test_a_guardian_is_not_asked_for_a_second_step(cast: Cast, client: Client) -> None:
    user = commands.family_user(cast.amina)
    client.force_login(user, backend="gatepost.accounts.backends.FamilyBackend")
    assert client.get("/help/roles/").status_code == 200


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_set_password", "account_request_login_code"])
def test_what_we_do_not_offer_has_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_a_wrong_password_and_an_unknown_address_get_the_same_words(ben: User) -> None:
    pages = []
    for email in ("ben@school.example", "nobody@school.example"):
        page = Client().post("/accounts/login/", {"login": email, "password": "wrong wrong wrong"})
        words = re.sub(r'(name="csrfmiddlewaretoken" value|nonce|hx-headers)=("[^"]*"|\'[^\']*\')', "", page.content.decode())
        pages.append((page.status_code, words.replace(email, "")))
    assert pages[0] == pages[1]


def test_a_forgotten_password_is_answered_alike_and_mailed_to_the_known_only(ben: User) -> None:
    answers = [
        Client().post("/accounts/password/reset/", {"email": email}) for email in ("ben@school.example", "nobody@school.example")
    ]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/accounts/password/reset/done/")}
    assert run_jobs("accounts.mail_password_link") == 2
    assert [message.to for message in mail.outbox] == [["ben@school.example"]]


def test_a_new_password_ends_every_session_and_the_link_works_once(ben: User, without_second_step: None) -> None:
    browser, other = Client(), Client()
    sign_in(other)
    browser.post("/accounts/password/reset/", {"email": ben.email})
    run_jobs()
    link = link_in_mail()
    assert choose_password(browser, link, "another long password") == 302
    assert other.get("/help/roles/").status_code == 302
    assert "Choose your password" not in Client().get(link, follow=True).content.decode()
    assert (sign_in(Client()), sign_in(Client(), password="another long password")) == ("", "/")


def test_opening_the_link_uses_nothing_up(ben: User) -> None:
    commands.request_password_link(ben)
    run_jobs()
    for _visit in range(5):
        Client().get(link_in_mail(), follow=True)
    assert choose_password(Client(), link_in_mail(), "another long password") == 302


def test_a_guardians_address_cannot_open_the_staff_door(cast: Cast) -> None:
    commands.family_user(cast.amina)
    Client().post("/accounts/password/reset/", {"email": "amina@example.org"})
    run_jobs()
    assert mail.outbox == []


def test_ended_access_ends_sessions_and_the_password_at_once(cast: Cast, ben: User, without_second_step: None) -> None:
    browser = Client()
    sign_in(browser)
    assert browser.get("/help/roles/").status_code == 200
    commands.end_access(cast.ben, by=cast.dov)
    assert browser.get("/help/roles/").headers["Location"].startswith("/accounts/login/")
    assert sign_in(Client()) == ""
    ben.refresh_from_db()
    assert (access_of(ben), ben.has_usable_password()) == (Access.ENDED, False)


def test_access_given_back_starts_with_a_new_invitation(cast: Cast, ben: User) -> None:
    commands.end_access(cast.ben, by=cast.dov)
    commands.give_access_back(cast.ben, by=cast.dov)
    run_jobs()
    assert (access_of(User.objects.get()), mail.outbox[0].to) == (Access.INVITED, ["ben@school.example"])


def test_a_role_that_ended_opens_nothing_at_the_next_request(cast: Cast, ben: User, without_second_step: None) -> None:
    browser = Client()
    sign_in(browser)
    SchoolRole.objects.filter(person=cast.ben).update(ends_on=clock.today().replace(year=2020))
    assert browser.get("/accounts/").status_code == 403


def test_a_closed_staff_door_leaves_a_parents_door_open(cast: Cast, ben: User) -> None:
    commands.end_access(cast.ben, by=cast.dov)
    client = Client()
    client.force_login(User.objects.get(), backend="gatepost.accounts.backends.FamilyBackend")
    assert str(client.get("/family/").wsgi_request.person) == "Ben Ortiz"  # type: ignore[attr-defined]


def test_sign_out_everywhere_ends_the_other_browser_too(ben: User, without_second_step: None) -> None:
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)
    assert here.post("/accounts/sign-out-everywhere/").status_code == 302
    assert [browser.get("/help/roles/").status_code for browser in (here, there)] == [302, 302]


def test_a_lost_phone_is_helped_by_another_principal_only(cast: Cast, ben: User, client: Client) -> None:
    sign_in(client)
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": totp_now(secret)})
    commands.forget_second_factor(cast.ben, by=cast.dov)
    assert Authenticator.objects.count() == 0
    with pytest.raises(NotAllowedError):
        commands.forget_second_factor(cast.dov, by=cast.dov)


def test_the_office_invites_teachers_but_no_principal(cast: Cast) -> None:
    office = make_staff(cast.school, Role.OFFICE, "Olga")
    commands.invite_staff(cast.ben, email="ben@school.example", by=office)
    for act in (
        lambda: commands.invite_staff(cast.dov, email="olga.too@school.example", by=office),
        lambda: commands.end_access(cast.ben, by=office),
    ):
        with pytest.raises(NotAllowedError):
            act()


def test_the_office_cannot_move_an_account_to_another_address(cast: Cast, ben: User) -> None:
    office = make_staff(cast.school, Role.OFFICE, "Olga")
    with pytest.raises(NotAllowedError):
        commands.invite_staff(cast.ben, email="olga.too@school.example", by=office)


def test_a_new_address_starts_without_the_old_password_and_factor(cast: Cast, ben: User, client: Client) -> None:
    sign_in(client)
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": totp_now(secret)})
    commands.invite_staff(cast.ben, email="new@school.example", by=cast.dov)
    user = User.objects.get()
    assert (user.email, user.has_usable_password(), Authenticator.objects.count()) == ("new@school.example", False, 0)


def test_a_school_does_not_touch_another_schools_staff(cast: Cast) -> None:
    with pytest.raises(NotAllowedError):
        commands.invite_staff(cast.eve, email="eve@school.example", by=cast.dov)


def test_no_two_people_share_a_staff_address(cast: Cast, ben: User) -> None:
    with pytest.raises(ConflictError):
        commands.invite_staff(cast.carla, email="BEN@school.example", by=cast.dov)
    with pytest.raises(BadInputError):
        commands.invite_staff(cast.carla, email="not an address", by=cast.dov)


def test_everyone_with_an_address_is_invited_once(cast: Cast, ben: User) -> None:
    for person, address in ((cast.carla, "carla@school.example"), (cast.ben, "ben@school.example")):
        ContactPoint.objects.create(person=person, kind="email", value=address, raw=address)
    assert (commands.invite_everyone(by=cast.dov), commands.invite_everyone(by=cast.dov)) == (1, 0)
    run_jobs()
    assert [message.to for message in mail.outbox] == [["carla@school.example"]]


def test_nobody_ends_her_own_access(cast: Cast) -> None:
    User.objects.create_user(person=cast.dov, email="dov@school.example", password=PASSWORD)
    with pytest.raises(NotAllowedError):
        commands.end_access(cast.dov, by=cast.dov)


def test_the_first_principal_comes_in_on_a_new_installation(db: None, client: Client) -> None:
    from io import StringIO

    from django.core.management import call_command

    out = StringIO()
    call_command("invite_principal", "dov@school.example", name="Dov Stern", school="Riverside School", stdout=out)
    path = out.getvalue().split("http://localhost:8000", 1)[1].strip()
    assert choose_password(client, path, PASSWORD) == 302
    assert sign_in(client, "dov@school.example") == "/"
    assert client.get("/accounts/staff/").headers["Location"] == "/accounts/second-factor/"
    with pytest.raises(ConflictError):
        call_command("invite_principal", "more@school.example", name="Eve", school="Riverside School")
