"""Properties: the order of files and rows means nothing, the same roster again changes nothing, undo restores every row."""

import random
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gatepost.people.models import Person
from gatepost.people.roster import commands
from tests.people.rosters import Files, bring, counts, enrolment, meaning, replaced, section, small, snapshot, stage, user, zipped

pytestmark = pytest.mark.django_db
relaxed = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def rosters(draw: st.DrawFn) -> Files:
    """Up to six students, up to six adults of any role, links in any direction, sections, doubled and dangling rows."""
    students = draw(st.lists(st.integers(0, 5), unique=True, max_size=6))
    adults = draw(
        st.dictionaries(st.integers(0, 5), st.sampled_from(["parent", "guardian", "relative", "teacher", "aide"]), max_size=6)
    )
    sids = [f"s{n}" for n in students] + [f"a{n}" for n in adults] + ["ghost"]
    links = draw(st.lists(st.tuples(st.sampled_from(sids), st.sampled_from(sids)), max_size=12))
    agents = {sid: ",".join(other for one, other in links if one == sid) for sid in sids}
    names = st.sampled_from(["Ann", "Ben", "Chloé", "Đan", "", "=1+1"])
    users = [user(f"s{n}", "student", draw(names), agentSourcedIds=agents[f"s{n}"], grades="04") for n in students]
    users += [
        user(f"a{n}", role, draw(names), agentSourcedIds=agents[f"a{n}"], sms=draw(st.sampled_from(["", "+34600111222", "12"])))
        for n, role in adults.items()
    ]
    users += draw(st.lists(st.sampled_from(users), max_size=2)) if users else []
    enrolments = [
        enrolment(
            f"e{n}",
            draw(st.sampled_from(["4A", "4B", "none"])),
            draw(st.sampled_from(sids)),
            draw(st.sampled_from(["student", "teacher"])),
        )
        for n in range(draw(st.integers(0, 8)))
    ]
    base = small(0)
    base = replaced(base, "classes.csv", [section("4A", "4A"), section("4B", "4B")])
    return replaced(replaced(base, "users.csv", users), "enrollments.csv", enrolments)


def shuffled(files: Files, seed: int) -> Files:
    chance = random.Random(seed)
    names = list(files)
    chance.shuffle(names)
    return {name: (files[name][0], chance.sample(files[name][1], len(files[name][1]))) for name in names}


class Undo(Exception):  # noqa: N818  it only ends a savepoint
    pass


@relaxed
@given(files=rosters(), seed=st.integers(0, 1000))
def test_any_order_of_files_and_rows_gives_the_same_result(files: Files, seed: int) -> None:
    results = []
    for variant in (files, shuffled(files, seed)):
        try:
            with TemporaryDirectory() as folder, transaction.atomic():
                run = bring(variant, Path(folder))
                results.append((meaning(), counts(run, "new", "unchanged"), sorted(run.problems.values_list("code", "value"))))
                raise Undo  # noqa: TRY301
        except Undo:
            pass
    assert results[0] == results[1]


@relaxed
@given(first=rosters(), second=rosters(), seed=st.integers(0, 1000))
def test_the_same_again_changes_nothing_and_undo_restores(first: Files, second: Files, seed: int) -> None:
    try:
        with TemporaryDirectory() as name, transaction.atomic():
            folder = Path(name)
            empty = snapshot()
            one = bring(first, folder)
            between = snapshot()
            two = bring(second, folder)
            after = snapshot()
            assert counts(stage(zipped(shuffled(second, seed)), folder)) == {}
            assert snapshot() == after
            commands.undo_run(two, by=None)
            assert snapshot() == between
            again = bring(second, folder)
            assert again.counts == two.counts
            commands.undo_run(again, by=None)
            assert snapshot() == between
            commands.undo_run(one, by=None)
            assert snapshot() == empty
            raise Undo  # noqa: TRY301
    except Undo:
        pass


@relaxed
@given(files=rosters(), gone=st.sets(st.integers(0, 30), max_size=10))
def test_an_import_ends_but_never_deletes(files: Files, gone: set[int]) -> None:
    try:
        with TemporaryDirectory() as name, transaction.atomic():
            bring(files, Path(name))
            before = set(Person.objects.values_list("pk", flat=True))
            rows = [row for place, row in enumerate(files["users.csv"][1]) if place not in gone]
            bring(replaced(files, "users.csv", rows), Path(name))
            assert set(Person.objects.values_list("pk", flat=True)) >= before
            raise Undo  # noqa: TRY301
    except Undo:
        pass
