"""Groups of families that are large enough to be counted apart: nobody can be told by what is shown of them."""

from collections import defaultdict
from dataclasses import dataclass, field

from gatepost.kernel import clock
from gatepost.people.models import Enrolment, EnrolmentRole, Family, Guardianship, Role, School, SchoolRole
from gatepost.people.models.guardianship import FamilyQuerySet
from gatepost.reach.queries.mix_floor import Writers, are_enough

# A group that is shown holds at least so many families, of children taught by at least so many teachers; and
# what is counted of it is the work of enough people (`mix_floor`): three may teach a grade of which one alone writes.
FEWEST_FAMILIES, FEWEST_TEACHERS = 10, 3
# What is put together because it is too small alone.
OTHERS = "+"
NOT_KNOWN = "?"


@dataclass
class Group:
    families: set[int] = field(default_factory=set)
    teachers: set[int] = field(default_factory=set)
    writers: set[int] = field(default_factory=set)

    @property
    def is_large_enough(self) -> bool:
        has_enough = len(self.families) >= FEWEST_FAMILIES and len(self.teachers) >= FEWEST_TEACHERS
        return has_enough and are_enough(self.writers)

    def take_in(self, other: "Group") -> None:
        self.families |= other.families
        self.teachers |= other.teachers
        self.writers |= other.writers


def by_grade(school: School, writers: Writers) -> dict[int, str]:
    """Family → grade, small grades put together; empty where there is nothing to set apart."""
    rows = SchoolRole.objects.filter(school=school, role=Role.STUDENT, ended_at=None).values_list("person_id", "grade")
    grades = dict(rows)
    students = _students(school)
    return _put_together(students, {family: grades.get(student) or NOT_KNOWN for family, student in students.items()}, writers)


def by_language(school: School, writers: Writers) -> dict[int, str]:
    """Family → what its first adult reads, small languages put together; empty where there is nothing to set apart."""
    students = _students(school)
    links = Guardianship.objects.with_right("contact", on=clock.today()).filter(family__in=_families(school))
    # The adult who is written to first comes last, and stays.
    known = links.exclude(adult__read_language="").order_by("-priority", "-pk")
    languages = dict(known.values_list("family_id", "adult__read_language"))
    return _put_together(students, {family: languages.get(family, NOT_KNOWN) for family in students}, writers)


def _families(school: School) -> FamilyQuerySet:
    return Family.objects.current().of_school(school.pk)


def _students(school: School) -> dict[int, int]:
    """Family → student."""
    return dict(_families(school).values_list("pk", "student_id"))


def _put_together(students: dict[int, int], known: dict[int, str], writers: Writers) -> dict[int, str]:
    """Small groups become one; if that is small too it takes in the next larger, so that no difference tells them apart.

    Families that have left are among those not known: else they would be what the groups lack to the total.
    """
    labels = dict.fromkeys(writers, NOT_KNOWN) | known
    groups = _groups(students, labels, writers)
    small = [label for label, group in groups.items() if not group.is_large_enough]
    by_size = sorted((label for label in groups if label not in small), key=lambda label: (len(groups[label].families), label))
    others = Group()
    for label in small:
        others.take_in(groups[label])
    while small and not others.is_large_enough and by_size:
        small.append(by_size.pop(0))
        others.take_in(groups[small[-1]])
    if len(by_size) + bool(small) < 2:
        return {}
    return {family: OTHERS if label in small else label for family, label in labels.items()}


def _groups(students: dict[int, int], labels: dict[int, str], writers: Writers) -> dict[str, Group]:
    teachers = _teachers(set(students.values()))
    groups: dict[str, Group] = defaultdict(Group)
    for family, label in labels.items():
        groups[label].families.add(family)
        groups[label].writers |= writers.get(family, set())
        if family in students:
            groups[label].teachers |= teachers[students[family]]
    return groups


def _teachers(student_ids: set[int]) -> dict[int, set[int]]:
    """Student → who teaches a section of hers or his now."""
    current = Enrolment.objects.filter(ended_at=None, section__ended_at=None, person__ended_at=None)
    learning = current.filter(role=EnrolmentRole.STUDENT, person__in=student_ids).values_list("person_id", "section_id")
    of_section: dict[int, set[int]] = defaultdict(set)
    sections = {section for _student, section in learning}
    teaching = current.filter(role=EnrolmentRole.TEACHER, section__in=sections)
    for teacher, section in teaching.values_list("person_id", "section_id"):
        of_section[section].add(teacher)
    found: dict[int, set[int]] = defaultdict(set)
    for student, section in learning:
        found[student] |= of_section[section]
    return found
