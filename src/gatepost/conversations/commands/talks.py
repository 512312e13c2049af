"""A talk at the gate in two taps; a slip that came back on paper."""

import datetime as dt
import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.channels import tokens
from gatepost.channels.commands.answers import accept_reply, mark_read
from gatepost.channels.models import Delivery
from gatepost.channels.queries import families_to_tell
from gatepost.conversations.commands.threads import place_talk, thread_of_delivery
from gatepost.conversations.commands.wishes import CALL_ME, NOT_UNDERSTOOD, hear_wish
from gatepost.conversations.models import Thread
from gatepost.conversations.rules import Perm
from gatepost.conversations.texts import ready_answer
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError, NotAllowedError
from gatepost.kernel.tokens import tidy_code
from gatepost.people.models import Family, Person
from gatepost.touchpoints import commands as touchpoints
from gatepost.touchpoints.models import Touchpoint

# What waited longer on a phone is history, not news.
OLDEST = dt.timedelta(days=30)


@dataclass(frozen=True)
class Talk:
    """What a talk was: where, in which tone, about what, a few words, when (without a moment: just now), part of what."""

    means: str
    tone: str
    content_kind: str
    note: str = ""
    at: dt.datetime | None = None
    activity_id: int | None = None


@transaction.atomic
def log_talk(family: Family, *, talk: Talk, once: UUID, by: Person) -> bool:
    """One row of the ledger and one entry in the thread; `once` is the client's own id, so it counts exactly once.

    Whether it is new. What stands already stands, whatever has become of the child or of the right to log since.
    """
    ensure(by, Perm.LOG_TALK)
    source = f"conversations.talk:{by.pk}:{once}"
    if Touchpoint.objects.filter(source=source).exists():
        return False
    if not Family.objects.visible_to(by).filter(pk=family.pk).exists():
        raise NotAllowedError(_("You may log talks about the children of your own sections."))
    at = talk.at or clock.now()
    if at < clock.now() - OLDEST:
        raise BadInputError(_("This talk was more than 30 days ago, too long to be logged as new. Please tell your office."))
    row = touchpoints.log_talk(
        family,
        by=by,
        source=source,
        means=talk.means,
        tone=talk.tone,
        content_kind=talk.content_kind,
        note=talk.note,
        at=at,
        activity_id=talk.activity_id,
    )
    return place_talk(family, means=talk.means, note=talk.note, at=row.at, source=source, by=by)


@transaction.atomic
def type_in_slip(*, code: str, text: str, ticks: Collection[str] = (), by: Person) -> Thread | None:
    """What stood on a reply slip goes into the thread it belongs to; the same slip typed twice stands once.

    `ticks` are the boxes ticked on it: `read`, which is no answer by itself, `call-me` and `not-understood`.
    """
    ensure(by, Perm.TYPE_SLIPS)
    delivery = tokens.delivery_of_code(code)
    if delivery is None or not _may_see(by, delivery):
        raise BadInputError(
            _("No letter of your school carries the code %(code)s. Please compare it with the slip, letter by letter.")
            % {"code": code}
        )
    if not list(families_to_tell(delivery)):
        raise NotAllowedError(
            _(
                "The person this letter went to may not be in contact about this child any more. Please give the slip to your principal."
            )
        )
    language = delivery.mailing.school.language if delivery.mailing.school else "en"
    wishes = [wish for wish in (CALL_ME, NOT_UNDERSTOOD) if wish in ticks]
    said = "\n".join(part for part in (text.strip(), *(ready_answer(wish, language) for wish in wishes)) if part)
    mark_read(delivery, by=by)
    if said:
        source = f"conversations.slip:{tidy_code(code)}:{_mark(said)}"
        accept_reply(delivery, text=said, channel="slip", source=source, by=by)
    for wish in wishes:
        hear_wish(delivery, ready=wish)
    return thread_of_delivery(delivery)


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _may_see(person: Person, delivery: Delivery) -> bool:
    families = delivery.families.values("pk")
    return Family.objects.visible_to(person).filter(pk__in=families).exists()
