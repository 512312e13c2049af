"""The team by sides, who has left, and its meetings: the next one first."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gatepost.plans.models import Plan, Side, TeamMeeting, TeamMember
from gatepost.plans.queries.plans import still_with_us
from gatepost.reach.wording import begin_large, number_in_words

_NOBODY: dict[str, str | Promise] = {
    Side.FAMILIES: gettext_lazy("No family sits in the team yet."),
    Side.TEACHERS: gettext_lazy("No teacher sits in the team yet."),
    Side.LEADERSHIP: gettext_lazy("Nobody of the leadership sits in the team yet."),
    Side.STUDENTS: gettext_lazy("No student sits in the team yet."),
    Side.COMMUNITY: gettext_lazy("Nobody from the community sits in the team yet."),
}


@dataclass(frozen=True)
class SidePart:
    side: Side
    members: list[TeamMember]

    @property
    def nobody(self) -> str:
        """What is said where nobody of this side sits in it."""
        return "" if self.members else str(_NOBODY[self.side])


@dataclass(frozen=True)
class Team:
    """`away`: members by id who have nothing to do with the school any more, or may not be contacted."""

    sides: list[SidePart]
    left: list[TeamMember]
    away: frozenset[int]
    next: list[TeamMeeting]
    past: list[TeamMeeting]

    @property
    def count(self) -> int:
        return sum(len(part.members) for part in self.sides)

    @property
    def sentence(self) -> str:
        """Who sits together, and who is missing."""
        if not self.count:
            return _("Nobody sits in the team yet.")
        present = sum(bool(part.members) for part in self.sides)
        words = ngettext(
            "%(number)s person from %(sides)s of five sides", "%(number)s people from %(sides)s of five sides", self.count
        ) % {"number": number_in_words(self.count), "sides": number_in_words(present)}
        families = next(part for part in self.sides if part.side == Side.FAMILIES)
        return " ".join(filter(None, [_("%(people)s make the plan together.") % {"people": begin_large(words)}, families.nobody]))


def team_of(plan: Plan, *, today: dt.date) -> Team:
    members = list(plan.members.select_related("person"))
    here = [member for member in members if member.left_on is None]
    known = still_with_us([member.person for member in here if member.person is not None], plan.school_id)
    meetings = list(plan.meetings.prefetch_related("attended"))
    ahead = sorted((one for one in meetings if one.meets_on >= today), key=lambda one: (one.meets_on, one.pk))
    return Team(
        sides=[SidePart(side, [one for one in here if one.side == side]) for side in Side],
        left=[member for member in members if member.left_on is not None],
        away=frozenset(one.pk for one in here if one.person_id is not None and one.person_id not in known),
        next=ahead,
        past=[one for one in meetings if one.meets_on < today],
    )
