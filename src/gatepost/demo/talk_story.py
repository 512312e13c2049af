"""Talks at the gate, calls and visits of three months; who has not been heard of for a long time; and what is to be done."""

import datetime as dt

from gatepost.conversations.models import MessageVia
from gatepost.demo.call_story import Call, tell_call
from gatepost.demo.chronicle import FRESH, STALE, Chronicle
from gatepost.demo.days import at_time
from gatepost.demo.facts.words import CALLS, GATE_TALKS
from gatepost.demo.households import Home
from gatepost.demo.places import StaffMember
from gatepost.demo.plans import Mood
from gatepost.touchpoints.models import Direction, Means, Outcome

_HOW_MANY = {Mood.TALKS: (35, 40, 20, 5), Mood.READS: (45, 45, 10), Mood.MISSED: (40, 45, 15), Mood.LOST: (50, 50)}
# Errands that are open when the demo begins; the rest of the list is for whoever tries it.
PLANNED = 4


def tell_talks(chronicle: Chronicle, homes: list[Home]) -> None:
    planned = 0
    for home in homes:
        mood = home.plan.mood
        weights = _HOW_MANY[mood]
        often = chronicle.place.rng.choices(range(len(weights)), weights)[0]
        for _talk in range(often):
            _talk_on(chronicle, home, _some_day(chronicle, talks_now=mood == Mood.TALKS))
        if mood == Mood.TALKS and not _has_talked_lately(chronicle, home):
            _talk_on(chronicle, home, chronicle.place.rng.choice(chronicle.days[-FRESH:]))
        elif mood == Mood.MISSED:
            planned += _missed(chronicle, home, is_planned=planned < PLANNED and chronicle.place.rng.random() < 0.2)


def _some_day(chronicle: Chronicle, *, talks_now: bool) -> dt.date:
    days = chronicle.days if talks_now else chronicle.days[: -STALE - 1]
    return chronicle.place.rng.choice(days or chronicle.days[:1])


def _has_talked_lately(chronicle: Chronicle, home: Home) -> bool:
    last = chronicle.last_exchange.get(home.key)
    return last is not None and last.date() >= chronicle.days[-min(FRESH, len(chronicle.days))]


def _talk_on(chronicle: Chronicle, home: Home, day: dt.date) -> None:
    rng, place = chronicle.place.rng, chronicle.place
    has_phone = any(adult.phone for adult in home.adults)
    means = rng.choices([Means.GATE, Means.PHONE, Means.MEETING, Means.VISIT], [65, 22 if has_phone else 0, 10, 3])[0]
    staff = home.section.teacher if rng.random() < 0.85 else rng.choice(place.staff["liaison"])
    note, kind, tone = rng.choice(GATE_TALKS)
    if means == Means.PHONE:
        note, kind, tone = rng.choice(CALLS), "logistics", "neutral"
    at = at_time(day, rng, earliest=8, latest=16)
    source = f"conversations.talk:{staff.key}:demo-{home.key}-{at:%Y%m%d%H%M%S}"
    outcome = Outcome.TOOK_PART if means == Means.MEETING else Outcome.ANSWERED
    adult = rng.choice(home.adults)
    chronicle.touch(
        home,
        at,
        source,
        outcome,
        means,
        direction=Direction.BOTH,
        adult_id=adult.key,
        staff_id=staff.key,
        note=note,
        content_kind=kind,
        tone=tone,
    )
    via = MessageVia.PHONE if means == Means.PHONE else MessageVia.GATE
    chronicle.say(chronicle.thread(home, staff, at), at, source, via, author_id=staff.key, body=note)


def _missed(chronicle: Chronicle, home: Home, *, is_planned: bool) -> bool:
    """Some have been called in vain; for some a call is planned. Says whether one was."""
    rng = chronicle.place.rng
    phones = [adult for adult in home.adults if adult.phone]
    owner: StaffMember = chronicle.place.staff["liaison"][0]
    if phones and not phones[0].prefers_call and rng.random() < 0.3:
        at = at_time(rng.choice(chronicle.days[-20:]), rng)
        tell_call(chronicle, home, Call(f"Call {phones[0].name}", owner, f"demo.call:{home.key}", at, "no-answer"))
        return False
    if phones and is_planned:
        source = f"reach.step:{home.key}:call:{chronicle.now.date()}"
        tell_call(chronicle, home, Call(f"Call the family of {home.child}", owner, source, chronicle.now))
        return True
    return False
