"""The Monday letter: found due school by school, written once to each person, stopped and resumed by the reader."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from gatepost.channels.commands import post_system_mail
from gatepost.history import commands as history
from gatepost.kernel import clock, jobs
from gatepost.kernel.access import ensure
from gatepost.people.calendar import ONE_DAY, calendars_of
from gatepost.people.models import Person, School
from gatepost.reach.models import MondayLetter, StoppedLetter
from gatepost.reach.queries.weekly import Letter, letter_for, recipients_of, zone_of
from gatepost.reach.rules import Perm

# In the school's own time: from Monday at half past six; what could not leave by Wednesday is not sent any more.
EARLIEST, LAST_DAY = dt.time(6, 30), 2


def week_due(school: School) -> dt.date | None:
    """The Monday whose letter is to be sent now, if any; none for a week without a school day."""
    local = clock.now().astimezone(zone_of(school))
    monday = local.date() - ONE_DAY * local.weekday()
    if local.weekday() > LAST_DAY or (local.weekday() == 0 and local.time() < EARLIEST):
        return None
    calendar = calendars_of([school.pk])[school.pk]
    return monday if any(calendar.is_school_day(monday + ONE_DAY * ahead) for ahead in range(5)) else None


def ask_for_monday_letters() -> int:
    """A job for everybody whose letter of this week is due and not written yet; returns how many."""
    asked = 0
    for school in School.objects.filter(ended_at=None):
        monday = week_due(school)
        if monday is None:
            continue
        done = set(MondayLetter.objects.filter(school=school, week=monday).values_list("person_id", flat=True))
        done |= set(StoppedLetter.objects.filter(school=school).values_list("person_id", flat=True))
        for person_id in recipients_of(school, monday).reached.keys() - done:
            key = f"reach.monday_letter:{school.pk}:{person_id}"
            jobs.defer("reach.send_monday_letter", once=key, person_id=person_id, school_id=school.pk, week=monday.isoformat())
            asked += 1
    return asked


@transaction.atomic
def send_monday_letter(person_id: int, school_id: int, week: dt.date) -> bool:
    """Write it once: the row of the letter and the mail on its way are one transaction, so neither is there without the other."""
    school = School.objects.get(pk=school_id)
    if week_due(school) != week or StoppedLetter.objects.filter(person=person_id, school=school).exists():
        return False
    address = recipients_of(school, week).reached.get(person_id)
    if address is None:
        return False
    kept, is_new = MondayLetter.objects.get_or_create(person_id=person_id, school=school, week=week)
    if not is_new:
        return False
    # Staff pages are English so far; the dates are the school's.
    with translation.override(settings.LANGUAGE_CODE), timezone.override(zone_of(school)):
        letter = letter_for(Person.objects.get(pk=person_id), school, week)
        if letter is None:
            return False
        _post(letter, address)
    kept.sent_at = clock.now()
    kept.save(update_fields=["sent_at"])
    history.record("reach.send_monday_letter", by=None, subject=kept, person=person_id)
    return True


@transaction.atomic
def stop_letter(school: School, *, by: Person) -> None:
    """No Monday letter of this school any more, until the person wants it again."""
    ensure(by, Perm.SEE_REACH)
    _stopped, is_new = StoppedLetter.objects.get_or_create(person=by, school=school, defaults={"stopped_at": clock.now()})
    if is_new:
        history.record("reach.stop_letter", by=by, subject=school)


@transaction.atomic
def resume_letter(school: School, *, by: Person) -> None:
    ensure(by, Perm.SEE_REACH)
    deleted, _details = StoppedLetter.objects.filter(person=by, school=school).delete()
    if deleted:
        history.record("reach.resume_letter", by=by, subject=school)


def _post(letter: Letter, address: str) -> None:
    context = {"letter": letter, "base_url": settings.BASE_URL, "foot_url": settings.BASE_URL + reverse("reach:monday-letter")}
    body = render_to_string("reach/mail/monday.txt", context).strip() + "\n"
    html = render_to_string("reach/mail/monday.html", context)
    post_system_mail([address], subject=letter.subject, body=body, html=html)
