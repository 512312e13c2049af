"""One way in for every answer: what fits, what counts once, what is kept."""

import datetime as dt

import pytest

from gatepost.history.models import Event
from gatepost.kernel.errors import BadInputError, ConflictError, NotAllowedError
from gatepost.people.models import Guardianship
from gatepost.surveys.commands.accepting import accept_answer
from gatepost.surveys.models import Invitation, Remark, Response, Sealed, Survey
from gatepost.surveys.promise import promise_of
from gatepost.surveys.queries.answering import may_still_answer, waiting_for
from tests.support.cast import Cast, make_guardian, restrict
from tests.surveys.drafting import opened
from tests.surveys.sitting_down import invite, open_survey

pytestmark = pytest.mark.django_db
SAID = {"marks": {"talk": 1, "ways": [3, 1, 1]}, "remarks": {"talk-why": "Too  fast\r\nfor us "}}


def say(survey: Survey, invitation: Invitation | None = None, *, sector: str = "families", **fields: object) -> bool:
    given = {"marks": {"talk": 4}, "remarks": {}, "language": "so", "by": None, "invitation": invitation} | fields
    return accept_answer(survey, sector=sector, **given)  # type: ignore[arg-type]


def named(cast: Cast, **fields: object) -> Survey:
    return open_survey(cast.school, cast.dov, privacy="named", **fields)


def test_a_named_answer_is_kept_with_the_person_and_its_words_are_tidied(cast: Cast) -> None:
    survey = named(cast)
    row = invite(survey, cast.amina, grade="4", section_name="4B")
    assert say(survey, row, **SAID) is True
    response = Response.objects.get()
    assert response.marks == {"talk": 1, "ways": [1, 3]}
    assert (response.invitation, response.stratum.language, response.stratum.grade) == (row, "so", "4")
    assert [(remark.words, remark.response) for remark in Remark.objects.all()] == [("Too  fast\nfor us", response)]
    row.refresh_from_db()
    survey.refresh_from_db()
    assert row.answered_on == response.answered_on == survey.answered_first_on == dt.datetime.now(dt.UTC).date()


def test_what_hangs_on_a_branch_not_taken_is_dropped(cast: Cast) -> None:
    survey = named(cast)
    say(survey, invite(survey, cast.amina), marks={"talk": 5}, remarks={"talk-why": "Left over", "more": "Kept"})
    assert [remark.words for remark in Remark.objects.all()] == ["Kept"]


@pytest.mark.parametrize(
    ("marks", "remarks"),
    [
        ({"talk": 6}, {}),
        ({"talk": "4"}, {}),
        ({"talk": True}, {}),
        ({"talk": [4]}, {}),
        ({"ways": [1, 9]}, {}),
        ({"nothing": 1}, {}),
        ({"more": 1}, {}),
        ({}, {"talk": "four"}),
        ({}, {"more": "x" * 2001}),
        ({}, {"more": " \u200b "}),
        ({}, {}),
    ],
)
def test_what_does_not_fit_its_question_is_refused_and_nothing_counts(cast: Cast, marks: object, remarks: object) -> None:
    survey = named(cast)
    row = invite(survey, cast.amina)
    with pytest.raises(BadInputError):
        say(survey, row, marks=marks, remarks=remarks)
    row.refresh_from_db()
    survey.refresh_from_db()
    assert (row.answered_on, survey.answered_first_on, Response.objects.count()) == (None, None, 0)


def test_a_question_for_families_is_none_for_teachers(cast: Cast) -> None:
    survey = named(cast)
    with pytest.raises(BadInputError):
        say(survey, invite(survey, cast.ben, "teachers"), sector="teachers", marks={"home": 1})


def test_an_answer_counts_once(cast: Cast) -> None:
    survey = named(cast)
    row = invite(survey, cast.amina)
    assert [say(survey, row), say(survey, row, marks={"talk": 1})] == [True, False]
    assert [response.marks for response in Response.objects.all()] == [{"talk": 4}]


def test_one_answer_for_each_family_is_noted_for_all_its_adults(cast: Cast) -> None:
    survey = named(cast, unit="family")
    samir = make_guardian(cast.yusuf, "Samir")
    unit = f"family:{cast.family.pk}"
    first, second = invite(survey, cast.amina, unit=unit), invite(survey, samir, unit=unit)
    other = invite(survey, cast.ben, "teachers", unit=unit)
    assert [say(survey, first), say(survey, second)] == [True, False]
    assert waiting_for(samir) == []
    assert [bool(row.answered_on) for row in Invitation.objects.order_by("pk")] == [True, True, False]
    assert other.pk is not None


def test_rights_are_those_of_the_moment_of_answering(cast: Cast) -> None:
    survey = named(cast)
    row = invite(survey, cast.amina)
    restrict(cast.amina, cast.yusuf)
    with pytest.raises(ConflictError):
        say(survey, row)
    assert waiting_for(cast.amina) == []
    assert Response.objects.count() == 0


def test_who_has_left_the_school_is_asked_no_more(cast: Cast) -> None:
    survey = named(cast)
    row = invite(survey, cast.ben, "teachers")
    assert waiting_for(cast.ben) == [row]
    cast.ben.school_roles.update(ended_at=dt.datetime.now(dt.UTC))
    with pytest.raises(ConflictError):
        say(survey, Invitation.objects.get(pk=row.pk), sector="teachers")


@pytest.mark.parametrize(
    "fields",
    [{"state": "closed", "closed_at": dt.datetime(2026, 11, 12, tzinfo=dt.UTC)}, {"closes_on": dt.date(2020, 1, 1)}],
)
def test_a_closed_survey_takes_no_answer(cast: Cast, fields: dict[str, object]) -> None:
    survey = named(cast, **fields)
    with pytest.raises(ConflictError, match="closed"):
        say(survey, invite(survey, cast.amina))


def test_an_invitation_opens_only_its_own_survey(cast: Cast) -> None:
    survey, other = named(cast), named(cast)
    with pytest.raises(ConflictError):
        say(other, invite(survey, cast.amina))


def test_a_sheet_is_typed_in_only_by_who_may(cast: Cast) -> None:
    survey = named(cast)
    row = invite(survey, cast.amina)
    for person in (cast.ben, cast.eve):
        with pytest.raises(NotAllowedError):
            say(survey, row, by=person)
    assert say(survey, row, by=cast.carla) is True


def test_the_leadership_answers_beside_the_box_and_without_a_name(cast: Cast) -> None:
    survey = open_survey(cast.school, cast.dov)
    promise = promise_of(survey, "directors")
    assert (promise.slug, promise.is_boxed, promise.keeps_person) == ("leadership", False, False)
    say(survey, invite(survey, cast.dov, "directors"), sector="directors", remarks={"more": "We try."})
    response = Response.objects.get()
    assert (response.invitation, response.answered_on, response.stratum.language) == (None, None, "")
    assert [remark.response for remark in Remark.objects.all()] == [None]
    assert Event.objects.filter(action="surveys.answer").count() == 0


def test_a_confidential_answer_stays_with_the_person_and_history_knows_that_not_what(cast: Cast) -> None:
    survey = open_survey(cast.school, cast.dov, privacy="confidential")
    row = invite(survey, cast.amina)
    say(survey, row, by=cast.amina)
    assert Response.objects.get().invitation == row
    assert [(event.by_person_id, event.details) for event in Event.objects.filter(action="surveys.answer")] == [
        (cast.amina.pk, {})
    ]


def test_an_anonymous_answer_leaves_nothing_but_the_day_and_a_sealed_row(cast: Cast) -> None:
    survey = open_survey(cast.school, cast.dov)
    row = invite(survey, cast.amina, grade="4")
    before = Event.objects.count()
    assert say(survey, row, by=cast.amina) is True
    assert (Sealed.objects.count(), Response.objects.count(), Event.objects.count()) == (1, 0, before)
    row.refresh_from_db()
    assert row.answered_on == dt.datetime.now(dt.UTC).date()


def test_whoever_is_asked_when_a_survey_opens_may_answer_it(cast: Cast) -> None:
    survey = opened(cast, privacy="named")
    rows = list(Invitation.objects.filter(survey=survey).select_related("survey__school", "person"))
    assert [bool(may_still_answer(row)) for row in rows] == [True] * 4
    assert sorted(row.sector for row in rows) == ["directors", "families", "teachers", "teachers"]
    assert [waiting_for(row.person) for row in rows] == [[row] for row in rows]


def test_a_colleague_who_came_by_the_family_door_is_asked_as_a_parent_only(cast: Cast) -> None:
    survey = named(cast)
    Guardianship.objects.create(adult=cast.ben, student=cast.yusuf, family=cast.family)
    own = invite(survey, cast.ben)
    at_work = invite(survey, cast.ben, "teachers")
    assert waiting_for(cast.ben) == [own, at_work]
    cast.ben.came_by_family_door = True
    assert waiting_for(cast.ben) == [own]
