"""Real exports, where a folder of them is at hand (GATEPOST_REAL_DATA); nothing of them is kept in the project."""

import os
from pathlib import Path

import pytest

from gatepost.people.models import RunState
from gatepost.people.roster import commands
from tests.people.rosters import counts, snapshot

FOLDER = os.environ.get("GATEPOST_REAL_DATA", "")
folders = sorted({path.parent for path in Path(FOLDER).rglob("*.csv")}) if FOLDER else []


@pytest.mark.django_db
@pytest.mark.skipif(not folders, reason="GATEPOST_REAL_DATA names no folder")
@pytest.mark.parametrize("folder", folders, ids=lambda path: path.name)
def test_a_real_export_is_read_or_refused_with_a_sentence(folder: Path) -> None:
    before = snapshot()
    run = commands.stage_path(folder, by=None, options={"country": "US"})
    assert snapshot() == before
    if run.state == RunState.REFUSED:
        assert run.refusal.endswith(".")
        return
    commands.apply_run(run, by=None, confirmed=True)
    assert counts(commands.stage_path(folder, by=None, options={"country": "US"})) == {}
    commands.undo_run(run, by=None)
    assert snapshot() == before
