"""Restrictions: they bar rights of one adult for one child, win over every guardianship, and act at the moment of sending."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError, NotAllowedError
from gatepost.people import signals
from gatepost.people.models import Person, Restriction
from gatepost.people.rules import Perm

RIGHTS = ("contact", "records", "pick_up", "decide")


@dataclass(frozen=True)
class Bar:
    """What is barred, from when, until when, and why."""

    rights: frozenset[str]
    begins_on: dt.date
    reason: str
    ends_on: dt.date | None = None


@transaction.atomic
def restrict(adult: Person, student: Person, *, bar: Bar, by: Person) -> Restriction:
    """Enter a restriction. It holds on every surface from this moment, for messages under way and links sent before too."""
    _ensure_own(by, student)
    if not bar.rights:
        raise BadInputError(_("Please choose at least one right that is barred."))
    if bar.ends_on is not None and bar.ends_on < bar.begins_on:
        raise BadInputError(_("The last day lies before the first one."))
    restriction = Restriction.objects.create(
        adult=adult,
        student=student,
        begins_on=bar.begins_on,
        ends_on=bar.ends_on,
        reason=bar.reason,
        entered_by=by,
        entered_at=clock.now(),
        **{f"bars_{right}": right in bar.rights for right in RIGHTS},
    )
    history.record("people.restrict", by=by, subject=restriction, adult=adult.pk, student=student.pk, rights=sorted(bar.rights))
    signals.rights_changed.send(sender=Restriction, adult_id=adult.pk, student_id=student.pk)
    return restriction


@transaction.atomic
def lift_restriction(restriction: Restriction, *, by: Person) -> Restriction:
    """The restriction no longer holds; it stays on record."""
    _ensure_own(by, restriction.student)
    restriction.lifted_at = clock.now()
    restriction.save(update_fields=["lifted_at"])
    history.record("people.lift_restriction", by=by, subject=restriction)
    signals.rights_changed.send(sender=Restriction, adult_id=restriction.adult_id, student_id=restriction.student_id)
    return restriction


def _ensure_own(by: Person, student: Person) -> None:
    ensure(by, Perm.RESTRICT)
    if not Person.objects.students_visible_to(by).filter(pk=student.pk).exists():
        raise NotAllowedError(_("This child is not at your school."))
