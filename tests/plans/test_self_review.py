"""The self-review: three sides beside each other, the largest disagreement first, and what was agreed after talking."""

import statistics
from fractions import Fraction

import pytest
from django.urls import reverse

from gatepost.history.models import Event
from gatepost.kernel.errors import BadInputError, ConflictError, NotAllowedError
from gatepost.plans.catalogue.signs import SIGNS
from gatepost.plans.commands.inquiry import agree, start_self_review
from gatepost.plans.models import Agreement, TeamMember
from gatepost.plans.queries.self_review import self_review_for, signs_of
from gatepost.surveys.agreement import within_group_agreement
from gatepost.surveys.commands.making import make_survey
from gatepost.surveys.instrument.ready import SELF_REVIEW
from gatepost.surveys.models import Survey
from tests.plans.asked import make_plan, make_self_review, rate, signed_in
from tests.support.cast import Cast, make_staff

pytestmark = pytest.mark.django_db
URL = "plans:self-review"
SIGN = "two-way-communication"


@pytest.fixture(autouse=True)
def _no_second_factor(settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def test_staff_have_a_name_for_every_sign_that_is_asked() -> None:
    assert list(SIGNS) == [item.key for item in SELF_REVIEW.items]
    assert [sign.is_need for sign in SIGNS.values()] == [False] * 9 + [True] * 5


def test_a_counsellor_begins_it_and_every_side_is_asked(cast: Cast) -> None:
    counsellor = make_staff(cast.school, "counsellor")
    assert signed_in(counsellor).post(reverse("plans:start-self-review")).status_code == 302
    survey = Survey.objects.get(kind="self-review")
    assert survey.sectors == ["families", "teachers", "directors"]
    with pytest.raises(ConflictError):
        start_self_review(cast.school, closes_on=None, by=cast.dov)


def test_office_sees_it_and_cannot_begin_it(cast: Cast) -> None:
    client = signed_in(make_staff(cast.school, "office"))
    assert client.get(reverse(URL)).status_code == 200
    assert client.post(reverse("plans:start-self-review")).status_code == 403
    assert Survey.objects.count() == 0


# Numbers.

COUNTS = [
    {1: 3, 2: 5, 3: 9, 4: 2, 5: 1},
    {3: 10},
    {1: 6, 5: 6},
    {2: 1, 3: 1},
    {1: 1, 2: 2, 3: 3, 4: 4, 5: 5},
    {4: 37, 5: 11},
]


@pytest.mark.parametrize("counts", COUNTS)
def test_the_index_of_agreement_is_that_of_an_independent_computation(counts: dict[int, int]) -> None:
    values = [Fraction(step) for step, number in counts.items() for _one in range(number)]
    expected = max(Fraction(0), 1 - statistics.variance(values) / 2)
    assert within_group_agreement(counts) == pytest.approx(float(expected), abs=1e-9)


def test_one_answer_agrees_with_nobody() -> None:
    assert within_group_agreement({3: 1}) is None
    assert within_group_agreement({}) is None


def test_other_numbers_of_steps_have_their_own_chance() -> None:
    assert within_group_agreement({3: 1, 4: 2, 5: 1}, steps=7) == pytest.approx(1 - (2 / 3) / 4)


def test_mean_and_spread_of_a_side_come_from_all_its_groups(cast: Cast) -> None:
    survey = make_self_review(cast.school, cast.dov)
    rate(survey, "families", SIGN, {1: 3, 2: 5, -1: 4}, language="es")
    rate(survey, "families", SIGN, {2: 1, 4: 6}, language="so")
    side = next(one for one in signs_of(survey, None) if one.sign.slug == SIGN).sides[0]
    values = [1] * 3 + [2] * 6 + [4] * 6
    assert side.number == 15
    assert side.mean == pytest.approx(statistics.mean(values), abs=1e-9)
    assert side.sd == pytest.approx(statistics.stdev(values), abs=1e-9)
    assert side.shares == [20, 40, 0, 40, 0]


# What is shown.


def test_nine_of_a_side_are_hidden_and_one_director_is_not(cast: Cast) -> None:
    survey = make_self_review(cast.school, cast.dov)
    rate(survey, "families", SIGN, {2: 9})
    rate(survey, "teachers", SIGN, {4: 10})
    rate(survey, "directors", SIGN, {5: 1})
    shown = next(one for one in signs_of(survey, None) if one.sign.slug == SIGN)
    assert [side.is_shown for side in shown.sides] == [False, True, True]
    assert [mark.side.sector for mark in shown.marks] == ["teachers", "directors"]
    page = signed_in(cast.dov).get(reverse("plans:sign", args=[survey.pk, SIGN])).content.decode()
    assert page.count("Fewer than ten answers: not shown.") == 1
    assert "2.00" not in page


def test_the_largest_disagreement_stands_first_and_what_cannot_be_compared_last(cast: Cast) -> None:
    survey = make_self_review(cast.school, cast.dov)
    for key, families, teachers in (("joint-action", 3, 3), ("time", 2, 5), ("student-focus", 2, 3)):
        rate(survey, "families", key, {families: 12})
        rate(survey, "teachers", key, {teachers: 12})
    rate(survey, "families", "shared-belief", {1: 12})
    rate(survey, "teachers", "shared-belief", {5: 3})
    review = self_review_for(cast.dov, None, None)
    assert review is not None
    assert [one.sign.slug for one in review.signs[:3]] == ["time", "student-focus", "joint-action"]
    assert [one.distance for one in review.signs[3:]] == [None] * 11
    assert review.sentence == ("The sides differ most on “Time to grow over years”: Teachers see it at 5.0, families at 2.0.")


def test_nothing_of_another_school_is_shown(cast: Cast) -> None:
    principal = make_staff(cast.other_school, "principal")
    survey = make_self_review(cast.other_school, principal)
    rate(survey, "families", SIGN, {2: 12})
    client = signed_in(cast.dov)
    assert client.get(reverse(URL), {"survey": survey.pk}).status_code == 404
    assert client.get(reverse("plans:sign", args=[survey.pk, SIGN])).status_code == 404
    assert "How good is our partnership?" in client.get(reverse(URL)).content.decode()


def test_a_sign_the_school_did_not_ask_has_no_page(cast: Cast) -> None:
    survey = make_self_review(cast.school, cast.dov)
    survey.items.filter(key=SIGN).delete()
    client = signed_in(cast.dov)
    assert client.get(reverse("plans:sign", args=[survey.pk, SIGN])).status_code == 404
    assert client.get(reverse("plans:sign", args=[survey.pk, "nonsense"])).status_code == 404
    assert client.get(reverse(URL)).status_code == 200


# Agreeing.


def test_what_was_agreed_is_written_into_the_plan_and_can_be_written_again(cast: Cast) -> None:
    survey, plan = make_self_review(cast.school, cast.dov), make_plan(cast.school, cast.dov)
    client, url = signed_in(cast.carla), reverse("plans:sign", args=[survey.pk, SIGN])
    assert client.post(url, {"level": "2", "words": "We answer too late."}).status_code == 302
    assert client.post(url, {"level": "3", "words": "Most get a reply now."}).status_code == 302
    row = Agreement.objects.get()
    assert (row.plan, row.sign, row.level, row.words) == (plan, SIGN, 3, "Most get a reply now.")
    assert (row.survey_reference, row.written_by) == (f"surveys.survey:{survey.pk}", cast.carla)
    assert [event.details["level"] for event in Event.objects.filter(action="plans.agree").order_by("pk")] == [2, 3]
    assert "Most get a reply now." in client.get(url).content.decode()


def test_without_a_level_nothing_is_written_and_the_words_stay(cast: Cast) -> None:
    survey = make_self_review(cast.school, cast.dov)
    make_plan(cast.school, cast.dov)
    page = signed_in(cast.dov).post(reverse("plans:sign", args=[survey.pk, SIGN]), {"words": "Typed with care"})
    assert page.status_code == 422
    assert "Typed with care" in page.content.decode()
    assert Agreement.objects.count() == 0


def test_without_a_plan_there_is_nowhere_to_write_it(cast: Cast) -> None:
    survey = make_self_review(cast.school, cast.dov)
    page = signed_in(cast.dov).post(reverse("plans:sign", args=[survey.pk, SIGN]), {"level": "3"})
    assert page.status_code == 409
    assert "Please begin one first" in page.content.decode()


def test_office_reads_what_was_agreed_and_cannot_write(cast: Cast) -> None:
    survey, plan = make_self_review(cast.school, cast.dov), make_plan(cast.school, cast.dov)
    agree(plan, survey, sign=SIGN, level=4, words="Agreed words", by=cast.dov)
    client, url = signed_in(make_staff(cast.school, "office")), reverse("plans:sign", args=[survey.pk, SIGN])
    page = client.get(url).content.decode()
    assert "Agreed words" in page
    assert "<textarea" not in page
    assert client.post(url, {"level": "1"}).status_code == 403
    assert Agreement.objects.get().level == 4


def test_a_teacher_writes_only_from_within_the_team(cast: Cast) -> None:
    survey, plan = make_self_review(cast.school, cast.dov), make_plan(cast.school, cast.dov)
    with pytest.raises(NotAllowedError):
        agree(plan, survey, sign=SIGN, level=4, words="", by=cast.ben)
    TeamMember.objects.create(plan=plan, person=cast.ben, name="Ben", side="teachers")
    assert agree(plan, survey, sign=SIGN, level=4, words="", by=cast.ben).written_by == cast.ben


def test_what_cannot_be_agreed_on_is_refused(cast: Cast) -> None:
    survey, plan = make_self_review(cast.school, cast.dov), make_plan(cast.school, cast.dov)
    elsewhere = make_self_review(cast.other_school, make_staff(cast.other_school, "principal"))
    for wrong, sign, level in ((survey, "nonsense", 3), (survey, SIGN, 6), (elsewhere, SIGN, 3)):
        with pytest.raises(BadInputError):
            agree(plan, wrong, sign=sign, level=level, words="", by=cast.dov)
    draft = make_survey(SELF_REVIEW, school=cast.school, by=cast.dov)
    with pytest.raises(ConflictError):
        agree(plan, draft, sign=SIGN, level=3, words="", by=cast.dov)
    assert Agreement.objects.count() == 0
