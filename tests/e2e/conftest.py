"""A real Chromium against the real pages, at the two sizes that matter."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Locator, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from gatepost.accounts.models import User
from gatepost.people.models import Person

# Playwright's own event loop lives in the test's thread; Django's ORM is asked from there on purpose.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
PHONE, DESKTOP = (360, 740), (1280, 800)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def chromium() -> Iterator[Browser]:
    """Debian's or the system's Chromium; none is downloaded.

    One for each test: while Playwright lives, its event loop runs in this thread and no other test could run one.
    """
    found = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail("The browser journeys need Chromium: install the package chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    return request.param


Door = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, live_server: LiveServer, size: tuple[int, int]) -> Iterator[Door]:
    """Opens a page, signed in as somebody or as nobody; any script error or refused resource fails the test."""
    contexts = []

    def open_as(person: Person | None, path: str = "/", **options: object) -> Page:
        context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, base_url=live_server.url, **options)
        contexts.append(context)
        if person is not None:
            context.add_cookies([session_of(person, live_server.url)])
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
        page.on("console", lambda message: fail_on(message.type, message.text))
        page.goto(path)
        return page

    yield open_as
    for context in contexts:
        context.close()


def fail_on(kind: str, text: str) -> None:
    if kind == "error" and "Content Security Policy" in text:
        pytest.fail(text)


def session_of(person: Person, url: str) -> dict[str, str]:
    """A signed-in session for this person, as the sign-in pages would have made it."""
    user = User.objects.filter(person=person).first() or User.objects.create_user(
        person=person, email=f"p{person.pk}@example.org", password="a long password"
    )
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value, "url": url}


def follow(page: Page, lead: Locator) -> None:
    """Presses what leads to another page and waits for that page: a click alone may return while the old one still stands."""
    with page.expect_navigation():
        lead.click()


def assert_accessible(page: Page) -> None:
    """No serious or critical finding of axe (WCAG 2.2 A and AA), and nothing wider than the screen."""
    options = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
    found = [
        f"{item['id']}: {node['html'][:160]}"
        for item in Axe().run(page, options=options).response["violations"]
        if item["impact"] in {"serious", "critical"}
        for node in item["nodes"]
    ]
    assert found == [], page.url
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"], page.url  # type: ignore[index]
