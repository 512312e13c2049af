"""A OneRoster set comes in, is compared, applied, repeated, changed, ended and undone."""

from pathlib import Path

import pytest

from gatepost.kernel.errors import ConflictError, NotReadyError
from gatepost.people.models import (
    ContactPoint,
    ContactState,
    Enrolment,
    Family,
    Guardianship,
    Person,
    Relation,
    Role,
    RosterRun,
    RosterSource,
    RunState,
    School,
    SchoolRole,
    Section,
    StagedPerson,
)
from gatepost.people.roster import commands
from tests.people.rosters import (
    ORGS,
    bring,
    codes,
    counts,
    enrolment,
    meaning,
    replaced,
    school,
    small,
    small_12,
    snapshot,
    stage,
    user,
    zipped,
)

pytestmark = pytest.mark.django_db


def test_staging_changes_nothing(tmp_path: Path) -> None:
    before = snapshot()
    run = stage(zipped(small()), tmp_path)
    assert run.state == RunState.STAGED
    assert snapshot() == before


def test_a_first_import_brings_everybody(tmp_path: Path) -> None:
    run = bring(small(10), tmp_path)
    assert counts(run) == {
        "schools": (1, 0, 0),
        "sections": (2, 0, 0),
        "students": (10, 0, 0),
        "adults": (21, 0, 0),
        "school_roles": (11, 0, 0),
        "enrolments": (11, 0, 0),
        "guardianships": (20, 0, 0),
        "contact_points": (31, 0, 0),
    }
    assert run.problem_count == 0
    assert Family.objects.count() == 10
    mother = Guardianship.objects.get(adult__sourced_id="m0", student__sourced_id="s0")
    assert (mother.relation, mother.may_contact, mother.may_decide, mother.family.home) == (Relation.PARENT, True, True, "")
    assert Guardianship.objects.get(adult__sourced_id="f0").relation == Relation.GUARDIAN
    child = Person.objects.get(sourced_id="s3")
    assert (child.kind, child.search_key) == ("student", "child3 warsame child3")
    assert SchoolRole.objects.get(person=child).grade == "4"
    assert Enrolment.objects.get(person__sourced_id="t1").role == "teacher"
    assert not StagedPerson.objects.exists()


def test_the_search_key_is_as_the_model_makes_it(tmp_path: Path) -> None:
    files = small(1)
    files["users.csv"][1].append(user("é", "teacher", "Élodie  Ana", "Nguyễn"))
    bring(files, tmp_path)
    for person in Person.objects.all():
        before = person.search_key
        person.save()
        assert person.search_key == before


def test_the_same_again_changes_nothing(tmp_path: Path) -> None:
    bring(small(), tmp_path)
    before = snapshot()
    run = bring(small(), tmp_path)
    assert counts(run) == {}
    assert snapshot() == before


def test_names_and_numbers_that_change_are_counted_as_changed(tmp_path: Path) -> None:
    bring(small(40), tmp_path)
    files = small(40)
    users = [
        user("m3", "parent", "Miriam", email="m3@families.example", sms="+34600000003") if row[0] == "m3" else row
        for row in files["users.csv"][1]
    ]
    users = [user("f5", "guardian", "Father5", phone="+34619999999") if row[0] == "f5" else row for row in users]
    run = stage(zipped(replaced(files, "users.csv", users)), tmp_path)
    assert (run.state, counts(run)) == (RunState.STAGED, {"adults": (0, 1, 0), "contact_points": (0, 1, 0)})
    commands.apply_run(run, by=None)
    assert Person.objects.get(sourced_id="m3").search_key == "miriam warsame miriam"
    numbers = ContactPoint.objects.filter(person__sourced_id="f5").order_by("pk")
    assert [(point.value, point.ended_at is None) for point in numbers] == [("+34610000005", False), ("+34619999999", True)]


def test_who_is_missing_from_bulk_files_ends_with_all_that_hangs_on_it(tmp_path: Path) -> None:
    bring(small(40), tmp_path)
    files = small(40)
    gone = {"s7", "m7", "f7"}
    files = replaced(files, "users.csv", [row for row in files["users.csv"][1] if row[0] not in gone])
    files = replaced(files, "enrollments.csv", [row for row in files["enrollments.csv"][1] if row[0] != "e7"])
    run = stage(zipped(files), tmp_path)
    assert counts(run) == {
        "students": (0, 0, 1),
        "adults": (0, 0, 2),
        "school_roles": (0, 0, 1),
        "enrolments": (0, 0, 1),
        "guardianships": (0, 0, 2),
        "contact_points": (0, 0, 3),
    }
    assert [hold["kind"] for hold in run.holds] == ["guardianships"]
    commands.apply_run(run, by=None, confirmed=True)
    assert Family.objects.get(student__sourced_id="s7").ended_at is not None
    assert set(Person.objects.exclude(ended_at=None).values_list("sourced_id", flat=True)) == gone


def test_who_comes_back_is_the_same_person(tmp_path: Path) -> None:
    bring(small(), tmp_path)
    keys = {person.sourced_id: person.pk for person in Person.objects.all()}
    state = meaning()
    files = small()
    bring(replaced(files, "users.csv", [row for row in files["users.csv"][1] if row[0] not in {"s7", "m7"}]), tmp_path)
    run = bring(small(), tmp_path)
    assert counts(run, "new")["students"] == (1,)
    assert {person.sourced_id: person.pk for person in Person.objects.all()} == keys
    assert meaning() == state


def test_undo_restores_every_row(tmp_path: Path) -> None:
    bring(small(), tmp_path)
    before = snapshot()
    files = small(12)
    users = [row for row in files["users.csv"][1] if row[0] != "s1"]
    users[1] = user("s0", "student", "Renamed", agentSourcedIds="m0", grades="05")
    run = bring(replaced(files, "users.csv", users), tmp_path)
    assert snapshot() != before
    commands.undo_run(run, by=None)
    assert snapshot() == before
    assert RosterRun.objects.get(pk=run.pk).state == RunState.UNDONE


def test_undoing_the_first_import_leaves_nothing_and_it_can_come_again(tmp_path: Path) -> None:
    empty = snapshot()
    run = bring(small(), tmp_path)
    state = meaning()
    commands.undo_run(run, by=None)
    assert snapshot() == empty
    bring(small(), tmp_path)
    assert meaning() == state


def test_undo_keeps_what_somebody_changed_since_and_ends_what_others_refer_to(tmp_path: Path) -> None:
    bring(small(), tmp_path)
    files = small(11)
    files["users.csv"][1][1] = user("s0", "student", "Renamed", agentSourcedIds="m0", grades="04")
    run = bring(files, tmp_path)
    Person.objects.filter(sourced_id="s0").update(family_name="Corrected")
    ContactPoint.objects.create(
        person=Person.objects.get(sourced_id="m10"), kind="email", value="own@families.example", raw="own"
    )
    commands.undo_run(run, by=None)
    zero = Person.objects.get(sourced_id="s0")
    assert (zero.given_name, zero.family_name, zero.search_key) == ("Child0", "Corrected", "child0 corrected child0")
    assert Person.objects.get(sourced_id="m10").ended_at is not None
    assert not Person.objects.filter(sourced_id="f10").exists()


def test_only_the_latest_run_is_undone_and_only_once(tmp_path: Path) -> None:
    first = bring(small(), tmp_path)
    second = bring(small(11), tmp_path)
    with pytest.raises(ConflictError, match="later import"):
        commands.undo_run(first, by=None)
    commands.undo_run(second, by=None)
    with pytest.raises(ConflictError, match="already"):
        commands.undo_run(second, by=None)
    commands.undo_run(first, by=None)
    assert not Person.objects.exists()


def test_undo_ends_after_thirty_days(tmp_path: Path) -> None:
    import time_machine

    run = bring(small(), tmp_path)
    with time_machine.travel("2099-01-01"), pytest.raises(ConflictError, match="30 days"):
        commands.undo_run(run, by=None)


def test_one_person_may_be_teacher_and_mother(tmp_path: Path) -> None:
    run = bring(small_12(), tmp_path, version="1.2")
    assert run.format == "oneroster-1.2"
    ana = Person.objects.get(sourced_id="ana")
    assert (ana.kind, ana.called, ana.given_name) == ("adult", "Ana", "Anna")
    assert set(ana.school_roles.values_list("role", flat=True)) == {Role.TEACHER}
    assert Guardianship.objects.get(adult=ana).student.sourced_id == "leo"
    assert SchoolRole.objects.get(person__sourced_id="pau").role == Role.PRINCIPAL
    assert codes(run) == set()


def test_one_user_in_two_rows_with_two_roles_is_one_person(tmp_path: Path) -> None:
    files = small(2)
    files["users.csv"][1].append(user("m0", "teacher", "Mother0", email="m0@families.example"))
    run = bring(files, tmp_path)
    mother = Person.objects.get(sourced_id="m0")
    assert [role.role for role in mother.school_roles.all()] == [Role.TEACHER]
    assert mother.guardianships.count() == 1
    assert codes(run) == {"twice_same"}


def test_a_delta_ends_only_what_it_says(tmp_path: Path) -> None:
    bring(small(40), tmp_path)
    delta = small(0)
    delta["users.csv"][1][:] = [
        user("s3", "student", "Sahra", status="active", agentSourcedIds="m3,f3", grades="04"),
        user("f9", "guardian", "Father9", status="tobedeleted"),
        user("new", "parent", "Newcomer", status="active", agentSourcedIds="s3"),
    ]
    files = {"users.csv": delta["users.csv"]}
    run = bring(files, tmp_path, mode="delta")
    assert counts(run) == {
        "students": (0, 1, 0),
        "adults": (1, 0, 1),
        "guardianships": (1, 0, 1),
        "contact_points": (0, 0, 1),
    }
    assert Person.objects.filter(ended_at=None).count() == 121


def test_a_school_made_by_hand_can_be_the_one_of_the_files(tmp_path: Path) -> None:
    own = School.objects.create(name="Our School", slug="ours")
    run = stage(zipped(small()), tmp_path, school=own.pk)
    assert "schools" not in counts(run)
    commands.apply_run(run, by=None, confirmed=True)
    own.refresh_from_db()
    assert (own.name, own.sourced_id, School.objects.count()) == ("Our School", "org1", 1)
    assert counts(stage(zipped(small()), tmp_path)) == {}


def test_a_school_of_another_source_stays_its_own_and_is_remembered(tmp_path: Path) -> None:
    demo = RosterSource.objects.create(key="demo", name="Demo", kind="demo")
    own = School.objects.create(name="Demo School", slug="demo", source=demo, sourced_id="d1")
    commands.apply_run(stage(zipped(small()), tmp_path, school=own.pk), by=None)
    own.refresh_from_db()
    assert (own.source, own.sourced_id, School.objects.count()) == (demo, "d1", 1)
    assert set(Section.objects.values_list("school", flat=True)) == {own.pk}
    assert counts(stage(zipped(small()), tmp_path)) == {}
    other = small()
    other["orgs.csv"] = (ORGS, [school("org9", "Elsewhere")])
    assert counts(stage(zipped(other), tmp_path))["schools"] == (1, 0, 0)


def test_sections_move_and_change_their_name(tmp_path: Path) -> None:
    bring(small(), tmp_path)
    files = small()
    files["classes.csv"][1][0][3] = "4 Alpha"
    files["orgs.csv"] = (ORGS, [school(), school("org2", "Hillside")])
    bring(files, tmp_path)
    assert set(Section.objects.values_list("name", flat=True)) == {"4 Alpha", "4B"}
    assert set(School.objects.values_list("slug", flat=True)) == {"riverside", "hillside"}


def test_a_later_roster_replaces_one_that_waits(tmp_path: Path) -> None:
    first = stage(zipped(small()), tmp_path)
    stage(zipped(small(11)), tmp_path)
    first.refresh_from_db()
    assert first.state == RunState.SUPERSEDED
    with pytest.raises(ConflictError):
        commands.apply_run(first, by=None)


def test_what_moved_under_the_difference_is_looked_at_again(tmp_path: Path) -> None:
    bring(small(40), tmp_path)
    files = small(40)
    files["users.csv"][1][1] = user("s0", "student", "Renamed", agentSourcedIds="m0", grades="04")
    run = stage(zipped(files), tmp_path)
    Person.objects.filter(sourced_id="s0").update(given_name="Renamed")
    before = snapshot()
    with pytest.raises(ConflictError, match="have changed since"):
        commands.apply_run(run, by=None)
    assert snapshot() == before
    run.refresh_from_db()
    assert (run.state, counts(run)) == (RunState.STAGED, {})


def test_a_held_run_needs_the_sentence_ticked(tmp_path: Path) -> None:
    bring(small(), tmp_path)
    run = stage(zipped(small(5)), tmp_path)
    assert run.state == RunState.HELD
    with pytest.raises(NotReadyError):
        commands.apply_run(run, by=None)
    commands.apply_run(run, by=None, confirmed=True)
    assert Person.objects.filter(ended_at=None, kind="student").count() == 5


def test_contact_states_survive(tmp_path: Path) -> None:
    bring(small(), tmp_path)
    ContactPoint.objects.filter(value="m0@families.example").update(state=ContactState.BOUNCING)
    ContactPoint.objects.filter(value="m1@families.example").update(state=ContactState.OPTED_OUT)
    bring(small(), tmp_path)
    assert ContactPoint.objects.get(value="m0@families.example").state == ContactState.BOUNCING
    files = small()
    without = [user("m1", "parent", "Mother1", sms="+34600000001") if row[0] == "m1" else row for row in files["users.csv"][1]]
    bring(replaced(files, "users.csv", without), tmp_path)
    bring(small(), tmp_path)
    point = ContactPoint.objects.get(value="m1@families.example")
    assert (point.state, point.ended_at) == (ContactState.OPTED_OUT, None)


def test_an_enrolment_in_two_semesters_is_one(tmp_path: Path) -> None:
    files = small(1)
    files["enrollments.csv"][1][:] = [
        enrolment("a", "4A", "s0", beginDate="2026-09-01", endDate="2027-01-31"),
        enrolment("b", "4A", "s0", beginDate="2027-02-01", endDate="2027-06-30"),
    ]
    run = bring(files, tmp_path)
    (only,) = Enrolment.objects.all()
    assert (str(only.begins_on), str(only.ends_on)) == ("2026-09-01", "2027-06-30")
    assert "enrolment_twice" in codes(run)
