"""Whom a survey may ask at this moment, and which of its questions somebody sees."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q

from gatepost.channels.models import Delivery
from gatepost.framework.types import Sector
from gatepost.kernel import clock
from gatepost.people.models import ContactState, Family, Person, Role
from gatepost.surveys.models import Invitation, InvitationQuerySet, Item, Survey, SurveyState, Unit

Mark = int | list[int]
# Whom of the staff a survey asks in which sector. The office is not asked.
ROLES_OF: dict[str, frozenset[str]] = {
    Sector.TEACHERS: frozenset({Role.TEACHER, Role.COUNSELLOR, Role.LIAISON}),
    Sector.DIRECTORS: frozenset({Role.PRINCIPAL}),
}


def today_at(survey: Survey) -> dt.date:
    """The day where the school lies."""
    return clock.today(survey.school.timezone)


def takes_answers(survey: Survey) -> bool:
    """Open, and its last day has not passed."""
    return survey.is_open and (survey.closes_on is None or today_at(survey) <= survey.closes_on)


def may_still_answer(invitation: Invitation) -> bool:
    """Whether the person is still somebody whom this survey asks: rights are those of today, not of the day of asking."""
    survey, person = invitation.survey, invitation.person
    if person.ended_at is not None:
        return False
    if invitation.sector == Sector.FAMILIES:
        held = Family.objects.of_adult(person, on=today_at(survey)).of_school(survey.school_id)
        return held.filter(pk__in=invitation.families.values("pk")).exists()
    if invitation.sector == Sector.STUDENTS:
        return person.school_roles.filter(school_id=survey.school_id, role=Role.STUDENT, ended_at=None).exists()
    return survey.school_id in person.schools_as(ROLES_OF[invitation.sector], everywhere=True)


def went_astray(invitation: Invitation) -> bool:
    """Its link was sent to an address that turned out to be somebody else's: whoever holds it need not be whom we asked."""
    sent = Delivery.objects.filter(person=invitation.person_id, mailing__reference=f"surveys.survey:{invitation.survey_id}")
    return sent.filter(Q(contact_point__state=ContactState.WRONG_PERSON) | Q(link_revoked_at__isnull=False)).exists()


def has_answered(invitation: Invitation) -> bool:
    """Whether this adult has, or, where one answer for each family is enough, any of its adults."""
    if invitation.answered_on is not None or invitation.survey.unit != Unit.FAMILY:
        return invitation.answered_on is not None
    return unit_of(invitation).exclude(answered_on=None).exists()


def unit_of(invitation: Invitation) -> InvitationQuerySet:
    """Everybody for whom one answer counts."""
    return Invitation.objects.filter(
        survey_id=invitation.survey_id, sector=invitation.sector, unit_key=invitation.unit_key
    ).order_by("pk")


def waiting_for(person: Person) -> list[Invitation]:
    """What this person is asked at the moment and has neither answered nor declined, the newest first.

    A colleague who came by the family door is a parent there and nothing else.
    """
    asked = Invitation.objects.filter(
        person=person, answered_on=None, declined_on=None, survey__state=SurveyState.OPEN
    ).select_related("survey__school", "person")
    if person.came_by_family_door:
        asked = asked.filter(sector=Sector.FAMILIES)
    rows = asked.order_by("-survey__opened_at", "pk")
    return [row for row in rows if takes_answers(row.survey) and not has_answered(row) and may_still_answer(row)]


def items_for(survey: Survey, sector: str) -> list[Item]:
    """What this sector is asked, in order."""
    return list(survey.items.filter(sectors__contains=[sector]).select_related("part").order_by("part__number", "number"))


def visible_items(items: Sequence[Item], marks: Mapping[str, Mark]) -> list[Item]:
    """Those that remain once answers have closed or opened branches; what hangs on a hidden question is hidden with it."""
    shown: list[Item] = []
    for item in items:
        if _is_open(item, {other.key for other in shown}, marks):
            shown.append(item)
    return shown


def _is_open(item: Item, shown: Iterable[str], marks: Mapping[str, Mark]) -> bool:
    if not item.shown_if:
        return True
    key = item.shown_if.get("item", "")
    if key not in shown or key not in marks:
        return False
    given = marks[key]
    wanted = set(item.shown_if.get("values", ()))
    return bool(wanted & set(given if isinstance(given, list) else [given]))
