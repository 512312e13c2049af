"""The doors in a real browser: passkeys with a virtual key, the family door in two directions, every page accessible."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from gatepost.accounts.models import SignInCode, User
from gatepost.history.models import Event
from tests.accounts.doors import PASSWORD, run_jobs
from tests.e2e.conftest import Door, assert_accessible, chromium, open_page, size  # noqa: F401  fixtures
from tests.support.cast import Cast, make_guardian

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# GATEPOST_SHOTS names a folder for screenshots to be looked at.
SHOTS = os.environ.get("GATEPOST_SHOTS")


def look(page: Page, name: str) -> None:
    """Accessible, and a picture of it where somebody wants to look."""
    assert_accessible(page)
    if SHOTS:
        width = (page.viewport_size or {"width": 0})["width"]
        page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)


def give_a_key(page: Page) -> None:
    """A virtual authenticator that recognises its owner, as a phone does by fingerprint."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**options, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )


def sign_in(page: Page) -> None:
    page.get_by_label("Email").fill("ben@school.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_teacher_adds_a_passkey_and_signs_in_with_it(cast: Cast, open_page: Door) -> None:  # noqa: F811
    User.objects.create_user(person=cast.ben, email="ben@school.example", password=PASSWORD)
    page = open_page(None, "/accounts/login/")
    give_a_key(page)
    look(page, "login")
    sign_in(page)
    page.wait_for_url("**/accounts/second-factor/")
    look(page, "second-factor")
    page.get_by_role("link", name="With a passkey").click()
    look(page, "add-key")
    page.get_by_role("button", name="Add this device").click()
    page.wait_for_url("**/recovery-codes/")
    look(page, "recovery-codes")
    page.goto("/accounts/logout/")
    look(page, "logout")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile(r"^http://[^/]+/$"))
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(re.compile(r"^http://[^/]+/$"))
    page.goto("/accounts/2fa/webauthn/")
    look(page, "keys")
    assert Event.objects.filter(action="accounts.sign_in_as_staff").count() == 2


def test_an_app_as_second_step_asks_for_its_code(cast: Cast, open_page: Door) -> None:  # noqa: F811
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    user = User.objects.create_user(person=cast.ben, email="ben@school.example", password=PASSWORD)
    TOTP.activate(user, generate_totp_secret())
    page = open_page(None, "/accounts/login/")
    sign_in(page)
    page.wait_for_url("**/2fa/authenticate/")
    look(page, "authenticate")
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    look(page, "authenticate-wrong")


def test_pages_about_ones_account_and_the_staff_can_be_used(cast: Cast, open_page: Door, settings: object) -> None:  # noqa: F811
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]
    User.objects.create_user(person=cast.ben, email="ben@school.example", password=PASSWORD)
    page = open_page(cast.dov, "/accounts/")
    look(page, "account")
    for path in ("staff", "2fa", "sessions", "password/change"):
        page.goto(f"/accounts/{path}/")
        look(page, path.replace("/", "-"))
    page.goto("/accounts/2fa/totp/activate/")
    page.get_by_label("Password").fill("a long password")
    look(page, "reauthenticate")
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url("**/totp/activate/")
    look(page, "totp")
    page.goto("/help/roles/")
    look(page, "roles")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_guardian_walks_through_the_family_door(cast: Cast, open_page: Door, language: str) -> None:  # noqa: F811
    make_guardian(cast.yusuf, "Abdi", email="amina@example.org")
    page = open_page(None, f"/family/?lang={language}", java_script_enabled=True)
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    look(page, f"family-{language}")
    page.locator("[name=email]").fill("amina@example.org")
    page.locator("main button").click()
    look(page, f"family-code-{language}")
    run_jobs()
    page.locator("[name=code]").fill("BBBBBBBB")
    page.locator("main button").click()
    look(page, f"family-code-wrong-{language}")
    page.locator("[name=code]").fill(SignInCode.objects.get().code)
    page.locator("main button").click()
    look(page, f"family-who-{language}")
    page.get_by_role("button", name="Amina").click()
    page.wait_for_url("**/my/")


def test_the_family_door_works_without_script(cast: Cast, open_page: Door) -> None:  # noqa: F811
    page = open_page(None, "/family/?lang=en", java_script_enabled=False)
    page.locator("[name=email]").fill("amina@example.org")
    page.locator("main button").click()
    page.locator("[name=code]").fill(SignInCode.objects.get().code)
    page.locator("main button").click()
    page.wait_for_url("**/my/")
