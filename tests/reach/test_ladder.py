"""The ladder: which step is next, given what is known of a family and what was tried."""

import datetime as dt

import pytest

from gatepost.people.barriers import BarrierKind
from gatepost.reach.ladder import Situation, StepKind, next_step

SINCE = dt.date(2026, 9, 14)


def situation(**known: object) -> Situation:
    given = {
        "state": "not-reached",
        "since": SINCE,
        "language": "so",
        "school_language": "en",
        "can_email": True,
        "can_phone": True,
    }
    return Situation(**given | known)  # type: ignore[arg-type]


def climb(now: Situation) -> list[str]:
    """The steps in the order in which they are suggested, each taken and come to nothing."""
    steps: list[str] = []
    for _rung in range(10):
        step = next_step(Situation(**vars(now) | {"steps_taken": frozenset(steps)}))
        if step.kind in steps:
            break
        steps.append(step.kind)
    return steps


def test_the_ladder_goes_from_another_channel_to_the_offer_of_a_visit() -> None:
    assert climb(situation()) == ["email", "call", "trusted", "letter", "invite", "visit"]


def test_what_the_ledger_has_already_is_not_suggested_again() -> None:
    assert climb(situation(tried={"email": 5, "letter": 2})) == ["call", "trusted", "invite", "visit"]


def test_who_asked_for_a_call_is_called_before_anything_is_written() -> None:
    assert climb(situation(prefers_call=True))[:2] == ["call", "email"]


def test_without_a_working_contact_the_other_home_and_then_the_letter_come_first() -> None:
    lost = situation(state="no-contact", can_email=False, can_phone=False, other_home_talks=True)
    assert climb(lost) == ["other-home", "trusted", "letter", "invite", "visit"]


def test_a_family_that_reads_gets_good_news_first() -> None:
    assert climb(situation(state="informed", readings=3))[0] == "good-news"
    assert climb(situation(state="informed", readings=3, had_good_news=True))[0] == "email"


@pytest.mark.parametrize(
    ("barrier", "first"),
    [
        (BarrierKind.LANGUAGE, "call"),
        (BarrierKind.CHANNEL, "call"),
        (BarrierKind.JARGON, "call"),
        (BarrierKind.BAD_EXPERIENCE, "trusted"),
        (BarrierKind.NOT_ASKED, "invite"),
        (BarrierKind.HOUSING, "email"),
    ],
)
def test_a_known_barrier_says_where_to_begin(barrier: BarrierKind, first: str) -> None:
    assert climb(situation(barriers=frozenset([barrier])))[0] == first


def test_a_declined_visit_is_not_offered_again_and_the_ladder_begins_anew() -> None:
    tried = {"email": 1, "letter": 1, "phone": 1}
    now = situation(tried=tried, steps_taken=frozenset(["trusted", "invite"]), may_offer_visit=False)
    assert (next_step(now).kind, next_step(now).button) == (StepKind.INVITE, "Try once more, in person")


def test_whoever_talked_with_them_last_is_asked_first() -> None:
    now = situation(tried={"email": 1, "phone": 1}, known_to="Ben Ortiz")
    assert next_step(now).button == "Ask Ben Ortiz"
    assert next_step(now).why == "Ben Ortiz talked with them last, and they know each other."
