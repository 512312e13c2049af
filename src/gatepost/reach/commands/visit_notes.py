"""What a visit leaves behind: the family's hopes in its own three fields, and the hours of the two who went."""

import datetime as dt
from collections.abc import Collection

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


@transaction.atomic
def write_notes(
    visit: HomeVisit, *, hopes: str, strengths: str, asked_of_school: str, by: Person, keep: Collection[str] = ()
) -> HomeVisit:
    """Hopes and dreams, strengths, what they ask of the school; nothing about marks, discipline or absences.

    `keep`: keys of words that were explained to whoever writes, and that mean something else here. History holds what kind of
    words they were, never the words.
    """
    ensure(by, Perm.MAKE_VISIT, visit)
    words = {"hopes": hopes, "strengths": strengths, "asked_of_school": asked_of_school}
    clean = {name: clean_text(text)[:LONGEST_NOTE] for name, text in words.items()}
    locked = lock(visit)
    if locked.state != VisitState.DONE:
        raise ConflictError(_("What a family hopes for is written down after the visit."))
    # What stands there already was explained when it was written.
    found = [one for name, text in clean.items() if text != getattr(locked, name) for one in refused_words(text)]
    for one in found:
        if one.key not in keep:
            raise BadInputError(one.why)
    for name, text in clean.items():
        setattr(locked, name, text)
    locked.save(update_fields=list(clean))
    history.record("reach.write_visit_notes", by=by, subject=locked)
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
    settled = set(VisitHours.objects.filter(visit=locked).exclude(settled_at=None).values_list("person_id", flat=True))
    for person_id, (minutes, travel) in hours.items():
        if person_id not in settled:
            VisitHours.objects.update_or_create(
                visit=locked, person_id=person_id, defaults={"minutes": minutes, "travel_minutes": travel}
            )
    history.record("reach.write_visit_hours", by=by, subject=locked, people=sorted(set(hours) - settled))


@transaction.atomic
def settle_hours(person_id: int, *, school: School, month: dt.date, minutes: int, by: Person) -> int:
    """The hours of one colleague in one month are paid or made up for. `minutes`: what stood on the page, so that nothing is
    settled unseen. Returns how many visits it was."""
    ensure(by, Perm.SETTLE_HOURS, school)
    rows = hours_in(school, month).filter(person=person_id, settled_at=None)
    waiting = list(VisitHours.objects.select_for_update(of=("self",)).filter(pk__in=rows.values("pk")))
    if sum(row.total for row in waiting) != minutes or not waiting:
        raise ConflictError(_("These hours have changed in the meantime. Nothing was settled; please look at them once more."))
    now = clock.now()
    VisitHours.objects.filter(pk__in=[row.pk for row in waiting]).update(settled_at=now, settled_by=by)
    history.record("reach.settle_hours", by=by, subject=school, person=person_id, hours=[row.pk for row in waiting])
    return len(waiting)
