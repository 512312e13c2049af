"""Reading training: what was held, who came from which side, what changed between before and after."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Avg, Count, QuerySet

from gatepost.framework.types import Sector
from gatepost.kernel import clock
from gatepost.kernel.text import search_key
from gatepost.people.models import Family, Guardianship, Person, School
from gatepost.people.queries import staff_now
from gatepost.people.roles import Role
from gatepost.training.models import Attendance, Session, Slip
from gatepost.training.modules import MODULES, Module
from gatepost.training.rules import holds

# Fewer slips than this are not shown: one could guess whose they are.
FEWEST_SLIPS = 10


def sessions_of(viewer: Person) -> QuerySet[Session]:
    return Session.objects.visible_to(viewer).select_related("school")


def sector_of(person: Person, school: School) -> str | None:
    """From which side somebody comes: leadership, other staff, a student, a family. Staff who are parents come as staff."""
    role = person.school_roles.filter(school=school, ended_at=None).order_by("role").values_list("role", flat=True)
    held = set(role)
    if Role.PRINCIPAL in held:
        return Sector.DIRECTORS
    if held - {Role.STUDENT}:
        return Sector.TEACHERS
    if Role.STUDENT in held:
        return Sector.STUDENTS
    is_family = Family.objects.of_adult(person, on=clock.today(school.timezone)).of_school(school.pk).exists()
    return Sector.FAMILIES if is_family else None


def people_called(words: str, session: Session, viewer: Person) -> list[Person]:
    """Staff, guardians and students of the school by name, those who are written down left out."""
    key = search_key(words)
    if len(key) < 2:
        return []
    adults = Person.objects.adults_visible_to(viewer).filter(ended_at=None)
    with_right = adults.filter(
        guardianships__in=Guardianship.objects.with_right("contact", on=clock.today(session.school.timezone))
    )
    ids = with_right.values("pk").union(
        staff_now(session.school_id).values("pk"), Person.objects.students_visible_to(viewer).values("pk")
    )
    known = session.attendances.exclude(person=None).values("person_id")
    found = Person.objects.current().filter(pk__in=ids, search_key__contains=key).exclude(pk__in=known)
    return list(found.order_by("kind", "family_name", "given_name", "pk")[:12])


@dataclass(frozen=True)
class Change:
    """The module's question before and after, on average; None where too few have answered."""

    slips: int
    before: float
    after: float


def change_of(slips: QuerySet[Slip]) -> Change | None:
    found = slips.aggregate(slips=Count("pk"), before=Avg("before"), after=Avg("after"))
    return Change(**found) if found["slips"] >= FEWEST_SLIPS else None


@dataclass(frozen=True)
class ModuleLine:
    """One module with what was made of it at this school."""

    module: Module
    held: int
    people: int
    change: Change | None
    upcoming: Session | None


def module_lines(viewer: Person, school: School) -> list[ModuleLine]:
    today = clock.today(school.timezone)
    sessions = list(sessions_of(viewer).order_by("meets_on"))
    people = Counter(
        dict(Attendance.objects.filter(session__in=sessions).values_list("session__module").annotate(number=Count("pk")))
    )
    return [
        ModuleLine(
            module,
            held=sum(1 for one in sessions if one.module == slug and one.meets_on <= today),
            people=people[slug],
            change=change_of(Slip.objects.filter(session__in=[one for one in sessions if one.module == slug])),
            upcoming=next((one for one in sessions if one.module == slug and one.meets_on > today), None),
        )
        for slug, module in MODULES.items()
    ]


@dataclass(frozen=True)
class YearOfTraining:
    """What a year came to: sessions held, and people from each side."""

    sessions: int
    by_sector: dict[str, int]

    @property
    def people(self) -> int:
        return sum(self.by_sector.values())


def year_of_training(school: School, first: dt.date, last: dt.date) -> YearOfTraining:
    sessions = Session.objects.filter(school=school, meets_on__gte=first, meets_on__lte=min(last, clock.today(school.timezone)))
    counted = dict(Attendance.objects.filter(session__in=sessions).values_list("sector").annotate(number=Count("pk")))
    return YearOfTraining(sessions.count(), {sector: counted.get(sector, 0) for sector in Sector.values})


@dataclass(frozen=True)
class Side:
    """Who came from one side: names for who looks after the whole school or may see that adult, a number for the rest."""

    label: str
    there: list[Attendance]
    others: int

    @property
    def people(self) -> int:
        return len(self.there) + self.others


def by_side(session: Session, viewer: Person) -> list[Side]:
    """In the usual order. Colleagues are named to all staff; families and students to who may see them anyway."""
    rows = list(session.attendances.select_related("person"))
    named = rows if holds(viewer, session) else [row for row in rows if _is_known_to(row, viewer)]
    sides = [
        Side(
            str(sector.label),
            [row for row in named if row.sector == sector],
            sum(1 for row in rows if row.sector == sector and row not in named),
        )
        for sector in Sector
    ]
    return [side for side in sides if side.people]


def _is_known_to(row: Attendance, viewer: Person) -> bool:
    if row.sector in {Sector.TEACHERS, Sector.DIRECTORS}:
        return True
    if row.person is None or row.person.is_protected:
        return False
    if row.sector == Sector.STUDENTS:
        return Person.objects.students_visible_to(viewer).filter(pk=row.person.pk).exists()
    visible = Person.objects.students_visible_to(viewer).values("pk")
    links = Guardianship.objects.with_right("contact", on=clock.today(row.session.school.timezone))
    return links.filter(adult=row.person_id, student__in=visible).exists()
