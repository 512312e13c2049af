"""What an action came to: whom it was meant for, whom it reached, who took part; from contacts tagged as they were made.

Everything is counted by family, and each once: a child's two homes are two. Who is meant is asked of the roster as it is
today; families who have left since are told apart. The number of statements is the same for one action and for a plan's.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from gatepost.kernel import clock
from gatepost.people.models import Enrolment, EnrolmentRole, Family, Guardianship, Person, Role, School, SchoolRole
from gatepost.people.roles import WHOLE_SCHOOL_ROLES
from gatepost.plans.evidence_groups import GroupLine, lines_of, put_together
from gatepost.plans.models import Action, Plan
from gatepost.reach.queries.groups import FEWEST_FAMILIES, NOT_KNOWN
from gatepost.touchpoints.models import Outcome, Touchpoint

# It came to the family; what merely left the school may have reached nobody.
ARRIVED = frozenset({Outcome.DELIVERED, Outcome.READ, Outcome.ANSWERED, Outcome.TOOK_PART, Outcome.DECLINED})
# They said something, if only that they would rather not.
ANSWERED = frozenset({Outcome.ANSWERED, Outcome.DECLINED})


@dataclass(frozen=True)
class Evidence:
    """Numbers of families. `tried`: something left for them; `outside`: reached without being meant; `gone`: reached, and not
    at the school any more. Groups are of those meant, and none where only small ones could be shown.

    `is_small`: so few are meant that the numbers say who it was; `may_see`: whether this viewer may know all the same.
    """

    meant: int = 0
    tried: int = 0
    reached: int = 0
    answered: int = 0
    took_part: int = 0
    outside: int = 0
    gone: int = 0
    by_language: list[GroupLine] = field(default_factory=list)
    by_grade: list[GroupLine] = field(default_factory=list)
    may_see: bool = True

    @property
    def is_small(self) -> bool:
        return self.meant < FEWEST_FAMILIES

    @property
    def is_shown(self) -> bool:
        return self.may_see or not self.is_small

    @property
    def has_any(self) -> bool:
        """Something was tagged at all."""
        return bool(self.tried or self.outside or self.gone)

    @property
    def unsure(self) -> int:
        """Families for whom something left, and nothing tells whether it came to them."""
        return self.tried - self.reached


@dataclass(frozen=True)
class _Roster:
    """The families of a school with whom one may be in contact today, and what sets them apart."""

    student: dict[int, int]
    reads: dict[int, set[str]]
    language: dict[int, str]
    grade: dict[int, str]
    sections: dict[int, set[int]]


def evidence_of(action: Action, viewer: Person) -> Evidence:
    """`action` was found through what the viewer may see."""
    return _evidence([action], action.plan.school, viewer)[action.pk]


def evidence_of_all(plan: Plan, viewer: Person) -> dict[int, Evidence]:
    """By action of the plan, in one go."""
    return _evidence(list(plan.actions.prefetch_related("sections")), plan.school, viewer)


def _evidence(actions: Sequence[Action], school: School, viewer: Person) -> dict[int, Evidence]:
    roster = _roster_of(school)
    outcomes = _outcomes([action.activity_id for action in actions if action.activity_id is not None], school)
    may_see = school.pk in viewer.schools_as(WHOLE_SCHOOL_ROLES)
    return {action.pk: _of_one(action, roster, outcomes[action.activity_id or 0], may_see=may_see) for action in actions}


def _of_one(action: Action, roster: _Roster, outcomes: Mapping[int, set[str]], *, may_see: bool) -> Evidence:
    meant = _meant(action, roster)
    came = {family for family, told in outcomes.items() if told & ARRIVED}
    part = {family for family, told in outcomes.items() if Outcome.TOOK_PART in told}
    languages = put_together({family: roster.language[family] for family in meant})
    grades = put_together({family: roster.grade[roster.student[family]] for family in meant})
    looks = len(set(languages.values())) + len(set(grades.values()))
    return Evidence(
        meant=len(meant),
        tried=len(meant & outcomes.keys()),
        reached=len(meant & came),
        answered=sum(bool(outcomes[family] & ANSWERED) for family in meant & came),
        took_part=len(meant & part),
        outside=len((came & roster.student.keys()) - meant),
        gone=len(came - roster.student.keys()),
        by_language=lines_of(languages, came, part, looks=looks),
        by_grade=lines_of(grades, came, part, looks=looks),
        may_see=may_see,
    )


def _meant(action: Action, roster: _Roster) -> set[int]:
    """Classes and grades add up; languages narrow what they give. Nothing chosen: everybody."""
    sections, grades, languages = {one.pk for one in action.sections.all()}, set(action.grades), set(action.languages)
    found = set()
    for family, student in roster.student.items():
        is_in = not (sections or grades) or bool(roster.sections[student] & sections) or roster.grade[student] in grades
        if is_in and (not languages or roster.reads[family] & languages):
            found.add(family)
    return found


def _outcomes(activity_ids: Iterable[int], school: School) -> dict[int, dict[int, set[str]]]:
    """Activity → family → what came of its contacts; corrected and withdrawn rows do not count."""
    found: dict[int, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    rows = Touchpoint.objects.counting().filter(activity__in=activity_ids, school=school)
    for activity, family, outcome in rows.values_list("activity_id", "family_id", "outcome").distinct():
        if activity is not None:
            found[activity][family].add(outcome)
    return found


def _roster_of(school: School) -> _Roster:
    homes = dict(Family.objects.current().of_school(school.pk).values_list("pk", "student_id"))
    links = Guardianship.objects.with_right("contact", on=clock.today(school.timezone))
    reads: dict[int, set[str]] = defaultdict(set)
    language: dict[int, str] = {}
    readers = links.filter(family__in=Family.objects.current().of_school(school.pk)).order_by("priority", "pk")
    for family, tag in readers.values_list("family_id", "adult__read_language"):
        reads[family].add(tag)
        # The adult who is written to first says the language of the home, where we know it.
        language[family] = language.get(family) or tag
    grade: dict[int, str] = defaultdict(lambda: NOT_KNOWN)
    roles = SchoolRole.objects.filter(school=school, role=Role.STUDENT, ended_at=None).exclude(grade="")
    grade.update(roles.values_list("person_id", "grade"))
    sections: dict[int, set[int]] = defaultdict(set)
    enrolled = Enrolment.objects.filter(section__school=school, role=EnrolmentRole.STUDENT, ended_at=None)
    for student, section in enrolled.values_list("person_id", "section_id"):
        sections[student].add(section)
    return _Roster(
        student={family: student for family, student in homes.items() if family in reads},
        reads=reads,
        language={family: tag or NOT_KNOWN for family, tag in language.items()},
        grade=grade,
        sections=sections,
    )
