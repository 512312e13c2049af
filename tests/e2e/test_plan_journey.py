"""A year of the plan in a real browser: the plan is begun, a survey is answered by a family, the pages stand open to everybody."""

import datetime as dt

import pytest
from django.conf import settings

from gatepost.kernel import clock
from gatepost.people.models import Family, Person
from gatepost.plans.commands.reviews import write_pack
from gatepost.plans.models import Action, Plan
from gatepost.surveys import tokens
from gatepost.surveys.commands.making import make_survey
from gatepost.surveys.instrument.ready import SHORT
from gatepost.surveys.models import Invitation, Response, Survey
from tests.charter.test_charter import published
from tests.e2e.conftest import Door, assert_accessible, follow
from tests.plans.planning import a_plan, an_action, this_year
from tests.support.cast import Cast, make_guardian, make_student

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _no_second_factor(settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def ask(cast: Cast, person: Person, sector: str = "families") -> Invitation:
    """A confidential survey of twelve practices, open since today."""
    survey = make_survey(SHORT, school=cast.school, by=cast.dov)
    Survey.objects.filter(pk=survey.pk).update(state="open", opened_at=clock.now(), privacy="confidential")
    invitation = Invitation.objects.create(
        survey=survey,
        person=person,
        sector=sector,
        unit_key=f"person:{person.pk}",
        language=person.read_language,
        asked_on=clock.today(),
    )
    invitation.families.set(Family.objects.of_adult(person, on=clock.today()))
    return invitation


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_family_answers_from_right_to_left(cast: Cast, open_page: Door, *, script: bool) -> None:
    rima = make_guardian(make_student(cast.section, "Nour", "Haddad"), "Rima", language="ar", email="rima@example.org")
    link = f"/s/{tokens.token_of(ask(cast, rima))}/"
    page = open_page(None, link, java_script_enabled=script)
    assert page.locator("html").get_attribute("dir") == "rtl"
    look = assert_accessible if script else (lambda _page: None)
    look(page)
    follow(page, page.locator("button[value=start]"))
    for _place in range(20):
        if not page.locator("button.main[value=next]").count():
            break
        look(page)
        for group in page.locator("fieldset").all():
            if group.locator("input[type=radio]").count():
                group.locator("input[type=radio]").nth(3).check()
        follow(page, page.locator("button.main[value=next]"))
    look(page)
    follow(page, page.locator("button.main[value=send]"))
    look(page)
    response = Response.objects.get()
    assert (sorted(set(response.marks.values())), len(response.marks)) == ([4], 12)
    assert page.context.cookies() == []


def test_a_principal_begins_a_plan_and_adds_an_action(cast: Cast, open_page: Door) -> None:
    page = open_page(cast.dov, "/plan/")
    assert_accessible(page)
    follow(page, page.get_by_role("button", name="Begin the plan"))
    assert_accessible(page)
    plan = Plan.objects.get()
    page.goto(f"/plan/{plan.pk}/actions/new/")
    assert_accessible(page)
    page.locator("#id_title").fill("Reading bags")
    page.locator("[name=main_type][value=learning-at-home], select[name=main_type]").first.evaluate(
        "one => { if (one.tagName === 'SELECT') one.value = 'learning-at-home'; else one.checked = true; }"
    )
    follow(page, page.locator("main form button.main"))
    assert list(Action.objects.values_list("title", "main_type")) == [("Reading bags", "learning-at-home")]
    assert_accessible(page)


def test_every_page_of_the_plan_is_accessible(cast: Cast, open_page: Door) -> None:
    plan = a_plan(cast.school, cast.dov)
    action = an_action(plan, cast.dov, begins_on=clock.today(), ends_on=clock.today() + dt.timedelta(days=7))
    review = write_pack(plan, this_year(cast.school), by=cast.dov)
    published(cast)
    survey = ask(cast, cast.amina).survey
    page = open_page(cast.dov)
    paths = [f"/plan/{plan.pk}/?view={view}" for view in ("goal", "type", "month", "owner")]
    paths += [f"/plan/{plan.pk}/{part}/" for part in ("team", "versions", "words")]
    paths += [
        f"/plan/actions/{action.pk}/",
        f"/plan/actions/{action.pk}/edit/",
        "/plan/measures/",
        "/plan/measures/3/",
        "/plan/findings/",
    ]
    paths += ["/plan/inquiry/", "/plan/inquiry/self-review/", "/plan/reviews/", f"/plan/reviews/{review.pk}/"]
    paths += ["/charter/policy/", "/charter/profile/", "/training/", "/training/sessions/plan/"]
    paths += ["/surveys/", "/surveys/new/", "/surveys/mine/", "/surveys/scores/", f"/surveys/{survey.pk}/"]
    paths += [
        f"/surveys/{survey.pk}/{part}/" for part in ("results", "gaps", "voices", "remarks", "table", "sheets", "type", "edit")
    ]
    for path in paths:
        answer = page.goto(path)
        assert answer is not None
        assert (answer.status, page.url.endswith(path)) == (200, True), page.url
        assert_accessible(page)


def test_public_pages_are_accessible_in_every_direction(cast: Cast, open_page: Door) -> None:
    published(cast)
    published(cast, "profile", who="Come and see us.")
    assert {"ar", "ur"} < {code for code, _name in settings.LANGUAGES}
    for path in ("policy/?lang=ar", "profile/?lang=ur", "profile/?lang=so"):
        assert_accessible(open_page(None, f"/about/{cast.school.slug}/{path}"))
    assert_accessible(open_page(None, "/training/modules/two-languages/?lang=ar"))
