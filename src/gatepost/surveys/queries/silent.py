"""Families of one group that were asked and have not answered, with the adult to call and who of the school could do it."""

from collections.abc import Iterable
from dataclasses import dataclass

from gatepost.errands.models import Errand
from gatepost.framework.types import Sector
from gatepost.kernel import clock
from gatepost.languages.tags import canonical
from gatepost.people.models import ContactKind, ContactPoint, Family, Guardianship, Person, Role, SchoolRole
from gatepost.people.models.contacts import USABLE_STATES
from gatepost.people.queries import staff_now, takes_over_from
from gatepost.surveys.models import Invitation, Survey

SOURCE = "surveys.call"
_CALLERS = (Role.LIAISON, Role.COUNSELLOR)


@dataclass(frozen=True)
class Silent:
    """One home: the adult who was asked and may be contacted today, by which number."""

    invitation: Invitation
    family: Family
    adult: Person
    phone: str


def source_of(invitation: Invitation) -> str:
    return f"{SOURCE}:{invitation.survey_id}:{invitation.pk}"


def silent_families(survey: Survey, dimension: str, value: str) -> list[Silent]:
    """Each home once, whoever of its adults was asked; not those who declined, cannot be phoned, or are being called already."""
    asked = Invitation.objects.filter(survey=survey, sector=Sector.FAMILIES)
    done = set(asked.exclude(answered_on=None).values_list("unit_key", flat=True))
    declined = set(asked.exclude(declined_on=None).values_list("unit_key", flat=True))
    waiting = asked.filter(answered_on=None).select_related("person").prefetch_related("families").order_by("pk")
    if dimension != "language":
        waiting = waiting.filter(**{dimension: value})
    wanted = [one for one in waiting if dimension != "language" or canonical(one.language) == value]
    wanted = [one for one in wanted if one.unit_key not in done | declined]
    return _reachable(survey, wanted)


def _reachable(survey: Survey, asked: Iterable[Invitation]) -> list[Silent]:
    asked = list(asked)
    people = [one.person_id for one in asked]
    homes = _homes(survey, people)
    phones = _phones(people)
    called = set(
        Errand.objects.filter(source__startswith=f"{SOURCE}:{survey.pk}:", family__isnull=False).values_list(
            "family_id", flat=True
        )
    )
    units: set[str] = set()
    found = []
    for one in asked:
        named = {family.pk for family in one.families.all()}
        family = next((home for home in homes.get(one.person_id, []) if not named or home.pk in named), None)
        if family is None or one.person_id not in phones or family.pk in called or one.unit_key in units:
            continue
        called.add(family.pk)
        units.add(one.unit_key)
        found.append(Silent(one, family, one.person, phones[one.person_id]))
    return found


def _homes(survey: Survey, people: list[int]) -> dict[int, list[Family]]:
    """Adult → families in which she or he holds the contact right today."""
    links = Guardianship.objects.with_right("contact", on=clock.today(survey.school.timezone)).filter(
        adult__in=people, family__in=Family.objects.current().of_school(survey.school_id).values("pk")
    )
    found: dict[int, list[Family]] = {}
    for link in links.select_related("family__student").order_by("priority", "pk"):
        found.setdefault(link.adult_id, []).append(link.family)
    return found


def _phones(people: list[int]) -> dict[int, str]:
    points = ContactPoint.objects.filter(person__in=people, kind=ContactKind.PHONE, ended_at=None, state__in=USABLE_STATES)
    return dict(points.order_by("-priority", "-pk").values_list("person_id", "value"))


def callers_of(survey: Survey) -> list[Person]:
    """Liaisons first, then counsellors."""
    roles = dict(
        SchoolRole.objects.filter(school=survey.school, role__in=_CALLERS, ended_at=None)
        .order_by("-role")
        .values_list("person_id", "role")
    )
    people = staff_now(survey.school_id).filter(pk__in=roles)
    return sorted(people, key=lambda one: (_CALLERS.index(Role(roles[one.pk])), one.pk))


def caller_for(silent: Silent, callers: list[Person], loads: dict[int, int], *, by: Person) -> Person:
    """Who speaks the language and has least to do; without liaison and counsellor a teacher of the child."""
    language = canonical(silent.adult.read_language)
    if not callers:
        return takes_over_from(by, silent.invitation.survey.school_id, family=silent.family) or by
    return min(
        callers, key=lambda one: (language not in map(canonical, one.spoken_languages), loads.get(one.pk, 0), callers.index(one))
    )
