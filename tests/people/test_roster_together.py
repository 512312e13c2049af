"""Two at the same time, and a process killed in the middle: one wins, nothing is half done."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connection, connections, transaction

from gatepost.kernel.errors import ConflictError
from gatepost.people.models import Person, RosterRun, RosterSource, RunState
from gatepost.people.roster import commands
from tests.people.rosters import bring, small, snapshot, stage, zipped

pytestmark = pytest.mark.django_db(transaction=True)

FULL = bool(os.environ.get("GATEPOST_FULL"))


def test_the_second_of_two_who_apply_is_refused(tmp_path: Path) -> None:
    bring(small(3), tmp_path)
    run = stage(zipped(small(4)), tmp_path)
    before = snapshot()
    answers: list[str] = []

    def apply() -> None:
        try:
            commands.apply_run(run, by=None, confirmed=True)
        except ConflictError as error:
            answers.append(error.message)
        finally:
            connections.close_all()

    with transaction.atomic():
        RosterSource.objects.select_for_update(no_key=True).get()
        other = threading.Thread(target=apply)
        other.start()
        other.join(timeout=30)
    assert [answer[:22] for answer in answers] == ["Somebody is applying a"]
    assert snapshot() == before
    apply()
    assert Person.objects.count() == 13


def test_the_same_run_is_applied_once(tmp_path: Path) -> None:
    run = stage(zipped(small(30)), tmp_path)
    answers: list[str] = []

    def apply() -> None:
        try:
            commands.apply_run(run, by=None)
            answers.append("applied")
        except ConflictError:
            answers.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=apply) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["applied", "refused", "refused", "refused"]
    assert Person.objects.count() == 91


_APPLY = """
import os, django
django.setup()
from django.db import connection
from gatepost.people.models import RosterRun
from gatepost.people.roster import commands
statements = 0
def die(execute, sql, params, many, context):
    global statements
    statements += 1
    if statements == int(os.environ["DIE_AT"]):
        os.kill(os.getpid(), 9)
    return execute(sql, params, many, context)
with connection.execute_wrapper(die):
    commands.apply_run(RosterRun.objects.latest("pk"), by=None, confirmed=True)
"""


@pytest.mark.crash
def test_a_process_killed_while_applying_leaves_every_row(tmp_path: Path) -> None:
    bring(small(5), tmp_path)
    run = stage(zipped(small(8)), tmp_path)
    before = snapshot()
    settings = connection.settings_dict
    url = f"postgres://{settings['USER']}:{settings['PASSWORD']}@/{settings['NAME']}?host={settings['HOST']}&port={settings['PORT']}"
    source = Path(__file__).resolve().parents[2] / "src"
    for statement in range(2, 40, 1 if FULL else 6):
        env = os.environ | {"DATABASE_URL": url, "DIE_AT": str(statement), "PYTHONPATH": str(source)}
        env["DJANGO_SETTINGS_MODULE"] = "gatepost.config.settings"
        done = subprocess.run([sys.executable, "-c", _APPLY], env=env, capture_output=True, check=False)
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr.decode()[-500:]
        assert snapshot() == before
        assert RosterRun.objects.get(pk=run.pk).state in {RunState.STAGED, RunState.HELD}
    else:
        commands.apply_run(run, by=None, confirmed=True)
    assert Person.objects.filter(ended_at=None).count() == 25
