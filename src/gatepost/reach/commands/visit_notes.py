"""What a visit leaves behind: the family's hopes in its own three fields, and the hours of the two who went."""

import datetime as dt
from collections.abc import Collection
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError, ConflictError
from gatepost.kernel.text import clean_text
from gatepost.people.models import Person, School
from gatepost.reach.commands.visits import lock
from gatepost.reach.models import HomeVisit, VisitHours, VisitState
from gatepost.reach.queries.visit_hours import hours_in
from gatepost.reach.rules import Perm
from gatepost.reach.visit_words import refused_words

LONGEST_NOTE = 4000
MOST_MINUTES = 12 * 60


class Words(TypedDict):
    """What a family said, in the three fields there are."""

    hopes: str
    strengths: str
    asked_of_school: str


@transaction.atomic
def write_notes(visit: HomeVisit, *, by: Person, seen: str = "", keep: Collection[str] = (), **words: Unpack[Words]) -> HomeVisit:
    """Hopes and dreams, strengths, what they ask of the school; nothing about marks, discipline or absences.

    `seen`: the `notes_version` of the words that whoever writes had in view, so that no colleague's words go unread; blank:
    there were none. `keep`: keys of words that were explained to whoever writes, and that mean something else here. History
    holds which fields changed and what kind of words they were, never the words.
    """
    ensure(by, Perm.MAKE_VISIT, visit)
    clean = {name: clean_text(str(text))[:LONGEST_NOTE] for name, text in words.items()}
    locked = lock(visit)
    if locked.state != VisitState.DONE:
        raise ConflictError(_("What a family hopes for is written down after the visit."))
    # What stands there already was explained when it was written.
    found = [one for name, text in clean.items() if text != getattr(locked, name) for one in refused_words(text)]
    for one in found:
        if one.key not in keep:
            raise BadInputError(one.why)
    changed = sorted(name for name, text in clean.items() if text != getattr(locked, name))
    if not changed:
        return locked  # the same words once more
    _ensure_seen(locked, seen)
    for name in changed:
        setattr(locked, name, clean[name])
    locked.save(update_fields=changed)
    history.record("reach.write_visit_notes", by=by, subject=locked, changed=changed)
    if found:
        history.record("reach.keep_visit_words", by=by, subject=locked, kinds=sorted({one.topic.value for one in found}))
    return locked


@transaction.atomic
def write_hours(visit: HomeVisit, *, hours: dict[int, tuple[int, int]], by: Person) -> None:
    """By person: minutes at the visit and on the way. What has been settled stays as it is."""
    ensure(by, Perm.MAKE_VISIT, visit)
    locked = lock(visit)
    if not locked.took_them_there or set(hours) - locked.pair_ids:
        raise ConflictError(_("Hours are written down after a visit, for the two who went."))
    if any(not 0 <= part <= MOST_MINUTES for parts in hours.values() for part in parts):
        raise BadInputError(_("Please enter minutes between 0 and 720."))
    # Locked before they are read: whoever settles in this very moment settles what was seen, and that stays.
    known = {row.person_id: row for row in VisitHours.objects.select_for_update().filter(visit=locked).order_by("pk")}
    changed = {one: parts for one, parts in hours.items() if one not in known or known[one].parts != parts}
    _ensure_not_settled([known[one] for one in changed if one in known], locked)
    for person_id, (minutes, travel) in changed.items():
        VisitHours.objects.update_or_create(
            visit=locked, person_id=person_id, defaults={"minutes": minutes, "travel_minutes": travel}
        )
    if changed:
        history.record("reach.write_visit_hours", by=by, subject=locked, people=sorted(changed))


@transaction.atomic
def settle_hours(person_id: int, *, school: School, month: dt.date, minutes: int, by: Person) -> int:
    """The hours of one colleague in one month are paid or made up for. `minutes`: what stood on the page, so that nothing is
    settled unseen. Returns how many visits it was."""
    ensure(by, Perm.SETTLE_HOURS, school)
    rows = hours_in(school, month).filter(person=person_id, settled_at=None)
    waiting = list(rows.select_for_update(of=("self",)).order_by("pk"))
    if sum(row.total for row in waiting) != minutes or not waiting:
        raise ConflictError(_("These hours have changed in the meantime. Nothing was settled; please look at them once more."))
    now = clock.now()
    VisitHours.objects.filter(pk__in=[row.pk for row in waiting]).update(settled_at=now, settled_by=by)
    history.record("reach.settle_hours", by=by, subject=school, person=person_id, hours=[row.pk for row in waiting])
    return len(waiting)


def _ensure_seen(visit: HomeVisit, seen: str) -> None:
    if visit.notes_version != seen:
        raise BadInputError(
            _("Somebody has written here in the meantime, so nothing was written over. Both texts stand below: please join them.")
        )


def _ensure_not_settled(rows: list[VisitHours], visit: HomeVisit) -> None:
    """What was paid or made up for does not change behind the back of whoever settled it."""
    settled = [row for row in rows if row.settled_at is not None]
    for row in settled:
        person = next(one for one in visit.pair if one.pk == row.person_id)
        words = {"name": person.full_name, "there": row.minutes, "travel": row.travel_minutes}
        raise BadInputError(
            _(
                "The hours of %(name)s are settled, with %(there)d minutes there and %(travel)d on the way, and stay so. "
                "If that is wrong, please talk to your office."
            )
            % words
        )
