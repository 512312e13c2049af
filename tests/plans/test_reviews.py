"""The yearly review: a pack that writes itself, decisions that become errands, next year's draft made once."""

import datetime as dt
import io
from decimal import Decimal

import pypdf
import pytest
from django.test import Client

from gatepost.accounts.models import User
from gatepost.errands.commands import record_result
from gatepost.errands.models import Errand
from gatepost.kernel import clock
from gatepost.kernel.errors import BadInputError, ConflictError, NotAllowedError
from gatepost.plans.commands import reviews
from gatepost.plans.models import Evaluation, Goal, Plan, Reading, Review
from gatepost.plans.review.printing import paper_of
from gatepost.plans.review.years import survey_of
from gatepost.reach.models import GroupKind, WeekCount
from gatepost.surveys.commands.making import make_survey
from gatepost.surveys.instrument.ready import SHORT
from gatepost.surveys.models import Invitation, Survey
from gatepost.touchpoints.commands.batches import Entry, record_touchpoints
from tests.plans.planning import a_plan, an_action, this_year
from tests.support.cast import Cast, make_guardian, make_student

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(cast: Cast) -> Plan:
    plan = a_plan(cast.school, cast.dov)
    goal = plan.goals.order_by("number")[0]
    Goal.objects.filter(pk=goal.pk).update(title="Children read at home", unit="%", baseline=40, target=70)
    Reading.objects.create(goal=goal, read_on=clock.today(), value=Decimal(52))
    action = an_action(plan, cast.dov, "Reading bags", cost=Decimal(300))
    Evaluation.objects.create(
        action=action, by=cast.ben, made_on=clock.today(), went=4, helped="Books in Somali", change="Start early"
    )
    return plan


@pytest.fixture
def review(cast: Cast, plan: Plan) -> Review:
    return reviews.write_pack(plan, this_year(cast.school), by=cast.dov)


def said(review: Review) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper_of(review))).pages)


def test_the_pack_has_goals_actions_words_money_and_three_years(review: Review) -> None:
    blocks = review.pack["blocks"]
    headings = [block["text"] for block in blocks if block["kind"] == "heading" and block["level"] == 2]
    assert headings == [
        "Our goals",
        "What we did, and whom it reached",
        "What those who were there said",
        "What families, teachers and leadership each say",
        "Whom the school reaches",
        "What would make it easier for families",
        "Money",
        "What staff and families learned together",
        "What our own records point to",
        "Three years beside each other",
        "What do we decide?",
    ]
    tables = [block["rows"] for block in blocks if block["kind"] == "table"]
    assert tables[0] == [["Children read at home", "40\u00a0%", "52\u00a0%", "70\u00a0%"]]
    assert tables[1][0][0] == "Reading bags"
    assert {"What helped: Books in Somali", "What to change: Start early"} == set(
        next(block["items"] for block in blocks if block["kind"] == "bullets")
    )


def test_it_prints_as_a_report(review: Review) -> None:
    words = said(review)
    assert [part in words for part in ("Children read at home", "Reading bags", "Planned: 300", "What do we decide?")] == [
        True
    ] * 4


def test_three_years_are_drawn_from_the_counted_weeks(cast: Cast, plan: Plan) -> None:
    long_ago = clock.now() - dt.timedelta(days=500)
    entry = {"at": long_ago, "means": "gate", "direction": "both", "outcome": "answered", "source": "t:1"}
    record_touchpoints([Entry(family_id=cast.yusuf.families.get().pk, school_id=cast.school.pk, **entry)], by=None)  # type: ignore[arg-type]
    for back, talk in ((0, 30), (1, 20)):
        WeekCount.objects.create(
            school=cast.school,
            on=clock.today() - dt.timedelta(days=365 * back),
            kind=GroupKind.ALL,
            in_dialogue=talk,
            informed=40 - talk,
        )
    review = reviews.write_pack(plan, this_year(cast.school), by=cast.dov)
    line = next(block for block in review.pack["blocks"] if block["kind"] == "lines")
    assert line["values"] == [None, 50, 75]
    assert "30 / 40" in said(review)


def test_years_before_the_records_began_are_not_drawn(cast: Cast, plan: Plan) -> None:
    entry = {
        "at": clock.now() - dt.timedelta(days=100),
        "means": "gate",
        "direction": "both",
        "outcome": "answered",
        "source": "t:1",
    }
    record_touchpoints([Entry(family_id=cast.yusuf.families.get().pk, school_id=cast.school.pk, **entry)], by=None)  # type: ignore[arg-type]
    for back, talk in ((0, 30), (1, 2)):
        day = clock.today() - dt.timedelta(days=365 * back)
        WeekCount.objects.create(school=cast.school, on=day, kind=GroupKind.ALL, in_dialogue=talk, informed=40 - talk)
    review = reviews.write_pack(plan, this_year(cast.school), by=cast.dov)
    assert [block["title"] for block in review.pack["blocks"] if block["kind"] == "lines"] == []
    assert "Our records begin on" in said(review)


def test_no_name_of_a_family_stands_in_the_pack(cast: Cast, review: Review) -> None:
    for name in ("Warsame", "Amina", "Yusuf"):
        assert name not in str(review.pack)


def test_the_pack_is_written_anew_until_the_review_is_closed(cast: Cast, plan: Plan, review: Review) -> None:
    an_action(plan, cast.dov, "One more")
    again = reviews.write_pack(plan, review.year, by=cast.dov)
    assert (again.pk, "One more" in str(again.pack)) == (review.pk, True)
    reviews.close_review(again, met_on=clock.today(), by=cast.dov)
    with pytest.raises(ConflictError):
        reviews.write_pack(plan, review.year, by=cast.dov)
    with pytest.raises(ConflictError):
        reviews.decide(again, words="Too late", by=cast.dov)


def test_a_decision_becomes_an_errand_and_is_done_with_it(cast: Cast, review: Review) -> None:
    due = clock.today() + dt.timedelta(days=10)
    decision = reviews.decide(review, words="Bags in every class", reason="It helped", owner=cast.ben, due_on=due, by=cast.dov)
    errand = Errand.objects.get()
    assert (errand.owner, errand.due_on, errand.reason) == (cast.ben, due, "Bags in every class\nIt helped")
    record_result(errand, result="done", by=cast.ben)
    decision.refresh_from_db()
    assert decision.done_on == clock.today()


def test_last_years_decisions_stand_in_the_next_pack(cast: Cast, plan: Plan) -> None:
    Plan.objects.filter(pk=plan.pk).update(first_year=this_year(cast.school) - 1)
    plan.refresh_from_db()
    before = reviews.write_pack(plan, this_year(cast.school) - 1, by=cast.dov)
    reviews.decide(before, words="Ask families first", by=cast.dov)
    now = reviews.write_pack(plan, this_year(cast.school), by=cast.dov)
    facts = next(block for block in now.pack["blocks"] if block["kind"] == "facts")
    assert facts["rows"] == [["Ask families first", "still open"]]


def test_next_years_draft_is_made_once_and_begins_where_this_year_ended(cast: Cast, plan: Plan, review: Review) -> None:
    made = reviews.make_next_draft(review, by=cast.dov)
    assert reviews.make_next_draft(review, by=cast.dov) == made
    assert (made.first_year, made.copied_from, made.goals.get(title="Children read at home").baseline) == (
        plan.first_year + 1,
        plan,
        Decimal(52),
    )


def test_a_plan_of_several_years_goes_on_itself(cast: Cast) -> None:
    long = a_plan(cast.school, cast.dov, years=3)
    an_action(long, cast.dov, "Reading bags", begins_on=clock.today())
    made = reviews.make_next_draft(reviews.write_pack(long, long.first_year, by=cast.dov), by=cast.dov)
    assert (made, made.state, made.actions.count(), Plan.objects.count()) == (long, "draft", 2, 1)


def test_only_who_leads_the_school_reviews(cast: Cast, plan: Plan, review: Review) -> None:
    for somebody in (cast.ben, cast.carla, cast.eve):
        with pytest.raises(NotAllowedError):
            reviews.write_pack(plan, review.year, by=somebody)
        with pytest.raises(NotAllowedError):
            reviews.decide(review, words="Mine", by=somebody)
    with pytest.raises(BadInputError):
        reviews.write_pack(plan, plan.last_year + 1, by=cast.dov)
    with pytest.raises(BadInputError):
        reviews.decide(review, words="For her", owner=cast.eve, by=cast.dov)
    with pytest.raises(BadInputError):
        reviews.close_review(review, met_on=clock.today() + dt.timedelta(days=1), by=cast.dov)


def test_on_its_pages_the_year_is_walked_through(cast: Cast, plan: Plan, settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]
    user = User.objects.create_user(person=cast.dov, email="dov@example.org", password=None)
    client = Client()
    client.force_login(user, backend="gatepost.accounts.backends.StaffBackend")
    assert client.get("/plan/reviews/").context["years"] == [
        (plan.first_year, f"{plan.first_year}/{(plan.first_year + 1) % 100:02d}")
    ]
    answer = client.post(f"/plan/reviews/write/{plan.pk}/{plan.first_year}/")
    review = Review.objects.get()
    assert answer.url == f"/plan/reviews/{review.pk}/"
    assert client.get(answer.url).status_code == 200
    assert client.post(f"/plan/reviews/{review.pk}/decide/", {"words": " "}).status_code == 422
    assert client.post(f"/plan/reviews/{review.pk}/decide/", {"words": "Go on"}).status_code == 302
    assert client.get(f"/plan/reviews/{review.pk}/pack.pdf").content[:5] == b"%PDF-"
    assert client.post(f"/plan/reviews/{review.pk}/close/", {"met_on": clock.today().isoformat()}).status_code == 302
    assert client.post(f"/plan/reviews/{review.pk}/next/").url == f"/plan/{Plan.objects.latest('pk').pk}/"


def closed_survey(cast: Cast, *, answered: int, days_ago: int) -> Survey:
    """Twelve practices, asked of twenty families."""
    survey = make_survey(SHORT, school=cast.school, by=cast.dov)
    opened = clock.now() - dt.timedelta(days=days_ago)
    for number in range(20):
        guardian = make_guardian(make_student(cast.section, f"Child {days_ago} {number}"), language="es")
        Invitation.objects.create(
            survey=survey,
            person=guardian,
            sector="families",
            unit_key=f"person:{guardian.pk}",
            language="es",
            asked_on=opened.date(),
            answered_on=opened.date() if number < answered else None,
        )
    Survey.objects.filter(pk=survey.pk).update(state="open", opened_at=opened)
    Survey.objects.filter(pk=survey.pk).update(state="closed", closed_at=opened)
    return survey


def test_the_pack_takes_the_survey_that_speaks_for_most_and_none_that_is_open(cast: Cast, plan: Plan) -> None:
    year = this_year(cast.school)
    assert survey_of(cast.dov, cast.school, year) is None
    many = closed_survey(cast, answered=15, days_ago=9)
    closed_survey(cast, answered=2, days_ago=5)
    running = make_survey(SHORT, school=cast.school, by=cast.dov)
    Survey.objects.filter(pk=running.pk).update(state="open", opened_at=clock.now())
    assert survey_of(cast.dov, cast.school, year) == many
