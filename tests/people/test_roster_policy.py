"""What an import must never do: merge people, touch what others decided, reach other schools; and when it must wait."""

from pathlib import Path

import pytest
from django.utils import timezone

from gatepost.history.models import Event
from gatepost.kernel.errors import ConflictError, NotAllowedError
from gatepost.people.models import (
    ContactPoint,
    Guardianship,
    Person,
    Restriction,
    Role,
    RosterRun,
    RunState,
    School,
    SchoolRole,
)
from gatepost.people.roster import commands, reading
from gatepost.people.roster.difference import hold_sentence
from gatepost.people.signals import roster_applied, roster_undone
from tests.people.rosters import ORGS, bring, codes, counts, replaced, school, section, small, snapshot, stage, user, zipped
from tests.support.cast import make_school, make_staff, restrict

pytestmark = pytest.mark.django_db


def changed_user(files: dict, sid: str, **values: str) -> dict:
    columns, rows = files["users.csv"]
    rows = [
        [values.get(column, cell) for column, cell in zip(columns, line, strict=True)] if line[0] == sid else line
        for line in rows
    ]
    return replaced(files, "users.csv", rows)


def test_two_hundred_pairs_of_the_same_name_and_address_stay_four_hundred_people(tmp_path: Path) -> None:
    files = small(0)
    for n in range(200):
        files["users.csv"][1].append(user(f"s{n}", "student", f"Child{n}", agentSourcedIds=f"a{n},b{n}"))
        for side in "ab":
            files["users.csv"][1].append(
                user(f"{side}{n}", "parent", f"Maria{n % 7}", "García", email=f"home{n}@families.example")
            )
    run = bring(files, tmp_path)
    assert counts(run, "new")["adults"] == (401,)
    assert Person.objects.filter(family_name="García").count() == 400
    assert Guardianship.objects.count() == 400
    again = bring(files, tmp_path)
    assert counts(again) == {}


def test_a_person_made_by_hand_is_never_taken_for_one_of_the_files(tmp_path: Path) -> None:
    hand = Person.objects.create(kind="adult", given_name="Mother0", family_name="Warsame")
    ContactPoint.objects.create(person=hand, kind="email", value="m0@families.example", raw="m0@families.example")
    bring(small(1), tmp_path)
    assert Person.objects.filter(given_name="Mother0").count() == 2
    hand.refresh_from_db()
    assert hand.source_id is None


def test_what_was_corrected_here_stays_until_it_is_undone_here(tmp_path: Path) -> None:
    bring(small(40), tmp_path)
    Person.objects.filter(sourced_id="m0").update(given_name="Maryam", read_language="so")
    Guardianship.objects.filter(adult__sourced_id="m0").update(relation="mother")
    School.objects.update(name="The Riverside School")
    assert counts(bring(small(40), tmp_path)) == {}
    run = bring(changed_user(changed_user(small(40), "m0", givenName="Mother-Zero"), "m1", givenName="Eva"), tmp_path)
    assert counts(run) == {"adults": (0, 1, 0)}
    assert codes(run) == {"corrected_here"}
    mother = Person.objects.get(sourced_id="m0")
    assert (mother.given_name, mother.read_language, mother.guardianships.get().relation) == ("Maryam", "so", "mother")
    assert School.objects.get().name == "The Riverside School"


def test_what_staff_and_families_added_is_not_touched(tmp_path: Path) -> None:
    bring(small(), tmp_path)
    mother = Person.objects.get(sourced_id="m0")
    ContactPoint.objects.create(person=mother, kind="phone", value="+34699999999", raw="699 99 99 99")
    ContactPoint.objects.filter(value="m0@families.example").update(source=None, sourced_id=None)
    SchoolRole.objects.create(person=mother, school=School.objects.get(), role=Role.LIAISON)
    before = snapshot()
    assert counts(bring(small(), tmp_path)) == {}
    assert snapshot() == before


def test_what_was_ended_here_stays_ended(tmp_path: Path) -> None:
    bring(small(), tmp_path)
    now = timezone.now()
    Person.objects.filter(sourced_id="m0").update(ended_at=now)
    Guardianship.objects.filter(adult__sourced_id="f1").update(ended_at=now)
    ContactPoint.objects.filter(person__sourced_id="m2", kind="email").update(ended_at=now)
    before = snapshot()
    run = bring(small(), tmp_path)
    assert (counts(run), codes(run)) == ({}, {"ended_here", "link_unknown"})
    assert snapshot() == before


def test_restrictions_and_rights_are_never_touched(tmp_path: Path) -> None:
    bring(small(), tmp_path)
    father, child = Person.objects.get(sourced_id="f0"), Person.objects.get(sourced_id="s0")
    restrict(father, child)
    Guardianship.objects.filter(adult=father).update(may_records=False)
    files = small()
    without = replaced(files, "users.csv", [line for line in files["users.csv"][1] if line[0] != "f0"])
    bring(without, tmp_path)
    bring(files, tmp_path)
    assert Restriction.objects.get().lifted_at is None
    assert Guardianship.objects.get(adult=father).may_records is False


@pytest.mark.parametrize(("renamed", "state"), [(12, RunState.STAGED), (13, RunState.HELD)])
def test_more_than_a_tenth_changed_is_held(renamed: int, state: str, tmp_path: Path) -> None:
    bring(small(60), tmp_path)
    files = small(60)
    for n in range(renamed):
        files = changed_user(files, f"m{n}", givenName="Renamed")
    run = stage(zipped(files), tmp_path)
    assert counts(run) == {"adults": (0, renamed, 0)}
    assert run.state == state


@pytest.mark.parametrize(("ended", "state"), [(2, RunState.STAGED), (3, RunState.HELD)])
def test_more_than_two_in_a_hundred_guardian_links_ended_is_held(ended: int, state: str, tmp_path: Path) -> None:
    bring(small(50), tmp_path)
    files = small(50)
    for n in range(ended):
        files = changed_user(files, f"f{2 * n}", agentSourcedIds="")
    run = stage(zipped(files), tmp_path)
    assert counts(run) == {"guardianships": (0, 0, ended)}
    assert run.state == state
    if run.holds:
        assert hold_sentence(run.holds[0]) == "It would end 3 of 100 guardian links."


@pytest.mark.parametrize("how", ["protected", "restriction"])
def test_a_new_guardian_of_a_protected_child_is_held(how: str, tmp_path: Path) -> None:
    bring(small(50), tmp_path)
    if how == "protected":
        Person.objects.filter(sourced_id="s0").update(is_protected=True)
    else:
        restrict(Person.objects.get(sourced_id="f0"), Person.objects.get(sourced_id="s0"))
    files = small(50)
    files["users.csv"][1].append(user("x", "relative", "Uncle", agentSourcedIds="s0"))
    run = stage(zipped(files), tmp_path)
    assert [(hold["reason"], hold["number"]) for hold in run.holds] == [("protected", 1)]


def test_an_id_given_to_somebody_of_another_kind_is_held(tmp_path: Path) -> None:
    bring(small(50), tmp_path)
    run = stage(zipped(changed_user(small(50), "s0", role="parent", agentSourcedIds="")), tmp_path)
    assert "flipped" in {hold["reason"] for hold in run.holds}
    assert "kind_changed" in codes(run)


def test_a_system_under_another_name_is_held(tmp_path: Path) -> None:
    bring(small(10), tmp_path)
    run = stage(zipped(small(10), system="New name of the same"), tmp_path)
    assert [hold["reason"] for hold in run.holds] == ["elsewhere"]


def test_a_second_person_may_apply_what_is_held(cast, tmp_path: Path) -> None:
    office = make_staff(cast.school, Role.OFFICE)
    run = stage(zipped(small()), tmp_path, by=cast.dov, school=cast.school.pk)
    commands.apply_run(run, by=cast.dov)
    files = small(3)
    held = stage(zipped(files), tmp_path, by=cast.dov)
    assert held.state == RunState.HELD
    applied = commands.apply_run(held, by=office)
    assert (applied.confirmed_by, applied.state) == (office, RunState.APPLIED)


def test_applying_and_undoing_stand_in_history_and_are_announced(cast, tmp_path: Path) -> None:
    heard: list[tuple[str, int]] = []

    def hear(name: str):
        def listener(run_id: int, **_more: object) -> None:
            heard.append((name, run_id))

        return listener

    on_applied, on_undone = hear("applied"), hear("undone")
    roster_applied.connect(on_applied)
    roster_undone.connect(on_undone)
    run = stage(zipped(small(2)), tmp_path, by=cast.dov, school=cast.school.pk)
    commands.apply_run(run, by=cast.dov)
    commands.undo_run(run, by=cast.dov)
    assert heard == [("applied", run.pk), ("undone", run.pk)]
    acts = Event.objects.filter(subject_id=run.pk, subject_kind="people.rosterrun").order_by("pk")
    assert list(acts.values_list("action", "by_person_id")) == [
        ("people.stage_roster", cast.dov.pk),
        ("people.apply_roster", cast.dov.pk),
        ("people.undo_roster", cast.dov.pk),
    ]


def test_who_may_not_import_is_refused_by_the_commands(cast, tmp_path: Path) -> None:
    run = stage(zipped(small(2)), tmp_path)
    for person in (cast.ben, cast.carla, cast.amina, cast.eve):
        for act in (commands.apply_run, commands.discard_run, commands.undo_run):
            with pytest.raises(NotAllowedError):
                act(run, by=person)


def two_schools() -> dict:
    files = small(4)
    files["orgs.csv"] = (ORGS, [school(), school("org2", "Hillside")])
    files["classes.csv"][1].append(section("9A", "9A", org="org2"))
    files["users.csv"][1].append(user("h1", "student", "Hill", orgSourcedIds="org2", agentSourcedIds="hg"))
    files["users.csv"][1].append(user("hg", "parent", "Hilda", orgSourcedIds="org2"))
    return files


def test_a_principal_cannot_touch_another_school(tmp_path: Path) -> None:
    bring(two_schools(), tmp_path)
    riverside, hillside = School.objects.get(sourced_id="org1"), School.objects.get(sourced_id="org2")
    dov = make_staff(riverside, Role.PRINCIPAL, "Dov")
    whole = stage(zipped(two_schools()), tmp_path, by=dov)
    assert (whole.state, "Hillside" in whole.refusal) == (RunState.REFUSED, True)
    only = stage(zipped(small(4)), tmp_path, by=dov)
    assert (counts(only), codes(only)) == ({}, {"school_not_sent"})
    both = make_staff(riverside, Role.PRINCIPAL, "Both")
    SchoolRole.objects.create(person=both, school=hillside, role=Role.PRINCIPAL)
    ended = stage(zipped(small(4)), tmp_path, by=both)
    assert counts(ended)["schools"] == (0, 0, 1)
    assert counts(ended)["students"] == (0, 0, 1)
    assert counts(ended)["adults"] == (0, 0, 1)


def test_who_brought_a_new_school_may_bring_it_again_and_undo(cast, tmp_path: Path) -> None:
    run = stage(zipped(small(4)), tmp_path, by=cast.dov)
    commands.apply_run(run, by=cast.dov)
    again = stage(zipped(small(5)), tmp_path, by=cast.dov)
    assert again.state == RunState.STAGED
    stranger = make_staff(cast.other_school, Role.PRINCIPAL, "Strange")
    refused = stage(zipped(small(5)), tmp_path, by=stranger)
    assert (refused.state, "Riverside" in refused.refusal) == (RunState.REFUSED, True)
    with pytest.raises(NotAllowedError):
        commands.undo_run(run, by=stranger)
    commands.undo_run(run, by=cast.dov)


def test_a_failure_in_the_middle_leaves_every_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(small(), tmp_path)
    run = stage(zipped(small(12)), tmp_path)
    before = snapshot()

    def fail(*_args: object, **_more: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("gatepost.history.commands.record", fail)
    with pytest.raises(RuntimeError):
        commands.apply_run(run, by=None, confirmed=True)
    monkeypatch.undo()
    assert snapshot() == before
    assert RosterRun.objects.get(pk=run.pk).state in {RunState.STAGED, RunState.HELD}
    commands.apply_run(run, by=None, confirmed=True)


def test_somebody_who_claims_the_same_place_meanwhile_stops_the_whole(tmp_path: Path) -> None:
    bring(small(), tmp_path)
    files = small()
    files["users.csv"][1].append(user("t1", "administrator", "Ben", "Ortiz", email="ben@school.example"))
    run = stage(zipped(files), tmp_path)
    SchoolRole.objects.create(person=Person.objects.get(sourced_id="t1"), school=School.objects.get(), role=Role.OFFICE)
    before = snapshot()
    with pytest.raises(ConflictError):
        commands.apply_run(run, by=None, confirmed=True)
    assert snapshot() == before


def test_the_country_follows_the_school(tmp_path: Path) -> None:
    make_school("Escola", timezone="Europe/Madrid")
    assert reading.country_of(RosterRun(options={})) == "ES"
    assert reading.country_of(RosterRun(options={"country": "SO"})) == "SO"
