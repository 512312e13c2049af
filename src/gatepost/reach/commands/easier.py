"""What would make it easier: a family says it on its page, or is asked by the school."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gatepost.accounts.queries.links import Visit
from gatepost.channels.commands.answers import accept_reply, mark_read
from gatepost.conversations.commands.asking import ask_family
from gatepost.conversations.models import Message
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import ConflictError
from gatepost.kernel.templatetags.ui import day_in_words
from gatepost.languages.tags import ui_language
from gatepost.people.commands.barriers import say_barriers
from gatepost.people.models import Family, Person, School
from gatepost.people.queries import school_of
from gatepost.people.rules import Perm
from gatepost.reach import family_texts as say
from gatepost.reach.queries.easier import ASKED, contactable_adults, kinds_told_to, last_asked
from gatepost.reach.queries.easier_asking import in_language, question_in
from gatepost.touchpoints import commands as ledger
from gatepost.touchpoints.models import Direction, Means, Outcome

# A family is not asked the same thing more often, unless somebody does so knowingly.
ASK_AGAIN_AFTER = dt.timedelta(days=30)


@dataclass(frozen=True)
class Answer:
    """What an adult says on a family page: what fits, in the own words, and what was shown there and fits no more."""

    kinds: frozenset[str] = frozenset()
    note: str = ""
    taken_back: frozenset[str] = frozenset()


@transaction.atomic
def say_what_helps(person: Person, answer: Answer, *, visit: Visit | None, school: School | None = None) -> None:
    """An adult's own answer, changed or taken back by the same page. `school`: whose page it is.

    The thread and the ledger hear of it as of any answer. What lies outside the school and the family's own words are not
    written into the thread: they stand on the family's page, for those who may read them there.
    """
    is_new = say_barriers(person, kinds=answer.kinds, note=answer.note, taken_back=answer.taken_back, at=school, by=person)
    if visit is not None:
        mark_read(visit.delivery, by=person)
    if not is_new:
        return
    if visit is None:
        _tell_ledger(person)
        return
    text = _in_words(kinds_told_to(school, person), language=school.language if school else "en")
    source = f"reach.easier:{visit.delivery.pk}:{uuid.uuid4()}"
    accept_reply(visit.delivery, text=text, channel="link", source=source, by=person)


@transaction.atomic
def ask_what_helps(family: Family, *, by: Person, again: bool = False) -> Message:
    """Ask the adults of the family who may be contacted, each in the own language where we have it, by the usual road.

    Raises ConflictError where they were asked within the last 30 days, unless `again` says that this is known.
    """
    ensure(by, Perm.NOTE_BARRIERS)
    adults = contactable_adults(family)
    # Two members of staff at once ask once: a brother's or sister's page leads to the same adults.
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=[adult.pk for adult in adults]).order_by("pk"))
    asked_at = last_asked(family)
    if asked_at is not None and asked_at > clock.now() - ASK_AGAIN_AFTER and not again:
        words = _("They were asked already: %(day)s. Nothing was sent. You can ask once more if you want to.")
        raise ConflictError(words % {"day": day_in_words(asked_at)})
    original, versions = question_in([_language_of_school(by), *(adult.read_language for adult in adults)])
    return ask_family(family, versions=versions, original_language=original, about=ASKED, by=by)


def _in_words(kinds: Collection[str], *, language: str) -> str:
    """What stands now as the adult's own word."""
    lines: list[str | Promise] = [words for kind, words in say.HELPS.items() if kind in kinds]
    if lines:
        lines.insert(0, say.WOULD_HELP)
    if set(kinds) - say.HELPS.keys():
        lines.append(say.MORE_ON_PAGE)
    return in_language(lines or [say.NOTHING_NOW], ui_language(language) or "en", "\n")


def _language_of_school(by: Person) -> str:
    school = school_of(by)
    return school.language if school else "en"


def _tell_ledger(person: Person) -> None:
    """Where no message is at hand to answer, the ledger alone hears that they have said something."""
    for family in Family.objects.of_adult(person, on=clock.today()).current():
        ledger.record_touchpoint(
            family,
            by=None,
            source=f"reach.easier:family-{family.pk}:{uuid.uuid4()}",
            means=Means.LINK,
            direction=Direction.IN,
            outcome=Outcome.ANSWERED,
            adult=person,
        )
