"""The example roster brings what it says, and nothing else."""

from pathlib import Path

import pytest

from gatepost.demo.example_roster import write_example_roster
from gatepost.demo.loading import load_demo
from gatepost.kernel.errors import NotReadyError
from gatepost.people.roster import commands

pytestmark = pytest.mark.django_db


def test_it_brings_a_few_changes_to_the_demo_school(tmp_path: Path) -> None:
    load_demo(students=200, tell=lambda _words: None)
    path = tmp_path / "roster.zip"
    write_example_roster(path)
    run = commands.stage_path(path, by=None, options={})
    found = {kind: (row["new"], row["changed"], row["ended"]) for kind, row in run.counts.items()}
    assert {kind: found[kind] for kind in ("students", "sections", "schools")} == {
        "students": (3, 0, 1),
        "sections": (0, 0, 0),
        "schools": (0, 0, 0),
    }
    assert found["adults"][:2] == (3, 1)
    assert found["enrolments"] == (4, 0, 2)
    assert found["guardianships"][:2] == (3, 0)
    assert not run.problems.exists()


def test_without_a_demo_school_it_says_so(db: None, tmp_path: Path) -> None:
    with pytest.raises(NotReadyError):
        write_example_roster(tmp_path / "roster.zip")
