"""Finding a plan, its goals and actions, who may own and whom an action is meant for: always from what the reader may see."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from gatepost.kernel import clock
from gatepost.kernel.text import search_key
from gatepost.people.models import Family, Guardianship, Person, PersonKind, Role, School, SchoolRole, Section
from gatepost.people.models.guardianship import FamilyQuerySet
from gatepost.people.queries import staff_now
from gatepost.people.school_years import year_of
from gatepost.plans.models import Action, ActionStatus, Goal, Plan, PlanQuerySet, PlanState, Side

OPEN = (ActionStatus.PLANNED, ActionStatus.UNDER_WAY)
SHOWN = 8


def plans_of(person: Person) -> PlanQuerySet:
    return Plan.objects.visible_to(person).select_related("school")


def plan_for(person: Person, pk: int) -> Plan | None:
    return plans_of(person).filter(pk=pk).first()


def current_plan(person: Person) -> Plan | None:
    """The plan of this school year; else the one that comes, else the last there was. What is over comes last."""
    plans = list(plans_of(person))
    if not plans:
        return None
    year = year_of(clock.today(plans[0].school.timezone), plans[0].school_id)

    def nearness(plan: Plan) -> tuple[bool, bool, bool, int, int]:
        covers = plan.first_year <= year <= plan.last_year
        return plan.state == PlanState.CLOSED, not covers, plan.state != PlanState.APPROVED, abs(plan.first_year - year), -plan.pk

    return min(plans, key=nearness)


def goal_for(person: Person, plan_pk: int, pk: int) -> Goal | None:
    plans = plans_of(person).filter(pk=plan_pk)
    return Goal.objects.filter(plan__in=plans, pk=pk).select_related("plan__school").first()


def action_for(person: Person, pk: int) -> Action | None:
    actions = Action.objects.filter(plan__in=Plan.objects.visible_to(person), pk=pk)
    return actions.select_related("plan__school", "goal", "owner", "activity").prefetch_related("sections").first()


def actions_of(person: Person) -> list[Action]:
    """What the person has to do by the plans of the school at which she acts: still open, the earliest end first."""
    plans = Plan.objects.visible_to(person).exclude(state=PlanState.CLOSED)
    actions = Action.objects.filter(plan__in=plans, owner=person, status__in=OPEN).select_related("plan__school", "goal")
    return sorted(actions, key=lambda action: (action.ends_on or action.begins_on or dt.date.max, action.pk))


def is_late(action: Action, today: dt.date) -> bool:
    """Its last day has passed, or its first one without anybody having begun."""
    if action.status not in OPEN:
        return False
    has_ended = action.ends_on is not None and action.ends_on < today
    should_have_begun = action.begins_on is not None and action.begins_on < today
    return has_ended or (action.status == ActionStatus.PLANNED and should_have_begun)


def owners_there(school_id: int) -> set[int]:
    """Who can own an action now: works at the school, and has not lost the staff door."""
    return set(colleagues(school_id).values_list("pk", flat=True))


def colleagues(school_id: int) -> QuerySet[Person]:
    """Everybody of the staff who may own something, by name."""
    return staff_now(school_id).exclude(user__is_active=False).order_by("family_name", "given_name", "pk")


def sections_of_school(school: School) -> QuerySet[Section]:
    return Section.objects.current().filter(school=school)


def grades_of(school: School) -> list[str]:
    grades = SchoolRole.objects.filter(school=school, role=Role.STUDENT, ended_at=None).exclude(grade="")
    return sorted(set(grades.values_list("grade", flat=True)), key=lambda grade: (len(grade), grade))


def languages_of(school: School) -> list[str]:
    """What adults who may be contacted read, in the order of the alphabet."""
    links = Guardianship.objects.with_right("contact", on=clock.today()).filter(family__in=_families(school.pk))
    return sorted(set(links.exclude(adult__read_language="").values_list("adult__read_language", flat=True)))


def families_meant(action: Action) -> FamilyQuerySet:
    """Families of the school for whom the action is meant: of these classes or grades, with an adult who reads these languages."""
    families = _families(action.plan.school_id)
    sections = [section.pk for section in action.sections.all()]
    return narrowed(families, sections=sections, grades=action.grades, languages=action.languages)


def narrowed(
    families: FamilyQuerySet, *, sections: Iterable[int], grades: Iterable[str], languages: Iterable[str]
) -> FamilyQuerySet:
    """Classes and grades add up; languages narrow what they give. Nothing chosen: everybody."""
    sections, grades, languages = list(sections), list(grades), list(languages)
    if sections or grades:
        in_class = Q(student__enrolments__section__in=sections, student__enrolments__role="student")
        in_class &= Q(student__enrolments__ended_at=None)
        pupils = SchoolRole.objects.filter(person=OuterRef("student"), role=Role.STUDENT, ended_at=None, grade__in=grades)
        chosen = Family.objects.filter(in_class).values("pk")
        families = families.filter(Q(pk__in=chosen) | Exists(pupils))
    if languages:
        readers = Guardianship.objects.with_right("contact", on=clock.today()).filter(adult__read_language__in=languages)
        families = families.filter(pk__in=readers.values("family_id"))
    return families


def _families(school_id: int) -> FamilyQuerySet:
    """Of the school, with somebody at home who may be contacted."""
    links = Guardianship.objects.with_right("contact", on=clock.today())
    return Family.objects.current().of_school(school_id).filter(Exists(links.filter(family=OuterRef("pk"))))


@dataclass(frozen=True)
class Found:
    """Somebody of the roster who could sit in the team, and from which side."""

    person: Person
    side: str
    of_whom: str = ""


def people_named(person: Person, school: School, words: str) -> list[Found]:
    """Colleagues, and guardians and students of those whom the person may see, with a name that begins so; a few of each."""
    wanted = search_key(words).split()
    if not wanted:
        return []
    named = Q()
    for word in wanted:
        named &= Q(search_key__startswith=word) | Q(search_key__contains=f" {word}")
    staff, guardians, pupils = (
        list(people.filter(named).order_by("family_name", "given_name", "pk")[:SHOWN]) for people in _offered(person, school)
    )
    leaders = set(
        SchoolRole.objects.filter(school=school, role=Role.PRINCIPAL, ended_at=None).values_list("person_id", flat=True)
    )
    children = dict(_links(person).filter(adult__in=guardians).values_list("adult_id", "student__given_name"))
    return [
        *(Found(one, Side.LEADERSHIP if one.pk in leaders else Side.TEACHERS) for one in staff),
        *(Found(one, Side.FAMILIES, children[one.pk]) for one in guardians),
        *(Found(one, Side.STUDENTS) for one in pupils),
    ]


def somebody_offered(person: Person, school: School, pk: int) -> Person | None:
    """Whoever of them has this id."""
    return next((found for people in _offered(person, school) if (found := people.filter(pk=pk).first()) is not None), None)


def _offered(person: Person, school: School) -> tuple[QuerySet[Person], QuerySet[Person], QuerySet[Person]]:
    """Colleagues, guardians who may be contacted, and students: whom the person may see."""
    guardians = Person.objects.current().filter(pk__in=_links(person).values("adult_id"))
    return colleagues(school.pk), guardians, Person.objects.students_visible_to(person).current()


def _links(person: Person) -> QuerySet[Guardianship]:
    students = Person.objects.students_visible_to(person)
    return Guardianship.objects.with_right("contact", on=clock.today()).filter(student__in=students.values("pk"))


def still_with_us(people: Iterable[Person], school_id: int) -> set[int]:
    """Which of these people have to do with the school today: staff, students, and guardians who may be contacted."""
    ids = [one.pk for one in people]
    staff = set(staff_now(school_id).filter(pk__in=ids).values_list("pk", flat=True))
    links = Guardianship.objects.with_right("contact", on=clock.today()).filter(adult__in=ids)
    guardians = set(links.filter(family__in=Family.objects.current().of_school(school_id)).values_list("adult_id", flat=True))
    pupils = Person.objects.filter(
        pk__in=ids, kind=PersonKind.STUDENT, school_roles__school=school_id, school_roles__ended_at=None
    )
    return staff | guardians | set(pupils.values_list("pk", flat=True))
