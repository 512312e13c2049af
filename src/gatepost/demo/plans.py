"""Who lives in which home, how each can be reached, and how the last three months went: decided before any row is made."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

from gatepost.demo.facts.names import NAMINGS
from gatepost.people.models import NeedKind


class Reachable(StrEnum):
    """By which ways a home can be reached."""

    MAIL = "mail"  # e-mail, mostly a phone too
    PAPER = "paper"  # a phone and no e-mail: letters
    BOUNCED = "bounced"  # the e-mail comes back, the phone works
    OPTED_OUT = "opted-out"  # wants no e-mail
    CALL = "call"  # prefers a call
    LOST = "lost"  # nothing we hold works
    NOTHING = "nothing"  # a second home of which we know nothing but the names


class Mood(StrEnum):
    """How the three months went between this home and the school."""

    TALKS = "talks"
    READS = "reads"
    MISSED = "missed"
    LOST = "lost"


@dataclass
class HomePlan:
    """One home: the languages of its adults, in order, and how they are reached."""

    languages: list[str]
    reachable: Reachable = Reachable.MAIL
    mood: Mood = Mood.TALKS
    is_restricted: bool = False
    is_protected: bool = False
    needs: tuple[NeedKind, ...] = ()


@dataclass
class HouseholdPlan:
    """Children with their one or two homes. `names`: (given, family) of the people everybody meets in the demo."""

    homes: list[HomePlan]
    sections: list[int] = field(default_factory=list)
    child_names: tuple[str, ...] = ()
    adult_names: tuple[str, ...] = ()
    family_name: str = ""
    staff_guardian: int | None = None

    @property
    def adults(self) -> int:
        return sum(len(home.languages) for home in self.homes)


_LANGUAGES = [naming.language for naming in NAMINGS]
_SHARES = [naming.share for naming in NAMINGS]
_REACHABLE = {
    Reachable.MAIL: 71,
    Reachable.PAPER: 15,
    Reachable.BOUNCED: 4,
    Reachable.OPTED_OUT: 2,
    Reachable.CALL: 7,
    Reachable.LOST: 1.3,
}
# mood by way: talks, reads, missed
_MOODS = {
    Reachable.MAIL: (75, 20, 5),
    Reachable.PAPER: (68, 32, 0),
    Reachable.BOUNCED: (60, 40, 0),
    Reachable.OPTED_OUT: (60, 40, 0),
    Reachable.CALL: (82, 0, 18),
    Reachable.NOTHING: (45, 0, 55),
}
_NEEDS_OF_FOREIGN = 0.3


def mood_of(reachable: Reachable, rng: Random) -> Mood:
    if reachable == Reachable.LOST:
        return Mood.LOST
    return rng.choices([Mood.TALKS, Mood.READS, Mood.MISSED], _MOODS[reachable])[0]


def plan_households(students: int, adults: int, rng: Random) -> list[HouseholdPlan]:
    """Households with so many children and so many adults, every language among them where there is room."""
    plans: list[HouseholdPlan] = []
    left = students
    languages = _LANGUAGES.copy() if students >= 4 * len(_LANGUAGES) else []
    while left:
        children = min(left, rng.choices([1, 2, 3], [78, 18, 4])[0])
        language = languages.pop() if languages else rng.choices(_LANGUAGES, _SHARES)[0]
        plans.append(_household(children, language, rng))
        left -= children
    rng.shuffle(plans)
    _settle_adults(plans, adults)
    return plans


def _household(children: int, language: str, rng: Random) -> HouseholdPlan:
    ways, weights = list(_REACHABLE), list(_REACHABLE.values())
    other = language if rng.random() < 0.85 else rng.choices(_LANGUAGES, _SHARES)[0]
    first = HomePlan([language, other], rng.choices(ways, weights)[0], needs=_needs(language, rng))
    first.mood = mood_of(first.reachable, rng)
    homes = [first]
    if rng.random() < 0.07:
        first.languages.pop()
        reachable = rng.choices([Reachable.MAIL, Reachable.CALL, Reachable.NOTHING], [76, 14, 10])[0]
        homes.append(HomePlan([other], reachable, mood_of(reachable, rng), is_restricted=rng.random() < 0.08))
    first.is_protected = rng.random() < 0.006
    return HouseholdPlan(homes, sections=[-1] * children)


def _needs(language: str, rng: Random) -> tuple[NeedKind, ...]:
    found = []
    if language != "en" and rng.random() < _NEEDS_OF_FOREIGN:
        found.append(NeedKind.INTERPRETER)
    for need, share in (
        (NeedKind.CHILDCARE, 0.06),
        (NeedKind.TRANSPORT, 0.03),
        (NeedKind.ACCESS, 0.015),
        (NeedKind.NO_INTERNET, 0.03),
    ):
        if rng.random() < share:
            found.append(need)
    return tuple(found)


def _settle_adults(plans: list[HouseholdPlan], adults: int) -> None:
    """As many adults as asked: some children live with one, some with a grandmother too."""
    surplus = sum(plan.adults for plan in plans) - adults
    for plan in plans:
        home = plan.homes[0]
        if surplus > 0 and len(plan.homes) == 1:
            home.languages.pop()
            surplus -= 1
        elif surplus < 0:
            home.languages.append(home.languages[0])
            surplus += 1


def plan_4b() -> list[HouseholdPlan]:
    """The section everybody meets: 28 children, 31 families; 19 by e-mail, 9 by letter, 2 by phone, 1 in no way."""
    mail, paper, call = Reachable.MAIL, Reachable.PAPER, Reachable.CALL
    talks, reads, missed = Mood.TALKS, Mood.READS, Mood.MISSED
    return [
        HouseholdPlan([HomePlan(["so"], mail, talks, needs=(NeedKind.INTERPRETER,))], [0], ("Yusuf",), ("Amina",), "Warsame"),
        HouseholdPlan([HomePlan(["ar", "ar"], mail, talks)], [0, 0], ("Layla", "Omar"), ("Rania", "Tariq"), "Darwish"),
        HouseholdPlan([HomePlan(["ur"], mail, talks), HomePlan(["en"], mail, reads)], [0]),
        HouseholdPlan([HomePlan(["es", "es"], mail, talks), HomePlan(["es"], Reachable.NOTHING, missed)], [0]),
        HouseholdPlan(
            [HomePlan(["ro"], mail, talks), HomePlan(["uk"], mail, talks)], [0], ("Mihai",), ("Ioana", "Bohdan"), "Dumitru"
        ),
        HouseholdPlan([HomePlan(["en"], mail, talks)], [0], staff_guardian=2),
        HouseholdPlan([HomePlan(["en"], mail, talks), HomePlan(["en"], mail, talks, is_restricted=True)], [0]),
        HouseholdPlan([HomePlan(["zh-Hans", "zh-Hans"], mail, reads)], [0], ("Lin",), ("Mei", "Wei"), "Chen"),
        *_plain(["uk", "en", "en", "pt"], mail, talks),
        *_plain(["vi", "fr"], mail, reads),
        *_plain(["es", "ca"], mail, missed),
        *_plain(["ar", "so", "bn", "en"], paper, talks),
        *_plain(["es", "ti"], paper, reads),
        *_plain(["ro"], Reachable.BOUNCED, talks),
        *_plain(["ur"], Reachable.OPTED_OUT, reads),
        HouseholdPlan([HomePlan(["fa"], Reachable.LOST, Mood.LOST, needs=(NeedKind.NO_INTERNET,))], [0]),
        *_plain(["pt"], call, talks),
        *_plain(["so"], call, missed),
    ]


def _plain(languages: Iterable[str], reachable: Reachable, mood: Mood) -> list[HouseholdPlan]:
    return [HouseholdPlan([HomePlan([language, language], reachable, mood)], [0]) for language in languages]


def seat(plans: list[HouseholdPlan], seats: list[int], rng: Random) -> None:
    """Give every child a section: brothers and sisters apart, but for a few twins. `seats`: free places by section."""
    for plan in plans:
        twins = len(plan.sections) == 2 and rng.random() < 0.06
        for place in range(len(plan.sections)):
            free = [number for number, count in enumerate(seats) if count and number not in plan.sections] or [
                number for number, count in enumerate(seats) if count
            ]
            chosen = (
                plan.sections[0]
                if twins and place and seats[plan.sections[0]]
                else rng.choices(free, [seats[one] for one in free])[0]
            )
            plan.sections[place] = chosen
            seats[chosen] -= 1
