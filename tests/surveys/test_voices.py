"""Whose voice a survey holds, and the calls that bring in those it lacks."""

import pytest

from gatepost.errands.models import Errand
from gatepost.kernel.errors import BadInputError, NotAllowedError, NotReadyError
from gatepost.people.models import Family, Person
from gatepost.surveys.commands.calling import call_families, settle_calls
from gatepost.surveys.commands.tallying import tally
from gatepost.surveys.models import Invitation, Survey
from gatepost.surveys.queries.voices import Voices, voices_of
from gatepost.surveys.result_wording import not_enough, voices_opening
from tests.reach.visiting import signed_in
from tests.support.cast import Cast, make_guardian, make_section, make_student, restrict
from tests.surveys.answers import ask, make_item, make_survey, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(cast: Cast) -> Survey:
    return make_survey(cast.school, cast.dov)


def families(survey: Survey) -> Voices:
    return voices_of(survey)[0]


def test_each_language_is_set_beside_its_share_of_those_asked(survey: Survey) -> None:
    ask(survey, "families", 60, 48, language="spa")
    ask(survey, "families", 40, 16, language="ar")
    one = families(survey)
    assert (one.whole.asked, one.whole.answered, one.reaches_goal, one.are_enough) == (100, 64, True, False)
    assert [(group.count.value, round(100 * group.points)) for group in one.groups["language"]] == [("es", 15), ("ar", -15)]


def test_sixty_percent_and_no_language_far_off_are_enough(survey: Survey) -> None:
    ask(survey, "families", 50, 33, language="es")
    ask(survey, "families", 50, 27, language="ar")
    one = families(survey)
    assert (one.whole.share.value, one.far_languages, one.lagging_languages, one.are_enough) == (0.6, [], [], True)
    assert voices_opening([one]).endswith("60% have answered, and no language is far off.")


def test_a_small_language_that_hardly_answers_is_far_off(survey: Survey) -> None:
    """Of 400 families 24 read Somali: their share of the answers can never be ten points off."""
    ask(survey, "families", 376, 300, language="es")
    ask(survey, "families", 24, 5, language="so")
    one = families(survey)
    assert [abs(group.points) < 0.1 for group in one.languages] == [True, True]
    assert ([group.count.value for group in one.far_languages], one.reaches_goal, one.are_enough) == (["so"], True, False)
    assert voices_opening([one]) == "76% of the families have answered, but not in every language alike: look at Somali (21%)."
    assert not_enough([one]) == ["Families: Somali: 21% of 24 have answered, of all 76%."]


def test_ten_who_answer_much_less_are_far_off_whatever_chance_explains(survey: Survey) -> None:
    for language, number, answered in (("es", 200, 150), ("fr", 11, 7), ("pl", 11, 8), ("so", 11, 5), ("ar", 11, 7)):
        ask(survey, "families", number, answered, language=language)
    far = families(survey).far_languages
    assert [(group.count.value, group.side) for group in far] == [("so", 0)]


def test_a_language_clearly_behind_but_not_far_is_said(survey: Survey) -> None:
    ask(survey, "families", 1000, 750, language="es")
    ask(survey, "families", 1000, 650, language="ar")
    one = families(survey)
    assert ([group.count.value for group in one.lagging_languages], one.are_enough) == (["ar"], True)
    assert voices_opening([one]).endswith("70% have answered; clearly fewer than others, but not far off: Arabic (65%).")


def test_languages_too_small_to_be_shown_can_be_far_off_together(survey: Survey) -> None:
    ask(survey, "families", 300, 240, language="es")
    for language in ("so", "fr", "pl", "ur", "am"):
        ask(survey, "families", 6, 1, language=language)
    one = families(survey)
    assert [(group.is_rest, group.count.asked) for group in one.far_languages] == [(True, 30)]
    assert voices_opening([one]).endswith("look at the small languages together (17%).")


def test_two_languages_with_the_same_numbers_are_both_named(survey: Survey) -> None:
    ask(survey, "families", 80, 70, language="es")
    ask(survey, "families", 12, 2, language="so", grade="1", section_name="1A")
    ask(survey, "families", 12, 2, language="ar", grade="2", section_name="2A")
    found = [(group.dimension, group.count.value) for group in families(survey).under_heard]
    assert found == [("language", "ar"), ("language", "so"), ("grade", "1"), ("grade", "2")]


def test_small_groups_stand_together_and_cannot_be_reckoned(survey: Survey) -> None:
    for language, number in (("es", 60), ("ar", 20), ("so", 6), ("fr", 12)):
        ask(survey, "families", number, number // 2, language=language)
    one = families(survey)
    assert [group.count.value for group in one.groups["language"]] == ["es", "ar"]
    assert (one.others["language"].asked, one.others["language"].answered) == (18, 9)


def test_a_class_cannot_be_reckoned_from_its_grade(survey: Survey) -> None:
    for grade, section, number in (("1", "1A", 25), ("1", "1B", 5), ("2", "2A", 25), ("2", "2B", 25)):
        ask(survey, "families", number, 9, grade=grade, section_name=section)
    assert [group.count.value for group in families(survey).groups["section_name"]] == ["2A", "2B"]


def test_where_one_answer_is_enough_families_are_counted(cast: Cast) -> None:
    survey = make_survey(cast.school, cast.dov, unit="family")
    pairs = [*ask(survey, "families", 12, 12, language="es"), *ask(survey, "families", 12, 0, language="es")]
    for place, one in enumerate(pairs):
        Invitation.objects.filter(pk=one.pk).update(unit_key=f"family:{place % 12}", answered_on="2026-03-02")
    assert (families(survey).whole.asked, families(survey).whole.answered) == (12, 12)


def _home(cast: Cast, survey: Survey, given: str, *, phone: str = "+34600222333") -> tuple[Person, Invitation]:
    child = make_student(make_section(cast.school, f"Class of {given}"), given)
    adult = make_guardian(child, f"Parent of {given}", language="ar", phone=phone)
    row = Invitation.objects.create(
        survey=survey, person=adult, sector="families", unit_key=f"person:{adult.pk}", language="ar", asked_on="2026-03-02"
    )
    row.families.add(Family.objects.get(student=child))
    return adult, row


@pytest.fixture
def unheard(cast: Cast, survey: Survey) -> Survey:
    """Of 40 Spanish readers all have answered, of a dozen Arabic readers none."""
    ask(survey, "families", 40, 40, language="es")
    ask(survey, "families", 12, language="ar")
    return survey


def test_families_of_an_under_heard_group_are_called_by_the_liaison(cast: Cast, unheard: Survey) -> None:
    for given in ("Rami", "Samir", "Nour"):
        _home(cast, unheard, given, phone=f"+3460022200{len(given)}")
    assert [group.count.value for group in families(unheard).under_heard] == ["ar"]
    assert call_families(unheard, dimension="language", value="ar", number=2, by=cast.dov) == 2
    calls = list(Errand.objects.order_by("pk"))
    assert [(call.kind, call.owner, call.family.student.given_name) for call in calls if call.family] == [
        ("call", cast.carla, "Rami"),
        ("call", cast.carla, "Samir"),
    ]
    assert calls[0].title == "Invite the family of Rami Warsame to the survey"
    assert "on the phone or on paper" in calls[0].script
    assert call_families(unheard, dimension="language", value="ar", number=9, by=cast.dov) == 1


def test_nobody_is_called_who_may_not_be_contacted_has_no_number_or_declined(cast: Cast, unheard: Survey) -> None:
    barred, _row = _home(cast, unheard, "Rami")
    restrict(barred, barred.guardianships.get().student)
    _home(cast, unheard, "Samir", phone="")
    _adult, declined = _home(cast, unheard, "Nour")
    Invitation.objects.filter(pk=declined.pk).update(declined_on="2026-03-03")
    assert call_families(unheard, dimension="language", value="ar", number=9, by=cast.dov) == 0
    assert Errand.objects.count() == 0


def test_the_number_of_a_protected_adult_is_with_the_office(cast: Cast, unheard: Survey) -> None:
    adult, _row = _home(cast, unheard, "Rami")
    Person.objects.filter(pk=adult.pk).update(is_protected=True)
    call_families(unheard, dimension="language", value="ar", number=1, by=cast.dov)
    call = Errand.objects.get()
    assert (call.phone, "The number is protected" in call.script, "+34600222333" in call.script) == ("", True, False)


def test_calls_are_taken_back_when_the_family_answers_or_may_not_be_called(cast: Cast, unheard: Survey) -> None:
    from gatepost.people import signals

    barred, _row = _home(cast, unheard, "Rami")
    _adult, answers = _home(cast, unheard, "Samir", phone="+34600222444")
    call_families(unheard, dimension="language", value="ar", number=9, by=cast.dov)
    Invitation.objects.filter(pk=answers.pk).update(answered_on="2026-03-04")
    tally(unheard.pk)
    assert [call.family.student.given_name for call in Errand.objects.all() if call.family] == ["Rami"]
    student = barred.guardianships.get().student
    restrict(barred, student)
    signals.rights_changed.send(sender=None, adult_id=barred.pk, student_id=student.pk)
    assert Errand.objects.count() == 0


def test_a_closed_survey_takes_its_calls_back_and_gives_out_none(cast: Cast, unheard: Survey) -> None:
    _home(cast, unheard, "Rami")
    call_families(unheard, dimension="language", value="ar", number=1, by=cast.dov)
    Survey.objects.filter(pk=unheard.pk).update(state="closed", closed_at=unheard.opened_at)
    unheard.refresh_from_db()
    assert settle_calls(unheard.pk) == 1
    with pytest.raises(NotReadyError):
        call_families(unheard, dimension="language", value="ar", number=1, by=cast.dov)


def test_only_a_group_that_is_named_is_called_and_only_by_who_may(cast: Cast, unheard: Survey) -> None:
    for dimension, value, number in (("language", "es", 1), ("need", "interpreter", 1), ("language", "ar", 0)):
        with pytest.raises(BadInputError):
            call_families(unheard, dimension=dimension, value=value, number=number, by=cast.dov)
    with pytest.raises(NotAllowedError):
        call_families(unheard, dimension="language", value="ar", number=1, by=cast.ben)


def test_what_anybody_answered_plays_no_part(cast: Cast, unheard: Survey, settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]
    make_item(unheard, "gate")
    client = signed_in(cast.dov)
    address = f"/surveys/{unheard.pk}/voices/"
    before = client.get(address).content.decode()
    say(unheard, "directors", "gate", {1: 3}, language="ar")
    tally(unheard.pk)
    after = client.get(address).content.decode()
    assert before.count("0% of 12 have answered") == after.count("0% of 12 have answered") == 1


def test_the_page_gives_out_calls_at_one_press(cast: Cast, unheard: Survey, settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]
    _home(cast, unheard, "Rami")
    client = signed_in(cast.dov)
    answer = client.post(f"/surveys/{unheard.pk}/voices/call/", {"group": "language:ar", "number": "5"}, follow=True)
    assert answer.content.decode().count("1 call is given out.") == 1
    assert client.post(f"/surveys/{unheard.pk}/voices/call/", {"group": "language:ar", "number": "x"}).status_code == 422
