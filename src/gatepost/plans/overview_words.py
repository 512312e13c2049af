"""What the page of a plan says first: how far it is, which goals move, what is missing."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gatepost.plans.goal_words import Way
from gatepost.plans.models import ActionStatus
from gatepost.reach.wording import begin_large, listed, number_in_words

# From so many actions on, more than half of one type is worth a word.
ENOUGH = 4


def how_far(planned: int, counts: Mapping[str, int]) -> str:
    """ "Four of twelve actions are done, three are under way, and one is late." """
    done, under_way, late = counts[ActionStatus.DONE], counts[ActionStatus.UNDER_WAY], counts["late"]
    if not done:
        said = [
            ngettext("One action is planned and not done yet", "None of %(number)s actions is done yet", planned)
            % {"number": number_in_words(planned)}
        ]
    elif done == planned:
        said = [
            ngettext("The one action is done", "All %(number)s actions are done", planned) % {"number": number_in_words(planned)}
        ]
    else:
        words = ngettext("%(done)s of %(number)s actions is done", "%(done)s of %(number)s actions are done", done)
        said = [words % {"done": number_in_words(done), "number": number_in_words(planned)}]
    if under_way:
        said.append(
            ngettext("%(number)s is under way", "%(number)s are under way", under_way) % {"number": number_in_words(under_way)}
        )
    if late:
        said.append(ngettext("%(number)s is late", "%(number)s are late", late) % {"number": number_in_words(late)})
    return begin_large(listed(said)) + "."


def dropped(number: int) -> str:
    """ "One more was given up and is listed as not done." """
    if not number:
        return ""
    words = ngettext(
        "%(number)s more was given up and is listed as not done.",
        "%(number)s more were given up and are listed as not done.",
        number,
    )
    return begin_large(words % {"number": number_in_words(number)})


def goals_moving(ways: Sequence[Way]) -> str:
    """ "Two of four goals are on the way or reached; one has not been measured yet." """
    written = [way for way in ways if way != Way.EMPTY]
    if not written:
        return _("The goals are still to be written.")
    moving, unknown = sum(way in {Way.ON, Way.REACHED} for way in written), written.count(Way.UNKNOWN)
    if unknown == len(written):
        return _("No goal has been measured yet.")
    if moving:
        said = ngettext(
            "%(moving)s of %(number)s goals is on the way or reached",
            "%(moving)s of %(number)s goals are on the way or reached",
            moving,
        ) % {"moving": number_in_words(moving), "number": number_in_words(len(written))}
    else:
        said = _("no goal is on the way yet")
    if unknown:
        words = ngettext("%(number)s has not been measured yet", "%(number)s have not been measured yet", unknown)
        said += "; " + words % {"number": number_in_words(unknown)}
    return begin_large(said) + "."


def imbalance(counts: Sequence[tuple[str, int]]) -> str:
    """By name of each type, how many actions it has: what is missing, and what outweighs all else."""
    planned = sum(number for _name, number in counts)
    if not planned:
        return ""
    said = []
    empty = [f"“{name}”" for name, number in counts if not number]
    if empty:
        said.append(_("Nothing is planned for %(types)s.") % {"types": listed(empty)})
    largest, number = max(counts, key=lambda one: one[1])
    if planned >= ENOUGH and 2 * number > planned:
        words = _("%(number)s of %(all)s actions are “%(type)s”.")
        said.append(words % {"number": begin_large(number_in_words(number)), "all": number_in_words(planned), "type": largest})
    return " ".join(said)


def without_owner(number: int) -> str:
    if not number:
        return ""
    words = ngettext("%(number)s action is without an owner.", "%(number)s actions are without an owner.", number)
    return begin_large(words % {"number": number_in_words(number)})
