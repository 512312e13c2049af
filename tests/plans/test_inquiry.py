"""The first inquiry: begun once, sorted by hand, and nothing shown of fewer than ten."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from gatepost.history.models import Event
from gatepost.kernel.errors import BadInputError, ConflictError, NotAllowedError
from gatepost.plans.commands.inquiry import start_inquiry
from gatepost.plans.queries.inquiry import Choice, inquiry_for, remark_for, said_in
from gatepost.surveys.commands.sorting import sort_remark
from gatepost.surveys.commands.tallying import tally
from gatepost.surveys.instrument.keywords import _BEGINNINGS, guess
from gatepost.surveys.models import Item, Remark, Response, Stratum, Survey, Tally
from tests.plans.asked import make_inquiry, say, signed_in
from tests.support.cast import Cast, make_staff

pytestmark = pytest.mark.django_db
URL = "plans:inquiry"


@pytest.fixture(autouse=True)
def _no_second_factor(settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


# Beginning.


def test_a_liaison_begins_it_and_every_family_is_asked_two_questions_and_a_list(cast: Cast) -> None:
    answer = signed_in(cast.carla).post(reverse("plans:start-inquiry"), {"privacy": "confidential", "closes_on": "2099-01-31"})
    survey = Survey.objects.get(kind="inquiry")
    assert (answer.status_code, survey.privacy, survey.sectors, survey.state) == (302, "confidential", ["families"], "draft")
    assert survey.closes_on == dt.date(2099, 1, 31)
    assert [item.kind for item in Item.objects.filter(survey=survey)] == ["text", "text", "checklist"]


def test_pressed_twice_there_is_one(cast: Cast) -> None:
    start_inquiry(cast.school, privacy="anonymous", closes_on=None, by=cast.dov)
    with pytest.raises(ConflictError):
        start_inquiry(cast.school, privacy="anonymous", closes_on=None, by=cast.dov)
    assert Survey.objects.count() == 1


def test_after_the_last_one_is_over_it_can_be_asked_again(cast: Cast) -> None:
    first = make_inquiry(cast.school, cast.dov)
    Survey.objects.filter(pk=first.pk).update(state="closed", closed_at=first.opened_at)
    start_inquiry(cast.school, privacy="anonymous", closes_on=None, by=cast.dov)
    assert Survey.objects.count() == 2


def test_a_named_inquiry_is_not_offered(cast: Cast) -> None:
    with pytest.raises(BadInputError):
        start_inquiry(cast.school, privacy="named", closes_on=None, by=cast.dov)
    assert signed_in(cast.dov).post(reverse("plans:start-inquiry"), {"privacy": "named"}).status_code == 422
    assert Survey.objects.count() == 0


def test_a_day_that_has_passed_is_refused_and_said_so(cast: Cast) -> None:
    answer = signed_in(cast.dov).post(reverse("plans:start-inquiry"), {"privacy": "anonymous", "closes_on": "2020-01-01"})
    assert answer.status_code == 422
    assert "The last day has to lie ahead" in answer.content.decode()


def test_teachers_and_office_cannot_begin_it(cast: Cast) -> None:
    for person in (cast.ben, make_staff(cast.school, "office"), make_staff(cast.other_school, "principal")):
        with pytest.raises(NotAllowedError):
            start_inquiry(cast.school, privacy="anonymous", closes_on=None, by=person)


# Seeing.


def test_nine_answers_are_not_shown_and_ten_are(cast: Cast) -> None:
    survey = make_inquiry(cast.school, cast.dov, answers=9)
    remark = say(survey, "More talks at the gate please")
    client = signed_in(cast.carla)
    assert "More talks at the gate" not in client.get(reverse(URL)).content.decode()
    assert remark_for(cast.carla, remark.pk) is None
    Response.objects.create(survey=survey, stratum=Stratum.objects.get(survey=survey))
    assert "More talks at the gate" in client.get(reverse(URL)).content.decode()


def test_a_named_inquiry_shows_what_few_have_said(cast: Cast) -> None:
    survey = make_inquiry(cast.school, cast.dov, answers=1, privacy="named")
    say(survey, "More talks at the gate please")
    shown = inquiry_for(cast.carla, Choice())
    assert shown is not None
    assert (shown.answered, shown.total) == (1, 1)


def test_of_a_second_side_with_few_answers_nothing_is_shown_nor_sorted(cast: Cast) -> None:
    survey = make_inquiry(cast.school, cast.dov)
    say(survey, "Families say this")
    Response.objects.create(survey=survey, stratum=Stratum.objects.create(survey=survey, sector="teachers"))
    hidden = say(survey, "The only teacher says this", sector="teachers")
    shown = inquiry_for(cast.dov, Choice())
    assert shown is not None
    assert [one.remark.words for one in said_in(shown, Choice(), None)[1]] == ["Families say this"]
    assert (shown.total, shown.answered) == (1, 10)
    client = signed_in(cast.dov)
    assert client.post(reverse("plans:sort-answer", args=[hidden.pk]), {"put": "parenting"}).status_code == 404
    assert Remark.objects.get(pk=hidden.pk).sorted_as == []


def test_nothing_of_another_school_is_shown_or_sorted(cast: Cast) -> None:
    principal = make_staff(cast.other_school, "principal")
    remark = say(make_inquiry(cast.other_school, principal), "Hillside words")
    client = signed_in(cast.dov)
    assert "Hillside words" not in client.get(reverse(URL)).content.decode()
    assert client.get(reverse(URL), {"survey": remark.item.survey_id}).status_code == 404
    assert client.post(reverse("plans:sort-answer", args=[remark.pk]), {"put": "parenting"}).status_code == 404
    assert client.post(reverse("plans:sort-answer", args=[uuid.uuid4()]), {"put": "parenting"}).status_code == 404


def test_what_would_help_stands_with_what_the_school_can_do_most_often_ticked_first(cast: Cast) -> None:
    survey = make_inquiry(cast.school, cast.dov, answers=12)
    item = Item.objects.get(survey=survey, key="helps")
    stratum = Stratum.objects.get(survey=survey)
    for value, number in ((1, 3), (2, 8), (-1, 2)):
        Tally.objects.create(survey=survey, stratum=stratum, item=item, value=value, number=number)
    shown = inquiry_for(cast.dov, Choice())
    assert shown is not None
    assert [(one.words, one.number, str(one.what_we_do)) for one in shown.helps[:3]] == [
        ("Another hour, in the evening for example", 8, "Offer an hour that fits theirs"),
        ("Somebody who speaks our language", 3, "Have an interpreter there"),
        ("Help with the way to school", 0, "Arrange the way, or come to them"),
    ]


def test_words_of_families_come_to_the_page_as_text(cast: Cast) -> None:
    say(make_inquiry(cast.school, cast.dov), "<script>alert(1)</script> & more")
    page = signed_in(cast.dov).get(reverse(URL)).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in page


# Sorting.


def test_one_press_puts_an_answer_to_a_type_and_another_takes_it_out(cast: Cast) -> None:
    survey = make_inquiry(cast.school, cast.dov)
    remark = say(survey, "We want to talk, and to help")
    client, url = signed_in(cast.carla), reverse("plans:sort-answer", args=[remark.pk])
    back = client.post(url, {"put": "volunteering", "survey": survey.pk, "type": "unsorted", "page": "1"})
    assert back.headers["Location"] == f"{reverse(URL)}?survey={survey.pk}&type=unsorted&page=1#r{remark.pk}"
    client.post(url, {"put": "communicating"})
    client.post(url, {"put": "communicating"})
    remark.refresh_from_db()
    assert (remark.sorted_as, remark.sorted_by) == (["communicating", "volunteering"], cast.carla)
    client.post(url, {"take": "volunteering"})
    remark.refresh_from_db()
    assert remark.sorted_as == ["communicating"]
    assert Event.objects.filter(action="surveys.sort_remark").count() == 3


def test_an_unknown_type_is_refused(cast: Cast) -> None:
    remark = say(make_inquiry(cast.school, cast.dov), "Words")
    with pytest.raises(BadInputError):
        sort_remark(remark, involvement_type="sports", belongs=True, by=cast.dov)
    assert signed_in(cast.dov).post(reverse("plans:sort-answer", args=[remark.pk])).status_code == 422


def test_who_may_not_read_may_not_sort(cast: Cast) -> None:
    remark = say(make_inquiry(cast.school, cast.dov), "Words")
    for person in (cast.ben, make_staff(cast.school, "office"), make_staff(cast.other_school, "principal")):
        with pytest.raises(NotAllowedError):
            sort_remark(remark, involvement_type="parenting", belongs=True, by=person)


def test_a_guess_is_shown_and_never_applied(cast: Cast) -> None:
    say(make_inquiry(cast.school, cast.dov), "Ayuda con los deberes", language="es")
    page = signed_in(cast.dov).get(reverse(URL)).content.decode()
    shown = inquiry_for(cast.dov, Choice())
    assert shown is not None
    assert [(mark.slug, mark.is_on) for mark in said_in(shown, Choice(), None)[1][0].marks if mark.is_guessed] == [
        ("learning-at-home", False)
    ]
    assert page.count('class="guessed"') == 1
    assert Remark.objects.get().sorted_as == []


def test_counts_and_filter_follow_what_was_sorted(cast: Cast) -> None:
    survey = make_inquiry(cast.school, cast.dov)
    for words, types in (("one", ["communicating"]), ("two", ["communicating", "community"]), ("three", [])):
        Remark.objects.filter(pk=say(survey, words).pk).update(sorted_as=types)
    say(survey, "four", key="what-helps")
    shown = inquiry_for(cast.dov, Choice())
    assert shown is not None
    assert [count.number for count in shown.counts] == [0, 2, 0, 0, 0, 1]
    assert (shown.unsorted, shown.sentence) == (2, "Families speak most of “Communicating”.")

    def found(**chosen: str) -> set[str]:
        assert shown is not None
        return {one.remark.words for one in said_in(shown, Choice(**chosen), None)[1]}  # type: ignore[arg-type]

    assert found(involvement_type="community") == {"two"}
    assert found(involvement_type="unsorted") == {"three", "four"}
    assert found(question="what-helps") == {"four"}
    assert found(question="what-helps", involvement_type="community") == set()


@pytest.mark.parametrize("query", ["survey=0", "survey=99999999999999999999", "survey=x", "type=%00", "question=%00", "page=-1"])
def test_odd_choices_count_as_none(cast: Cast, query: str) -> None:
    say(make_inquiry(cast.school, cast.dov), "Words that stay")
    page = signed_in(cast.dov).get(f"{reverse(URL)}?{query}")
    assert page.status_code == 200
    assert "Words that stay" in page.content.decode()


@pytest.mark.parametrize(
    ("language", "words", "types"),
    [
        ("en", "Please send messages in my language", ["communicating"]),
        ("es-MX", "Una reunión por la tarde y ayuda con la tarea", ["communicating", "learning-at-home"]),
        ("ca", "Decidir junts al consell", ["decision-making"]),
        ("fr", "Les devoirs sont difficiles", ["learning-at-home"]),
        ("ar", "نريد مترجم في الاجتماع", ["communicating"]),
        ("ur", "ہمیں ترجمان چاہیے اور لائبریری", ["communicating", "community"]),
        ("zh-Hans", "希望家长会有翻译", ["communicating"]),
        ("uk", "Допомога з домашнім завданням", ["volunteering", "learning-at-home"]),
        ("so", "Waxaan rabnaa turjumaan", ["communicating"]),
        ("vi", "Cần phiên dịch và thư viện", ["communicating", "community"]),
        ("ro", "Mai multe întâlniri cu profesorii", ["communicating"]),
        ("pt", "Mais reuniões à noite", ["communicating"]),
        ("xx", "a library nearby", ["community"]),
        ("", "nothing to add", []),
        ("en", "unlearned Uncle Bread", []),
    ],
)
def test_words_point_to_types_in_every_language_of_the_house(language: str, words: str, types: list[str]) -> None:
    assert guess(words, language) == types


def test_every_language_of_the_house_has_its_words(settings: object) -> None:
    codes = {code.split("-")[0] for code, _name in settings.LANGUAGES}  # type: ignore[attr-defined]
    assert set(_BEGINNINGS) == codes


def test_of_a_confidential_inquiry_nothing_is_read_before_closing(cast: Cast) -> None:
    survey = make_inquiry(cast.school, cast.dov, answers=12, privacy="confidential")
    remark = say(survey, "Volunteers at the gate")
    client = signed_in(cast.carla)
    page = client.get(reverse(URL)).content.decode()
    assert ("Shown after closing: 12 people have answered so far." in page, remark.words in page) == (True, False)
    assert remark_for(cast.carla, remark.pk) is None
    Survey.objects.filter(pk=survey.pk).update(state="closed", closed_at=survey.opened_at)
    tally(survey.pk)
    assert remark.words in client.get(reverse(URL)).content.decode()
    assert remark_for(cast.carla, remark.pk) == remark
