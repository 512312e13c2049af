"""Planning a session, writing down who was there, typing in the slips."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.framework.types import ContentKind, Sector
from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError, ConflictError
from gatepost.kernel.text import clean_line
from gatepost.people.models import Family, Person, School
from gatepost.touchpoints.commands import batches
from gatepost.touchpoints.commands.talks import correct
from gatepost.touchpoints.models import Direction, Means, Outcome, Touchpoint
from gatepost.training.models import Attendance, Session, Slip
from gatepost.training.modules import MODULES
from gatepost.training.queries import sector_of
from gatepost.training.rules import Perm


@transaction.atomic
def plan_session(
    school: School, *, module: str, meets_on: dt.date, by: Person, begins_at: dt.time | None = None, **words: str
) -> Session:
    """`words`: place, led_by, languages."""
    ensure(by, Perm.HOLD, school)
    if module not in MODULES:
        raise BadInputError(_("There is no such module."))
    tidy = {name: clean_line(words.get(name, "")) for name in ("place", "led_by", "languages")}
    session = Session.objects.create(school=school, module=module, meets_on=meets_on, begins_at=begins_at, created_by=by, **tidy)
    history.record("training.plan_session", by=by, subject=session, module=module)
    return session


@transaction.atomic
def was_there(session: Session, *, by: Person, person: Person | None = None, name: str = "", sector: str = "") -> Attendance:
    """Somebody of the roster, or somebody by name and side. A guardian's families have taken part: the ledger hears of it."""
    ensure(by, Perm.HOLD, session)
    _ensure_has_begun(session)
    if person is None:
        named = clean_line(name)[:200]
        if not named or sector not in Sector.values:
            raise BadInputError(_("Please write a name and choose a side."))
        attendance = Attendance.objects.create(session=session, name=named, sector=sector)
    else:
        found = sector_of(person, session.school)
        if found is None:
            raise BadInputError(_("This person is not at this school any more."))
        attendance, is_new = Attendance.objects.get_or_create(session=session, person=person, defaults={"sector": found})
        if is_new and found == Sector.FAMILIES:
            _tell_ledger(attendance, session, person)
    history.record("training.was_there", by=by, subject=attendance, session=session.pk)
    return attendance


def _tell_ledger(attendance: Attendance, session: Session, adult: Person) -> None:
    """One row for each family of the adult at this school."""
    module = MODULES[session.module]
    families = Family.objects.of_adult(adult, on=clock.today(session.school.timezone)).of_school(session.school_id).distinct()
    zone = ZoneInfo(session.school.timezone)
    at = min(dt.datetime.combine(session.meets_on, session.begins_at or dt.time(12), zone), clock.now())
    entries = [
        batches.Entry(
            family_id=family.pk,
            school_id=session.school_id,
            at=at,
            means=Means.MEETING,
            direction=Direction.BOTH,
            outcome=Outcome.TOOK_PART,
            source=f"{_source(attendance)}{family.pk}",
            involvement_type=module.involvement_type,
            content_kind=ContentKind.SOCIAL,
            note=str(module.title),
            adult_id=adult.pk,
        )
        for family in families
    ]
    batches.record_touchpoints(entries, by=None)


@transaction.atomic
def type_slip(session: Session, *, sector: str, before: int, after: int, by: Person) -> Slip:
    """One slip without a name. More slips than people of that side is a typing mistake."""
    ensure(by, Perm.HOLD, session)
    _ensure_has_begun(session)
    Session.objects.select_for_update().get(pk=session.pk)
    if session.slips.filter(sector=sector).count() >= session.attendances.filter(sector=sector).count():
        raise ConflictError(_("There are as many slips as people of this side already. Please write down first who was there."))
    slip = Slip.objects.create(session=session, sector=sector, before=before, after=after)
    history.record("training.type_slip", by=by, subject=session)
    return slip


@transaction.atomic
def take_out(attendance: Attendance, *, by: Person) -> None:
    """Written down by mistake; the ledger's rows of it are mended, too."""
    ensure(by, Perm.HOLD, attendance.session)
    for row in Touchpoint.objects.counting().filter(source__startswith=_source(attendance)):
        correct(row, by=by, outcome=Outcome.WITHDRAWN)
    history.record("training.take_out", by=by, subject=attendance, session=attendance.session_id)
    attendance.delete()


def _source(attendance: Attendance) -> str:
    return f"training.attendance:{attendance.pk}:"


def _ensure_has_begun(session: Session) -> None:
    if session.meets_on > clock.today(session.school.timezone):
        raise ConflictError(_("This session has not taken place yet."))
