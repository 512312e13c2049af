"""Reminders: only to those who have not answered, may be asked, and were left in peace long enough."""

import datetime as dt
from typing import Any

import pytest

from gatepost.channels.addressing import Addressee, Occasion, Words
from gatepost.channels.commands.mailings import post_mailing
from gatepost.channels.models import Delivery, Mailing
from gatepost.kernel import clock
from gatepost.kernel.errors import NotAllowedError, NotReadyError
from gatepost.people.models import ClosedDay, ContactPoint, Person
from gatepost.surveys.commands import reminding
from gatepost.surveys.models import Survey
from gatepost.surveys.queries.reminding import reminding_of
from tests.support.cast import Cast, restrict
from tests.surveys.drafting import invitation, opened, settle

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
# A Wednesday two weeks after the survey was opened.
TODAY = dt.datetime(2026, 11, 18, 9, 30, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _a_wednesday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: TODAY)


def two_weeks_old(cast: Cast, **fields: Any) -> Survey:
    """Asked two weeks ago; what was sent then no longer counts as of this week."""
    survey = opened(cast, sectors=fields.pop("sectors", ["families"]), **fields)
    survey.invitations.update(asked_on=(TODAY - 14 * DAY).date())
    Mailing.objects.update(created_at=TODAY - 14 * DAY)
    return survey


def note_to(adult: Person, cast: Cast, *, kind: str = "note", state: str = "sent") -> None:
    words = Words(language="en", frame_language="en", body="Bring boots.")
    families = tuple(adult.guardianships.values_list("family_id", flat=True))
    addressee = Addressee(person_id=adult.pk, family_ids=families, channel="email", words=words.key, address="x@example.org")
    occasion = Occasion(school=cast.school, kind=kind, reference="languages.text:1", sender=cast.ben)
    mailing = post_mailing(occasion, words=[words], addressees=[addressee], by=None)
    mailing.deliveries.update(state=state)


def reminders_to(survey: Survey) -> list[str]:
    newest = Mailing.objects.filter(reference=f"surveys.survey:{survey.pk}").order_by("-pk").first()
    assert newest is not None
    return sorted(newest.deliveries.values_list("person__given_name", flat=True))


def test_it_goes_to_those_who_have_neither_answered_nor_declined(cast: Cast) -> None:
    street = settle(cast)
    survey = two_weeks_old(cast)
    survey.invitations.filter(person=street.olga).update(answered_on=TODAY.date())
    survey.invitations.filter(person=street.hodan).update(declined_on=TODAY.date())
    found = reminding.remind(survey, by=cast.dov)
    assert (len(found.due), reminders_to(survey)) == (2, ["Amina", "Tomas"])


def test_where_one_answer_is_enough_the_other_adult_is_left_in_peace(cast: Cast) -> None:
    street = settle(cast)
    ContactPoint.objects.create(person=street.tomas, kind="email", value="tomas@example.org", raw="tomas@example.org")
    survey = two_weeks_old(cast, unit="family")
    survey.invitations.filter(person=street.olga).update(answered_on=TODAY.date())
    reminding.remind(survey, by=cast.dov)
    assert reminders_to(survey) == ["Amina", "Hodan"]


def test_who_lost_the_right_since_is_not_written_to(cast: Cast) -> None:
    settle(cast)
    survey = two_weeks_old(cast)
    restrict(cast.amina, cast.yusuf)
    found = reminding.remind(survey, by=cast.dov)
    assert (found.no_longer_asked, "Amina" in reminders_to(survey)) == (1, False)


def test_pressed_twice_it_reminds_once(cast: Cast) -> None:
    survey = two_weeks_old(cast)
    reminding.remind(survey, by=cast.dov)
    with pytest.raises(NotReadyError, match="within the last five school days"):
        reminding.remind(survey, by=cast.dov)
    row = invitation(survey, cast.amina)
    assert (row.reminded, row.reminded_on, Delivery.objects.filter(person=cast.amina).count()) == (1, TODAY.date(), 2)


def test_between_two_lie_five_school_days_and_holidays_do_not_count(cast: Cast) -> None:
    survey = two_weeks_old(cast)
    survey.invitations.update(reminded=1, reminded_on=dt.date(2026, 11, 11))
    assert len(reminding_of(survey).due) == 1
    ClosedDay.objects.create(school=cast.school, day=dt.date(2026, 11, 13))
    found = reminding_of(survey)
    assert (found.due, found.too_soon) == ([], 1)


def test_nobody_is_reminded_more_often_than_the_survey_allows(cast: Cast) -> None:
    survey = two_weeks_old(cast, reminders=1)
    survey.invitations.update(reminded=1, reminded_on=(TODAY - 9 * DAY).date())
    with pytest.raises(NotReadyError, match="as often as this survey allows"):
        reminding.remind(survey, by=cast.dov)


def test_a_family_with_three_messages_this_week_is_held_back(cast: Cast) -> None:
    settle(cast)
    survey = two_weeks_old(cast)
    for _number in range(2):
        note_to(cast.amina, cast)
    note_to(cast.amina, cast, kind="reply")
    note_to(cast.amina, cast, state="cancelled")
    assert reminding_of(survey).held_back == 0
    note_to(cast.amina, cast)
    found = reminding.remind(survey, by=cast.dov)
    assert (found.held_back, reminders_to(survey)) == (1, ["Hodan", "Olga", "Tomas"])


def test_a_colleague_is_reminded_by_mail_and_is_not_held_back_by_notes_to_her_as_a_parent(cast: Cast) -> None:
    cast.ben.guardianships.create(student=cast.yusuf, family=cast.family)
    survey = two_weeks_old(cast, sectors=["teachers"])
    for _number in range(3):
        note_to(cast.ben, cast)
    assert sorted(row.person.given_name for _one, row in reminding_of(survey).due) == ["Ben", "Carla"]


def test_it_is_pressed_by_the_principal_and_not_before_opening_or_after_the_last_day(cast: Cast) -> None:
    survey = two_weeks_old(cast)
    with pytest.raises(NotAllowedError):
        reminding.remind(survey, by=cast.carla)
    Survey.objects.filter(pk=survey.pk).update(closes_on=(TODAY - DAY).date())
    with pytest.raises(NotReadyError, match="takes no answers"):
        reminding.remind(survey, by=cast.dov)


@pytest.mark.parametrize(
    ("fields", "now", "reminded"),
    [
        ({"reminds_itself": True}, TODAY, 1),
        ({"reminds_itself": False}, TODAY, 0),
        ({"reminds_itself": True}, TODAY + dt.timedelta(hours=1), 0),
        ({"reminds_itself": True}, TODAY + 3 * DAY, 0),
    ],
    ids=["at nine", "not asked to", "at ten", "on a Saturday"],
)
def test_by_itself_it_reminds_on_school_days_at_nine_where_it_was_asked_to(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, fields: dict[str, bool], now: dt.datetime, reminded: int
) -> None:
    survey = two_weeks_old(cast, **fields)
    monkeypatch.setattr(clock, "now", lambda: now)
    assert reminding.remind_due() == reminded
    assert invitation(survey, cast.amina).reminded == reminded
