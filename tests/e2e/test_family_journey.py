"""A family answers on a phone, left-to-right and right-to-left, with and without script."""

import pytest

from gatepost.channels import tokens
from gatepost.channels.models import Delivery
from gatepost.conversations.models import Message
from tests.conversations.test_notes import send
from tests.e2e.conftest import Door, assert_accessible, follow
from tests.support.cast import Cast, make_guardian, make_student

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def link_for(cast: Cast, name: str) -> str:
    make_guardian(make_student(cast.section, "Nour", "Haddad"), "Rima", language="ar", email="rima@example.org")
    note = send(cast, expected=2)
    delivery = Delivery.objects.get(mailing=note.mailing, person__given_name=name)
    Delivery.objects.filter(mailing=note.mailing).update(state="sent", sent_at=note.sent_at)
    return "/" + tokens.link_url(delivery).split("/", 3)[3]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize(("name", "direction", "words"), [("Amina", "ltr", "Waan faraxsanahay"), ("Rima", "rtl", "شكرًا جزيلًا")])
def test_a_family_reads_and_answers(cast: Cast, open_page: Door, name: str, direction: str, words: str, *, script: bool) -> None:
    page = open_page(None, link_for(cast, name), java_script_enabled=True)
    if not script:
        page = open_page(None, page.url, java_script_enabled=False)
    assert page.locator("html").get_attribute("dir") == direction
    if script:  # without it nothing can be measured in the page, and nothing needs it
        assert_accessible(page)
        assert page.locator("button").evaluate_all("all => all.every(one => one.getBoundingClientRect().height >= 44)")
    page.locator("textarea").fill(words)
    page.locator("button.main").click()
    page.wait_for_selector("[role=status]")
    assert list(Message.objects.filter(from_family=True).values_list("body", flat=True)) == [words]
    assert page.context.cookies() == []


def test_a_family_chooses_its_language_and_sees_the_original(cast: Cast, open_page: Door) -> None:
    page = open_page(None, link_for(cast, "Amina"))
    page.locator("details.more summary").click()
    follow(page, page.locator("a[hreflang=en]"))
    assert page.locator(".say").inner_text() == "Yusuf read a story aloud."
    page.locator("details.more summary").click()
    follow(page, page.locator("a[hreflang=so]"))
    follow(page, page.locator("button[value=original]"))
    assert page.locator("#original").inner_text() == "Yusuf read a story aloud."
    assert_accessible(page)


def test_every_family_page_is_accessible(cast: Cast, open_page: Door) -> None:
    link = link_for(cast, "Rima")
    for path in ["/", "/?lang=ar", "/code/", "/family/?lang=ur", link, link + "stop/", "/f/nothing/", "/accounts/login/"]:
        assert_accessible(open_page(None, path))
