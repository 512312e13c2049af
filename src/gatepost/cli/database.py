"""Which database a command works on: a server's (DATABASE_URL), else the embedded one; migrated when it is needed."""

import contextlib
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gatepost.cli import django_side
from gatepost.cli.cluster import Cluster, Urls
from gatepost.cli.home import REPOSITORY, SOURCE, Home, write_private
from gatepost.cli.problems import INTERRUPTED, PlainError, say
from gatepost.cli.site import MAIN


@dataclass(frozen=True)
class Database:
    """The addresses, and the cluster behind them where it is our own."""

    home: Home
    urls: Urls
    cluster: Cluster | None

    def migrate(self) -> None:
        """Bring the tables up to date; our own cluster remembers for which migrations that was done."""
        memory = self._memory
        if memory and memory.exists() and memory.read_text(encoding="ascii") == fingerprint():
            return
        say("Gatepost brings its database up to date…")
        code = django_side.run(["migrate", "--verbosity", "0"], django_side.environment(self.home, self.urls, owner=True))
        if code == INTERRUPTED:
            raise KeyboardInterrupt
        if code:
            raise PlainError("The database could not be brought up to date; see the message above.")
        self.remember_migrated()

    def remember_migrated(self) -> None:
        if self._memory:
            write_private(self._memory, fingerprint())

    @property
    def _memory(self) -> Path | None:
        return self.cluster.site.place / "migrated" if self.cluster else None


@contextlib.contextmanager
def opened(home: Home, *, fresh: bool = False, name: str = MAIN) -> Iterator[Database]:
    """The database of this data folder for as long as the block runs."""
    url = os.environ.get("DATABASE_URL") if name == MAIN else None
    if url:
        if fresh:
            raise PlainError("A fresh database is made only where Gatepost runs its own; empty the one of DATABASE_URL yourself.")
        yield Database(home, Urls(owner=os.environ.get("DATABASE_OWNER_URL", url), app=url), None)
        return
    cluster = Cluster(home, name)
    cluster.join()
    try:
        if fresh:
            _renew(cluster)
        yield Database(home, cluster.urls(), cluster)
    finally:
        cluster.leave()


def _renew(cluster: Cluster) -> None:
    from gatepost.cli import roles  # noqa: PLC0415 -- needs psycopg

    if not cluster.is_only_user():
        raise PlainError("Another command of this data folder is using the database; end it before you ask for a fresh one.")
    roles.make_fresh(cluster)


def fingerprint() -> str:
    """Changes with every migration of ours, and with every version of a library."""
    digest = hashlib.sha256((REPOSITORY / "requirements.lock").read_bytes())
    for path in sorted((SOURCE / "gatepost").glob("*/migrations/*.py")):
        digest.update(str(path.relative_to(SOURCE)).encode() + path.read_bytes())
    return digest.hexdigest()
