"""What a run brings, or has brought, in the words of the page's headline and of its lists."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gatepost.people.models import RosterRun, RunState
from gatepost.people.roster.difference import Counts
from gatepost.people.roster.lists import ACTIONS

_PEOPLE = ("students", "adults")
_TOLD = (*_PEOPLE, "guardianships", "contact_points")


def difference_sentence(run: RosterRun) -> str:
    """The sentence a reader came for; in the past tense once it is decided."""
    counts = run.counts
    if not counts or not any(numbers[action] for numbers in counts.values() for action in ACTIONS):
        return _("This roster changes nothing: everything in it is here already.")
    if run.state == RunState.APPLIED:
        return _brought(counts)
    if run.state == RunState.UNDONE:
        return _("Undone. %(sentence)s") % {"sentence": _brought(counts)}
    return _brings(counts)


def list_title(kind: str, action: str, number: int) -> str:
    """ "New: 3 students"."""
    words = {"new": _("New: %(what)s"), "changed": _("Changed: %(what)s"), "ended": _("No longer on the roster: %(what)s")}
    return words[action] % {"what": counted(kind, number)}


def counted(kind: str, number: int) -> str:
    """A number with its noun."""
    words: dict[str, Callable[[], str]] = {
        "schools": lambda: ngettext("%(n)s school", "%(n)s schools", number),
        "sections": lambda: ngettext("%(n)s section", "%(n)s sections", number),
        "students": lambda: ngettext("%(n)s student", "%(n)s students", number),
        "adults": lambda: ngettext("%(n)s adult", "%(n)s adults", number),
        "school_roles": lambda: ngettext("%(n)s role at school", "%(n)s roles at school", number),
        "enrolments": lambda: ngettext("%(n)s enrolment", "%(n)s enrolments", number),
        "guardianships": lambda: ngettext("%(n)s guardian link", "%(n)s guardian links", number),
        "contact_points": lambda: ngettext("%(n)s address or number", "%(n)s addresses and numbers", number),
    }
    return words[kind]() % {"n": f"{number:,}"}


def _brings(counts: Counts) -> str:
    does = [
        words % {"what": what}
        for words, what in (
            (_("brings %(what)s"), _named(counts, "new", _PEOPLE)),
            (_("changes %(what)s"), _named(counts, "changed", _TOLD)),
        )
        if what
    ]
    first = _("This roster %(does)s.") % {"does": joined(does)} if does else ""
    ended, number = _named(counts, "ended", _TOLD), sum(counts[kind]["ended"] for kind in _TOLD)
    gone = ngettext("%(what)s is no longer on the roster.", "%(what)s are no longer on the roster.", number) % {"what": ended}
    sentences = [sentence for sentence in (first, gone if ended else "") if sentence]
    return " ".join(sentences) or _("This roster changes schools, sections or enrolments, but no person.")


def _brought(counts: Counts) -> str:
    does = [
        words % {"what": what}
        for words, what in (
            (_("brought %(what)s"), _named(counts, "new", _PEOPLE)),
            (_("changed %(what)s"), _named(counts, "changed", _TOLD)),
            (_("ended %(what)s"), _named(counts, "ended", _TOLD)),
        )
        if what
    ]
    if not does:
        return _("This roster changed schools, sections or enrolments, but no person.")
    return _("This roster %(does)s.") % {"does": joined(does)}


def _named(counts: Counts, action: str, kinds: tuple[str, ...]) -> str:
    return joined([counted(kind, counts[kind][action]) for kind in kinds if counts[kind][action]])


def joined(parts: list[str]) -> str:
    """A, B and C."""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}
