"""What can come of an errand, kind by kind, and which results end it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gatepost.errands.models import ErrandKind

# After so many tries without success an errand ends with its last result, and whoever asked for it is told.
MAX_TRIES = 3


@dataclass(frozen=True)
class Result:
    """One answer to "what came of it?". `is_final`: it ends the errand; else it is tried again, `again_in` days later."""

    slug: str
    label: str | Promise
    is_final: bool = True
    again_in: int = 1


RESULTS: dict[str, tuple[Result, ...]] = {
    ErrandKind.CALL: (
        Result("reached", _("We talked")),
        Result("no-answer", _("Nobody answered"), is_final=False),
        Result("busy", _("The line was busy"), is_final=False, again_in=0),
        Result("call-back", _("They asked to be called another time"), is_final=False),
        Result("wrong-number", _("The number belongs to somebody else")),
    ),
    ErrandKind.WRITE: (
        Result("written", _("Written and sent")),
        Result("not-sent", _("It could not be sent")),
    ),
    ErrandKind.APPROACH: (
        Result("talked", _("We talked")),
        Result("passed-on", _("Somebody they trust passes it on")),
        Result("declined", _("They would rather not now")),
        Result("no-answer", _("Did not meet them"), is_final=False, again_in=3),
    ),
    ErrandKind.VISIT: (
        Result("agreed", _("They would like a visit")),
        Result("declined", _("They would rather not")),
        Result("no-answer", _("Did not reach them"), is_final=False, again_in=3),
    ),
    ErrandKind.HAND_OUT: (Result("handed-out", _("Handed out")),),
    ErrandKind.MEND_CONTACT: (
        Result("mended", _("Found a way that works")),
        Result("not-found", _("Tried, found no way yet")),
    ),
    ErrandKind.READ_INBOUND: (
        Result("placed", _("Read and passed on")),
        Result("not-for-us", _("Not meant for us")),
    ),
    ErrandKind.REVIEW: (Result("done", _("Done")),),
}
# These two tell nothing of a person's wish, so they count towards MAX_TRIES; in the end it was no answer.
NO_ANSWER = "no-answer"
FRUITLESS = frozenset({NO_ANSWER, "busy"})


def result_of(kind: str, slug: str) -> Result | None:
    """The result with this slug for this kind of errand, if there is one."""
    return next((result for result in RESULTS[kind] if result.slug == slug), None)
