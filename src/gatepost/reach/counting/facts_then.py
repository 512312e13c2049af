"""The same facts at an earlier moment, as far as our records go back: who was at the school, and which contacts worked.

What was ended or turned bad since, held then; so did rights. A contact point somebody added by hand since was not there yet.
The roster keeps no such days, so what it added counts as having been there.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from gatepost.history.models import Event
from gatepost.people.models import ContactKind, ContactPoint, Family, Guardianship, Restriction, Role, School, SchoolRole
from gatepost.people.models.contacts import USABLE_STATES
from gatepost.reach.counting.facts import Facts, FamilyFacts, schools_at


def facts_then(school: School, *, at: dt.datetime) -> Facts:
    """All families that counted at this school then, in a fixed number of statements."""
    then = schools_at([school.pk], at)[school.pk]
    homes = _homes(school, at)
    writable = _writable({family for families in homes.values() for family in families}, at, then.today)
    works = _works({adult for adults in writable.values() for adult in adults}, at)
    families = [
        FamilyFacts(family, school.pk, not works.isdisjoint(writable.get(family, ())), None, then.known_since)
        for of_student in homes.values()
        for family in ([id_ for id_ in of_student if id_ in writable] or of_student)
    ]
    return Facts(families, [then.facts])


def _standing(at: dt.datetime, *paths: str) -> Q:
    """Rows that had not ended yet."""
    found = Q()
    for path in paths or ("",):
        found &= Q(**{f"{path}ended_at": None}) | Q(**{f"{path}ended_at__gt": at})
    return found


def _homes(school: School, at: dt.datetime) -> dict[int, list[int]]:
    """The families of each student of the school. Who was at two schools is counted at the first, as always."""
    day = at.astimezone(ZoneInfo(school.timezone)).date()
    roles = SchoolRole.objects.filter(_standing(at, "", "person__"), Q(begins_on=None) | Q(begins_on__lte=day), role=Role.STUDENT)
    here, elsewhere = roles.filter(school=school), roles.filter(school__lt=school.pk)
    families = Family.objects.filter(_standing(at), student__in=here.values("person_id"))
    rows = families.exclude(student__in=elsewhere.values("person_id")).values_list("pk", "student_id", "known_at")
    found = list(rows)
    # The first import brings families that have been here long; later ones bring newcomers.
    first_import = min((known_at for _pk, _student, known_at in found if known_at), default=at)
    homes: dict[int, list[int]] = defaultdict(list)
    for family, student, known_at in found:
        if known_at is None or known_at <= max(at, first_import):
            homes[student].append(family)
    return homes


def _writable(family_ids: set[int], at: dt.datetime, day: dt.date) -> dict[int, set[int]]:
    """By family, the adults who held the contact right."""
    barred = Restriction.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=day),
        Q(lifted_at=None) | Q(lifted_at__gt=at),
        adult=OuterRef("adult"),
        student=OuterRef("student"),
        begins_on__lte=day,
        bars_contact=True,
    )
    links = Guardianship.objects.filter(
        _standing(at, "", "adult__", "student__"),
        Q(begins_on=None) | Q(begins_on__lte=day),
        Q(ends_on=None) | Q(ends_on__gte=day),
        family__in=Family.objects.filter(pk__in=family_ids),
        may_contact=True,
    )
    found: dict[int, set[int]] = defaultdict(set)
    for family, adult in links.exclude(Exists(barred)).values_list("family_id", "adult_id"):
        found[family].add(adult)
    return found


def _works(adult_ids: Iterable[int], at: dt.datetime) -> set[int]:
    """The adults of whom we held an e-mail address or a phone number that worked."""
    before, added = _states_before_changes(at), _added_since(at)
    points = ContactPoint.objects.filter(
        _standing(at), person__in=list(adult_ids), kind__in=[ContactKind.EMAIL, ContactKind.PHONE]
    )
    return {
        person
        for pk, person, state, state_at in points.values_list("pk", "person_id", "state", "state_at")
        if pk not in added and _worked(before.get(pk, state), pk in before, state_at, at)
    }


def _worked(state: str, is_remembered: bool, state_at: dt.datetime | None, at: dt.datetime) -> bool:
    """Where history does not say what it was before it turned bad, it worked."""
    return state in USABLE_STATES or (not is_remembered and state_at is not None and state_at > at)


def _states_before_changes(at: dt.datetime) -> dict[int, str]:
    """What the contact points changed since were before the first of these changes."""
    changes = Event.objects.filter(at__gt=at, action="people.set_contact_state").order_by("-at", "-pk")
    return {pk: details.get("before", "") for pk, details in changes.values_list("subject_id", "details") if pk is not None}


def _added_since(at: dt.datetime) -> set[int]:
    added = Event.objects.filter(at__gt=at, action="people.add_contact_point")
    return {pk for pk in added.values_list("subject_id", flat=True) if pk is not None}
