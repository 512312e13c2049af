"""What every test stands on: settings that need no machine, a clean database, loopback only."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection

os.environ.setdefault("GATEPOST_DEBUG", "yes")
ALLOWED_HOSTS = ["127.0.0.1", "::1", "localhost"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """Lets Django empty the append-only tables between transactional tests; UPDATE and DELETE stay refused."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:  # type: ignore[attr-defined]
        for table in ("history_event", "touchpoints_touchpoint"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_no_truncate")


def pytest_configure(config: pytest.Config) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def pytest_runtest_setup(item: pytest.Item) -> None:
    from pytest_socket import socket_allow_hosts

    socket_allow_hosts(ALLOWED_HOSTS, allow_unix_socket=True)


@pytest.fixture(autouse=True)
def _no_jobs_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Django empties its own tables after a transactional test; the queue's are not among them."""
    yield
    marker = request.node.get_closest_marker("django_db")
    committed = {"transactional_db", "live_server"} & set(request.fixturenames) or (marker and marker.kwargs.get("transaction"))
    if committed:
        with request.getfixturevalue("django_db_blocker").unblock(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers CASCADE")


@pytest.fixture
def cast(db: None) -> object:
    """The cast of `tests/support/cast.py`: Amina, Yusuf, Ben, Carla, Dov and Eve."""
    from tests.support.cast import make_cast

    return make_cast()
