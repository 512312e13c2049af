"""The 36 practices as items, the short form, and where the ledger counts the same thing.

Every practice is answered on one scale of how often, with the same words for every side: never, rarely, sometimes, often,
whenever it is needed. A side's share is the part of its members who chose one of the last two steps, and there the steps mean
the same for each: "this happens" to a family, "I do this" of a teacher, "our school does this" of a director. Words that fit
one side only (for families how many times, for teachers with how many families) would need a judgement which number of times
equals which number of families, and the gaps between the sides would show that judgement. "Whenever it is needed" stands
above "often" because some practices are good once a year, and a family that needed nothing was not failed.
"""

from dataclasses import dataclass

from gatepost.framework.types import ContentKind, InvolvementType, Tone
from gatepost.surveys.instrument import family_texts as frame
from gatepost.surveys.instrument.blueprint import ItemPlan, Say
from gatepost.surveys.instrument.practice import Practice
from gatepost.surveys.instrument.practices.communicating.family_texts import PRACTICES as COMMUNICATING
from gatepost.surveys.instrument.practices.community.family_texts import PRACTICES as COMMUNITY
from gatepost.surveys.instrument.practices.decision_making.family_texts import PRACTICES as DECISION_MAKING
from gatepost.surveys.instrument.practices.learning_at_home.family_texts import PRACTICES as LEARNING_AT_HOME
from gatepost.surveys.instrument.practices.parenting.family_texts import PRACTICES as PARENTING
from gatepost.surveys.instrument.practices.volunteering.family_texts import PRACTICES as VOLUNTEERING
from gatepost.surveys.models import ItemKind
from gatepost.touchpoints.models import Direction, Means, Place

BY_TYPE: dict[InvolvementType, tuple[Practice, ...]] = {
    InvolvementType.PARENTING: PARENTING,
    InvolvementType.COMMUNICATING: COMMUNICATING,
    InvolvementType.VOLUNTEERING: VOLUNTEERING,
    InvolvementType.LEARNING_AT_HOME: LEARNING_AT_HOME,
    InvolvementType.DECISION_MAKING: DECISION_MAKING,
    InvolvementType.COMMUNITY: COMMUNITY,
}
# Two of each type: the ones a family notices most easily and a school can change first.
IN_SHORT_FORM = frozenset(
    {
        "parenting-1", "parenting-6", "communicating-1", "communicating-6", "volunteering-1", "volunteering-3",
        "learning-at-home-2", "learning-at-home-4", "decision-making-1", "decision-making-3", "community-1", "community-5",
    }
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Which touchpoints show a practice: each field that is named narrows them, an empty one lets all through."""

    types: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    tones: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()

    @property
    def lookups(self) -> dict[str, tuple[str, ...]]:
        """For `Touchpoint.objects.filter(**evidence.lookups)`."""
        named = {
            "involvement_type__in": self.types,
            "content_kind__in": self.kinds,
            "tone__in": self.tones,
            "means__in": self.means,
            "place__in": self.places,
            "direction__in": self.directions,
        }
        return {name: values for name, values in named.items() if values}


_FROM_US = (Direction.OUT, Direction.BOTH)
_TALK = (Direction.BOTH,)
# Practices that leave a trace in the ledger. What is missing here no record shows: only people can tell.
LEDGER: dict[str, Evidence] = {
    "parenting-1": Evidence(types=(InvolvementType.PARENTING,), directions=_TALK),
    "parenting-2": Evidence(
        types=(InvolvementType.PARENTING,), directions=_FROM_US, kinds=(ContentKind.LEARNING, ContentKind.SOCIAL)
    ),
    "parenting-3": Evidence(types=(InvolvementType.PARENTING,), means=(Means.MEETING,)),
    "parenting-5": Evidence(places=(Place.HOME, Place.ELSEWHERE)),
    "parenting-6": Evidence(tones=(Tone.PRAISE,), kinds=(ContentKind.SOCIAL,), directions=_FROM_US),
    "communicating-1": Evidence(tones=(Tone.PRAISE,), directions=_FROM_US),
    "communicating-2": Evidence(means=(Means.MEETING,), directions=_TALK),
    "communicating-3": Evidence(places=(Place.GATE,), directions=_TALK),
    "communicating-6": Evidence(kinds=(ContentKind.LEARNING,), directions=_TALK),
    "volunteering-1": Evidence(types=(InvolvementType.VOLUNTEERING,), directions=_FROM_US),
    "volunteering-4": Evidence(types=(InvolvementType.VOLUNTEERING,), places=(Place.SCHOOL,), directions=_TALK),
    "volunteering-6": Evidence(types=(InvolvementType.VOLUNTEERING,), tones=(Tone.PRAISE,), directions=_FROM_US),
    "learning-at-home-1": Evidence(kinds=(ContentKind.LEARNING,), directions=_FROM_US),
    "learning-at-home-2": Evidence(types=(InvolvementType.LEARNING_AT_HOME,), directions=_FROM_US),
    "learning-at-home-3": Evidence(types=(InvolvementType.LEARNING_AT_HOME,), directions=(Direction.IN, Direction.BOTH)),
    "decision-making-1": Evidence(types=(InvolvementType.DECISION_MAKING,), directions=_FROM_US),
    "decision-making-3": Evidence(types=(InvolvementType.DECISION_MAKING,), directions=_TALK),
    "community-1": Evidence(types=(InvolvementType.COMMUNITY,), directions=_FROM_US),
    "community-2": Evidence(types=(InvolvementType.COMMUNITY,), directions=_TALK),
    "community-5": Evidence(types=(InvolvementType.COMMUNITY,), means=(Means.MEETING,)),
}


def in_steps(words: tuple[Say, ...]) -> tuple[tuple[int, Say], ...]:
    """Five answers with their values, from 1 (least) to 5 (most)."""
    return tuple(enumerate(words, start=1))


def items_of(involvement_type: InvolvementType) -> list[ItemPlan]:
    """The six practices of a type, each asked of every side."""
    return [
        ItemPlan(
            key=f"{involvement_type}-{practice.number}",
            kind=ItemKind.FREQUENCY,
            wordings=practice.wordings,
            options=in_steps(frame.FREQUENCY),
            involvement_type=involvement_type,
            practice=f"{involvement_type}-{practice.number}",
        )
        for practice in BY_TYPE[involvement_type]
    ]
