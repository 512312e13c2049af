"""Contact points and preferences: what we learn about how a person is reached best."""

from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError, NotAllowedError
from gatepost.kernel.text import clean_line
from gatepost.people import signals
from gatepost.people.contact_values import normal_email, normal_phone
from gatepost.people.models import ContactKind, ContactPoint, ContactState, Need, Person
from gatepost.people.rules import Perm


@transaction.atomic
def set_contact_state(point: ContactPoint, state: str, *, by: Person | None, reason: str = "") -> ContactPoint:
    """Only a person's word or a provider's makes a contact point better or worse; who it was stands in history."""
    locked = ContactPoint.objects.select_for_update().get(pk=point.pk)
    if locked.state == state:
        return locked
    before, locked.state, locked.state_reason, locked.state_at = locked.state, state, reason[:200], clock.now()
    locked.save(update_fields=["state", "state_reason", "state_at"])
    history.record("people.set_contact_state", by=by, subject=locked, before=before, state=state)
    signals.contact_state_changed.send(sender=ContactPoint, contact_point_id=locked.pk, person_id=locked.person_id, state=state)
    return locked


@transaction.atomic
def add_contact_point(person: Person, *, kind: str, raw: str, by: Person) -> ContactPoint:
    """Enter an address or number by hand; an import never touches it. One that came back is in use again."""
    ensure_may_edit(by, person)
    value = _normal(kind, raw)
    if not value:
        raise BadInputError(
            _("“%(raw)s” cannot be used. Please look at it once more; numbers from abroad begin with +.") % {"raw": raw}
        )
    point, is_new = ContactPoint.objects.get_or_create(
        person=person, kind=kind, value=value, ended_at=None, defaults={"raw": clean_line(raw)[:400]}
    )
    if not is_new:
        return set_contact_state(point, ContactState.UNVERIFIED, by=by, reason="entered-again")
    history.record("people.add_contact_point", by=by, subject=point, person=person.pk)
    signals.contact_state_changed.send(sender=ContactPoint, contact_point_id=point.pk, person_id=person.pk, state=point.state)
    return point


@transaction.atomic
def judge_contact_point(point: ContactPoint, *, state: str, by: Person) -> ContactPoint:
    """A member of staff says what is known of it: confirmed, somebody else's, not wanted, not yet confirmed."""
    ensure_may_edit(by, point.person)
    return set_contact_state(point, state, by=by, reason="staff")


@transaction.atomic
def end_contact_point(point: ContactPoint, *, by: Person) -> None:
    """It is not used any more; the roster's own come back with the next import if they still stand there."""
    ensure_may_edit(by, point.person)
    point.ended_at = clock.now()
    point.save(update_fields=["ended_at"])
    history.record("people.end_contact_point", by=by, subject=point, person=point.person_id)
    signals.contact_state_changed.send(sender=ContactPoint, contact_point_id=point.pk, person_id=point.person_id, state="ended")


@transaction.atomic
def set_preferences(
    person: Person, *, read_language: str, spoken_languages: list[str], prefers_call: bool, needs: list[str], by: Person
) -> Person:
    """What helps this person: languages, a call rather than writing, needs. Asked once, respected everywhere."""
    ensure_may_edit(by, person)
    person.read_language, person.spoken_languages, person.prefers_call = read_language, spoken_languages, prefers_call
    person.save(update_fields=["read_language", "spoken_languages", "prefers_call"])
    person.needs.exclude(kind__in=needs).delete()
    Need.objects.bulk_create([Need(person=person, kind=kind) for kind in needs], ignore_conflicts=True)
    history.record("people.set_preferences", by=by, subject=person, language=read_language, needs=sorted(needs))
    return person


def ensure_may_edit(by: Person, person: Person) -> None:
    """Only about the adults of the school's own families, and the school's own staff."""
    ensure(by, Perm.EDIT_CONTACTS)
    if not Person.objects.adults_visible_to(by).filter(pk=person.pk).exists():
        raise NotAllowedError(_("This person belongs to no family of your school."))


def _normal(kind: str, raw: str) -> str:
    if kind == ContactKind.EMAIL:
        return normal_email(raw)
    if kind == ContactKind.PHONE:
        return normal_phone(raw)
    return clean_line(raw)[:320]
