"""Workers killed with SIGKILL while a note goes out: nothing is lost, and no more is repeated than was promised."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from tests.channels.posting import ENGLISH, post
from tests.crash.counting_sink import CountingSink
from tests.support.cast import Cast

from gatepost.channels.addressing import Addressee
from gatepost.channels.models import Delivery, Mailing
from gatepost.people.models import ContactPoint, Family, Guardianship, Person
from gatepost.touchpoints.models import Touchpoint

pytestmark = [pytest.mark.crash, pytest.mark.django_db(transaction=True)]

FAMILIES, KILLS, WORKERS = 2000, 20, 2
PATIENCE_SECONDS = 240
ROOT = Path(__file__).parents[2]


class Nursery:
    """Workers in processes of their own, one killed and one born at each strike."""

    def __init__(self, mailing: Mailing, port: int, *, window: int) -> None:
        self.killed = 0
        self.alive: list[int] = []
        self._process = subprocess.Popen(
            [sys.executable, str(ROOT / "tests/crash/nursery.py"), str(mailing.pk)],
            env=_environment(port, window=window),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )

    def bear(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(b"w")
        self._process.stdin.flush()
        self.alive.append(int(self._process.stdout.readline()))

    def kill(self, pid: int) -> None:
        """Ours alone: the pid was told us by the process that we started."""
        os.kill(pid, signal.SIGKILL)
        self.alive.remove(pid)
        self.killed += 1
        self.bear()

    def close(self) -> None:
        for pid in self.alive:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self._process.terminate()
        self._process.communicate(timeout=10)


@pytest.fixture(autouse=True)
def _no_jobs_left_behind(transactional_db: None) -> Iterator[None]:
    """Procrastinate's tables are its own: Django does not empty them after a test."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


@pytest.mark.parametrize("window", [50, 1], ids=["fifty in flight", "one in flight"])
def test_workers_killed_at_random_points_lose_nothing_and_repeat_little(cast: Cast, window: int) -> None:
    chance = random.Random(f"gatepost-{window}")
    mailing = _mailing_to_many(cast)
    points = dict.fromkeys(sorted(chance.sample(range(1, FAMILIES - 20), KILLS)), False)
    after_the_answer = {point: chance.random() < 0.5 for point in points}
    nursery: Nursery | None = None

    def strike(number: int, is_answered: bool) -> None:
        if nursery is not None and points.get(number) is False and after_the_answer[number] == is_answered:
            points[number] = True
            nursery.kill(chance.choice(nursery.alive))

    with CountingSink(strike) as sink:
        nursery = Nursery(mailing, sink.port, window=window)
        try:
            for _worker in range(WORKERS):
                nursery.bear()
            _wait_for(lambda: not mailing.deliveries.filter(settled_at=None).exists())
        finally:
            nursery.close()
    repeated = sink.accepted.total() - len(sink.accepted)
    print(f"window {window}: {nursery.killed} kills, {repeated} repeated")  # noqa: T201 -- the figure of the release notes
    assert nursery.killed == KILLS
    assert len(sink.accepted) == FAMILIES, "lost"
    assert repeated <= KILLS * window
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
    assert Touchpoint.objects.filter(outcome="sent").count() == FAMILIES


def _mailing_to_many(cast: Cast) -> Mailing:
    students = Person.objects.bulk_create([Person(kind="student", given_name=f"Child{index}") for index in range(FAMILIES)])
    adults = Person.objects.bulk_create([Person(kind="adult", given_name=f"Adult{index}") for index in range(FAMILIES)])
    homes = Family.objects.bulk_create([Family(student=student) for student in students])
    rows = list(zip(adults, students, homes, strict=True))
    Guardianship.objects.bulk_create([Guardianship(adult=adult, student=student, family=home) for adult, student, home in rows])
    points = ContactPoint.objects.bulk_create(
        [ContactPoint(person=adult, kind="email", value=f"{adult.given_name.lower()}@example.org", raw="") for adult in adults]
    )
    addressees = [
        Addressee(adult.pk, (home.pk,), "email", ENGLISH.key, point.value, point.pk, {"child": student.called})
        for (adult, student, home), point in zip(rows, points, strict=True)
    ]
    return post(cast, *addressees, words=[ENGLISH])


def _environment(port: int, *, window: int) -> dict[str, str]:
    """The test database, the sink, and leases short enough to see the end of them."""
    given = connection.settings_dict
    secret = f":{given['PASSWORD']}" if given["PASSWORD"] else ""
    host = given["HOST"] or "localhost"
    where = f"?host={host}&port={given['PORT'] or 5432}" if host.startswith("/") else ""
    place = "" if where else f"{host}:{given['PORT'] or 5432}"
    return os.environ | {
        "DATABASE_URL": f"postgres://{given['USER']}{secret}@{place}/{given['NAME']}{where}",
        "DJANGO_SETTINGS_MODULE": "gatepost.config.settings",
        "PYTHONPATH": f"{ROOT / 'src'}",
        "GATEPOST_DEBUG": "yes",
        "GATEPOST_SMTP_HOST": "127.0.0.1",
        "GATEPOST_SMTP_PORT": str(port),
        "GATEPOST_SMTP_SECURITY": "none",
        "GATEPOST_DELIVERY_WINDOW": str(window),
        "GATEPOST_DELIVERY_LEASE": "3",
    }


def _wait_for(until: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not until():
        assert time.monotonic() < deadline, "not everything was settled in time"
        time.sleep(0.1)
