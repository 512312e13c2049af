"""What an action came to: counted from tagged contacts, each family once, and no small group to be told."""

import datetime as dt
import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gatepost.framework.types import InvolvementType
from gatepost.kernel import clock
from gatepost.people.models import Family, Person
from gatepost.plans.evidence_groups import put_together
from gatepost.plans.evidence_wording import sentences
from gatepost.plans.models import Action, Plan
from gatepost.plans.queries.evidence import Evidence, evidence_of, evidence_of_all
from gatepost.touchpoints import commands
from gatepost.touchpoints.commands.activities import keep_activity
from gatepost.touchpoints.models import Touchpoint
from tests.support.cast import Cast, make_guardian, make_section, make_student, restrict

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
_numbers = itertools.count(1)


def make_plan(cast: Cast) -> Plan:
    now = clock.now()
    return Plan.objects.create(
        school=cast.school, title="Our plan", first_year=2026, last_year=2027, created_by=cast.dov, created_at=now, changed_at=now
    )


def make_action(cast: Cast, plan: Plan | None = None, **fields: object) -> Action:
    plan = plan or make_plan(cast)
    kind = InvolvementType.VOLUNTEERING
    told = {"title": "Reading morning", "main_type": kind, "created_at": clock.now()} | fields
    action = Action.objects.create(plan=plan, **told)
    action.activity = keep_activity(action.reference, school=plan.school, title=action.title, involvement_type=kind)
    action.save()
    return action


def make_families(cast: Cast, number: int, *, language: str = "en", grade: str = "4") -> list[Family]:
    section = make_section(cast.school, f"S{next(_numbers)}", grade=grade)
    children = [make_student(section, f"Child{one}") for one in range(number)]
    for child in children:
        make_guardian(child, "Parent", language=language)
    return [child.families.get() for child in children]


def came(action: Action, families: list[Family], outcome: str = "took-part") -> list[Touchpoint]:
    return [
        commands.record_touchpoint(
            family, by=None, source=f"test:{next(_numbers)}", means="meeting", direction="both", outcome=outcome,
            activity_id=action.activity_id,
        )
        for family in families
    ]  # fmt: skip


def numbers(evidence: Evidence) -> tuple[int, int, int, int, int]:
    return evidence.meant, evidence.tried, evidence.reached, evidence.answered, evidence.took_part


def test_it_is_told_in_one_sentence_and_who_was_reached_less_only_where_chance_does_not_explain_it(cast: Cast) -> None:
    Person.objects.filter(pk=cast.amina.pk).update(read_language="en")
    arabic, english = make_families(cast, 11, language="ar"), make_families(cast, 36)
    action = make_action(cast, grades=["4"])
    came(action, english[:12])
    came(action, [*english[12:28], *arabic[:3]], "answered")
    assert numbers(evidence_of(action, cast.dov)) == (48, 31, 31, 19, 12)
    assert sentences(evidence_of(action, cast.dov), action) == [
        "Meant for 48 families of grade 4; reached 31, 12 took part.",
        "Families who read Arabic were reached less (3 of 11).",
    ]
    came(action, arabic[3:9])
    assert sentences(evidence_of(action, cast.dov), action) == ["Meant for 48 families of grade 4; reached 37, 18 took part."]


def test_a_family_counts_once_however_often_it_was_met(cast: Cast) -> None:
    action = make_action(cast)
    came(action, [cast.family, cast.family], "read")
    came(action, [cast.family], "answered")
    came(action, [cast.family])
    assert numbers(evidence_of(action, cast.dov)) == (1, 1, 1, 1, 1)


def test_what_was_corrected_withdrawn_or_moved_to_another_action_does_not_count(cast: Cast) -> None:
    plan = make_plan(cast)
    action, other = make_action(cast, plan), make_action(cast, plan, title="Other")
    homes = make_families(cast, 3)
    mistaken, moved, softened = came(action, homes)
    commands.correct(mistaken, by=cast.dov, outcome="withdrawn")
    commands.correct(moved, by=cast.dov, activity_id=other.activity_id)
    commands.correct(softened, by=cast.dov, outcome="no-answer")
    told = evidence_of_all(plan, cast.dov)
    assert (numbers(told[action.pk]), numbers(told[other.pk])) == ((4, 1, 0, 0, 0), (4, 1, 1, 0, 1))


def test_what_only_left_the_school_is_told_apart_from_what_arrived(cast: Cast) -> None:
    homes = make_families(cast, 4)
    action = make_action(cast)
    came(action, homes[:1], "delivered")
    came(action, homes[1:2], "sent")
    came(action, homes[2:3], "failed")
    came(action, homes[3:], "declined")
    evidence = evidence_of(action, cast.dov)
    assert (numbers(evidence), evidence.unsure) == ((5, 4, 2, 1, 0), 2)
    assert sentences(evidence, action)[1] == "For 2 more something was sent or tried, and we do not know that it arrived."


def test_two_homes_of_a_child_are_two_families_and_one_where_nobody_may_be_contacted_is_not_meant(cast: Cast) -> None:
    father = make_guardian(cast.yusuf, "Omar", home="Omar's home", language="ar")
    first, second = Family.objects.filter(student=cast.yusuf).order_by("home")
    action = make_action(cast)
    came(action, [first])
    assert numbers(evidence_of(action, cast.dov)) == (2, 1, 1, 0, 1)
    came(action, [second])
    assert numbers(evidence_of(action, cast.dov)) == (2, 2, 2, 0, 2)
    restrict(father, cast.yusuf)
    evidence = evidence_of(action, cast.dov)
    assert (numbers(evidence), evidence.outside, evidence.gone) == ((1, 1, 1, 0, 1), 0, 1)


def test_who_is_meant_follows_classes_grades_and_languages_and_others_are_counted_apart(cast: Cast) -> None:
    fifth, arabic = make_families(cast, 3, grade="5"), make_families(cast, 2, grade="6", language="ar")
    plan = make_plan(cast)
    by_class = make_action(cast, plan, grades=["5"])
    by_class.sections.add(cast.section)
    by_language = make_action(cast, plan, languages=["ar", "so"])
    both = make_action(cast, plan, grades=["5", "6"], languages=["ar"])
    came(by_class, [cast.family, fifth[0], arabic[0]])
    told = evidence_of_all(plan, cast.dov)
    assert [told[one.pk].meant for one in (by_class, by_language, both)] == [4, 3, 2]
    assert (told[by_class.pk].took_part, told[by_class.pk].outside) == (2, 1)
    assert sentences(told[by_class.pk], by_class)[1:] == ["It also reached 1 family for whom it was not meant."]
    assert sentences(told[both.pk], both) == [
        "Meant for 2 families of grade 5 and grade 6 who read Arabic. Nothing has been sent or logged as part of it yet."
    ]


def test_a_teacher_does_not_learn_numbers_of_a_handful_of_families(cast: Cast) -> None:
    action = make_action(cast, languages=["so"])
    came(action, [cast.family])
    assert evidence_of(action, cast.dov).is_shown is True
    hidden = evidence_of(action, cast.ben)
    assert (hidden.is_shown, hidden.by_language, hidden.by_grade) == (False, [], [])
    assert sentences(hidden, action) == ["Meant for a handful of families. So few are not shown as numbers."]


def test_no_group_below_ten_is_shown_and_none_can_be_reckoned(cast: Cast) -> None:
    make_families(cast, 20), make_families(cast, 12, language="ar"), make_families(cast, 6, language="fr")
    action = make_action(cast)
    lines = evidence_of(action, cast.dov).by_language
    # 6 French and 1 Somali are too few even together: the 12 Arabic are taken in.
    assert [(line.key, line.reached.total) for line in lines] == [("en", 20), ("+", 19)]
    assert evidence_of(action, cast.dov).by_grade == []


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"a": 30}, set()),
        ({"a": 30, "b": 9}, set()),
        ({"a": 30, "b": 10}, {"a", "b"}),
        ({"a": 30, "b": 9, "c": 1}, {"a", "+"}),
        ({"a": 30, "b": 12, "c": 1}, {"a", "+"}),
        ({"a": 5, "b": 5}, set()),
    ],
)
def test_small_groups_are_put_together(sizes: dict[str, int], shown: set[str]) -> None:
    labels = [key for key, size in sizes.items() for _one in range(size)]
    assert set(put_together(dict(enumerate(labels))).values()) == shown


def test_other_schools_contacts_never_count(cast: Cast) -> None:
    action = make_action(cast)
    there = make_student(make_section(cast.other_school, "9Z"), "Kofi")
    make_guardian(there, "Akua")
    row = came(action, [cast.family])[0]
    fields = {"family": there.families.get(), "school": cast.other_school, "source": "smuggled", "activity": action.activity}
    names = ("at", "direction", "means", "outcome", "recorded_at")
    Touchpoint.objects.create(**{name: getattr(row, name) for name in names}, **fields)
    evidence = evidence_of(action, cast.dov)
    assert (numbers(evidence), evidence.outside, evidence.gone) == ((1, 1, 1, 0, 1), 0, 0)


def test_many_actions_and_families_ask_the_database_as_often_as_one(cast: Cast) -> None:
    plan = make_plan(cast)
    make_action(cast, plan)
    few = statements(plan, cast.dov)
    for _number in range(5):
        action = make_action(cast, plan, grades=["4"])
        action.sections.add(cast.section)
        came(action, make_families(cast, 3))
    assert statements(plan, cast.dov) == few


def statements(plan: Plan, viewer: Person) -> int:
    viewer = Person.objects.get(pk=viewer.pk)
    with CaptureQueriesContext(connection) as captured:
        evidence_of_all(Plan.objects.select_related("school").get(pk=plan.pk), viewer)
    return len(captured)
