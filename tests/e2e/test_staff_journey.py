"""A teacher writes, looks it over, sends, takes back, reads the answer and logs a talk; a principal sees whom to turn to."""

import re

import pytest

from gatepost.channels import tokens
from gatepost.channels.commands.answers import accept_reply
from gatepost.channels.commands.mailings import release_mailing
from gatepost.channels.models import Delivery, Mailing
from gatepost.conversations.models import Note
from gatepost.touchpoints.models import Touchpoint
from tests.conversations.test_notes import send
from tests.e2e.conftest import Door, assert_accessible, follow
from tests.support.cast import Cast, make_guardian, make_student

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _no_second_factor(settings: pytest.FixtureRequest) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def add_families(cast: Cast) -> None:
    make_guardian(make_student(cast.section, "Nour", "Haddad"), "Rima", language="ar", email="rima@example.org")
    make_guardian(make_student(cast.section, "Lin", "Qiu"), "Mei", language="zh-Hans")


def test_a_teacher_writes_looks_it_over_sends_and_takes_it_back(cast: Cast, open_page: Door) -> None:
    add_families(cast)
    page = open_page(cast.ben)
    follow(page, page.get_by_role("link", name="4B"))
    page.locator("#id_body").fill("{child} read a story aloud today.")
    page.get_by_text("In Arabic").first.click()
    page.locator("#id_version_ar").fill("قرأ {child} قصة اليوم.")
    page.get_by_text("Good news").click()
    assert_accessible(page)
    follow(page, page.get_by_role("button", name="Look it over"))
    sentence = re.sub(r"\s+", " ", page.locator("p.lead").inner_text())
    assert sentence == "3 families of 4B: 2 by e-mail, 1 by printed letter."
    assert page.locator("blockquote[dir=rtl] .prose").inner_text() == "قرأ Nour قصة اليوم."
    follow(page, page.get_by_role("link", name="1 by printed letter"))
    assert_accessible(page)
    follow(page, page.get_by_role("button", name="Send to 3 families"))
    page.get_by_role("button", name="Take it back").wait_for()
    assert_accessible(page)
    assert Delivery.objects.filter(state="queued").count() == 3
    follow(page, page.get_by_role("button", name="Take it back"))
    page.get_by_text("You took it back. Nobody got it.").wait_for()
    assert list(Delivery.objects.values_list("state", flat=True)) == ["cancelled"] * 3


def test_the_answer_comes_to_the_open_thread_by_itself(cast: Cast, open_page: Door) -> None:
    note = send(cast)
    delivery = Delivery.objects.get(mailing=note.mailing)
    page = open_page(cast.ben, "/threads/")
    follow(page, page.get_by_role("link", name=re.compile("Open")).first)
    assert "Yusuf read a story aloud." in page.locator("#entries").inner_text()
    accept_reply(delivery, text="Waan ku faraxsanahay!", channel="email", source="e2e:1", by=cast.amina)
    page.get_by_text("Waan ku faraxsanahay!").wait_for(timeout=8000)
    page.locator("#id_body").fill("Thank you, Amina!")
    assert_accessible(page)
    follow(page, page.get_by_role("button", name="Answer the family"))
    page.get_by_text("Your answer is on its way.").wait_for()
    assert Mailing.objects.get(kind="reply").deliveries.count() == 1


def test_a_talk_is_logged_in_two_presses(cast: Cast, open_page: Door) -> None:
    page = open_page(cast.ben, "/talks/new/", java_script_enabled=False)  # with script: test_gate_offline
    follow(page, page.get_by_role("link", name="4B"))
    follow(page, page.get_by_role("link", name="Yusuf Warsame"))
    follow(page, page.get_by_role("button", name="Good news"))
    page.get_by_text("Logged: Good news, Yusuf Warsame.").wait_for()
    assert list(Touchpoint.objects.values_list("means", "tone", "direction")) == [("gate", "praise", "both")]
    page.get_by_role("link", name="Yusuf Warsame").wait_for()  # stands among the last talked about


def test_a_principal_sees_the_states_and_whom_to_turn_to(cast: Cast, open_page: Door) -> None:
    from gatepost.reach.commands import counting

    add_families(cast)
    counting.recount()
    page = open_page(cast.dov)
    assert_accessible(page)
    follow(page, page.get_by_role("link", name="Families").first)
    assert_accessible(page)
    follow(page, page.get_by_role("link", name=re.compile("Lin Qiu")).first)
    assert_accessible(page)
    page.goto("/families/this-week/")
    assert_accessible(page)


def test_every_staff_page_is_accessible(cast: Cast, open_page: Door) -> None:
    add_families(cast)
    note = send(cast, expected=3)
    release_mailing(note.mailing, by=cast.ben)
    letter = Delivery.objects.get(mailing=note.mailing, channel="letter")
    assert tokens.short_code(letter)
    page = open_page(cast.dov)
    paths = ["/notes/", f"/notes/{Note.objects.get().pk}/", "/slips/", "/errands/", "/languages/", "/languages/so/"]
    paths += ["/help/roles/", "/accounts/", "/accounts/staff/", "/people/roster/", "/channels/mailroom/", "/channels/letters/"]
    for path in [*paths, "/ui/", "/no/such/page/"]:
        page.goto(path)
        assert_accessible(page)
