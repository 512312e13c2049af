"""The embedded PostgreSQL: running while anybody of this data folder uses it, stopped by the last one.

Every user holds a shared lock on `users`; a small keeper process is the parent of postgres and holds `keeper`.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from gatepost.cli import processes
from gatepost.cli.home import SOURCE, Home, open_log
from gatepost.cli.locks import PAUSE, Lock
from gatepost.cli.problems import PlainError
from gatepost.cli.site import APP_ROLE, MAIN, OWNER_ROLE, SETUP_ROLE, Site

DATABASE = "gatepost"
START_PATIENCE = 60.0
STOP_PATIENCE = 30.0


class Urls(NamedTuple):
    """The database as its owner (migrations) and as the application (everything else)."""

    owner: str
    app: str


class Cluster:
    """One cluster of one data folder, as one process uses it."""

    def __init__(self, home: Home, name: str = MAIN) -> None:
        self.site = Site(home, name)
        self.users = Lock(home.run / f"database-{name}.users")
        self.starting = Lock(home.run / f"database-{name}.starting")
        self.keeper = Lock(home.run / f"database-{name}.keeper")
        self._process: subprocess.Popen[str] | None = None

    def join(self) -> None:
        """Become a user of the running cluster; start it if nobody did."""
        if not self.users.take(shared=True, patience=STOP_PATIENCE):
            raise PlainError("The database of this data folder is still being stopped by another command; try again in a moment.")
        try:
            self.ensure_running()
        except BaseException:
            self.leave()
            raise

    def ensure_running(self) -> None:
        with self.starting:
            if not self.is_running():
                self.site.prepare()
                self._start_keeper()
            if not (self.site.place / "prepared").exists():
                from gatepost.cli import roles  # noqa: PLC0415 -- needs psycopg

                roles.prepare(self)

    def is_running(self) -> bool:
        return self.keeper.is_taken()

    def is_only_user(self) -> bool:
        """Whether nobody else has joined. Holding `starting` keeps the keeper from mistaking the moment for the end."""
        with self.starting:
            self.users.free()
            alone = self.users.take()
            if alone:
                self.users.free()
            self.users.take(shared=True, patience=STOP_PATIENCE)
        return alone

    def leave(self) -> None:
        """Stop using it; the last user ends the keeper, and with it postgres, and waits for that."""
        self.users.free()
        if self.users.take():
            try:
                self._stop_keeper()
            finally:
                self.users.free()
        if self._process is not None:
            self._process.poll()

    def url(self, role: str, database: str = DATABASE) -> str:
        socket = quote(str(self.site.socket), safe="")
        return f"postgresql://{role}:{self.site.passwords()[role]}@/{database}?host={socket}&port=5432"

    def urls(self) -> Urls:
        return Urls(owner=self.url(OWNER_ROLE), app=self.url(APP_ROLE))

    def setup_url(self, database: str = "postgres") -> str:
        return self.url(SETUP_ROLE, database)

    def _start_keeper(self) -> None:
        argv = [sys.executable, "-m", "gatepost.cli.keeper", self.site.home.path, self.site.name]
        env = {**os.environ, "PYTHONPATH": str(SOURCE)}
        rotate(self.site.log)
        with open_log(self.site.log) as log:
            # A session of its own and no link to our death: others may go on using the database when we end.
            self._process = subprocess.Popen(
                [str(part) for part in argv],
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
                text=True,
            )
        if self._process.stdout and self._process.stdout.readline().strip() == "ready":
            self._process.stdout.close()
            return
        processes.end(self._process, steps=[(signal.SIGTERM, STOP_PATIENCE)])
        raise PlainError(f"The database did not start; the reason stands at the end of {self.site.log}.")

    def _stop_keeper(self) -> None:
        if not self.is_running():
            return
        with contextlib.suppress(ProcessLookupError, ValueError):
            os.kill(int(self.keeper.read()), signal.SIGTERM)
        deadline = time.monotonic() + STOP_PATIENCE
        while self.is_running() and time.monotonic() < deadline:
            time.sleep(PAUSE)
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(1.0)


@contextlib.contextmanager
def running_cluster(home: Home, name: str = MAIN) -> Iterator[Urls]:
    """The addresses of a database that runs at least as long as the block."""
    cluster = Cluster(home, name)
    cluster.join()
    try:
        yield cluster.urls()
    finally:
        cluster.leave()


def rotate(log: Path, limit: int = 10_000_000) -> None:
    """Keep one older file, so that logs do not fill the disk."""
    with contextlib.suppress(FileNotFoundError):
        if log.stat().st_size > limit:
            log.replace(log.with_suffix(".1.log"))
