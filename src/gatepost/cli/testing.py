"""test: pytest against a PostgreSQL of its own, which may forget at a power cut and is therefore fast."""

import os
import sys
from argparse import Namespace

from gatepost.cli import catalogues, database, django_side
from gatepost.cli.home import REPOSITORY, Home

CLUSTER = "test"


def test(home: Home, options: Namespace) -> int:
    catalogues.compile_stale()
    argv = [sys.executable, "-m", "pytest", "--create-db", *options.words]
    if not any(word == "-n" or word.startswith(("-n", "--numprocesses")) for word in options.words):
        argv += ["-n", "2", "--dist", "worksteal"]  # the long ones at the end are shared out
    scratch = Home(home.path / "test")
    scratch.prepare()
    url = os.environ.get("DATABASE_URL")
    os.chdir(REPOSITORY)
    if url:
        return django_side.run_program(argv, _environment(scratch, url, full=options.full))
    with database.opened(home, name=CLUSTER) as db:
        return django_side.run_program(argv, _environment(scratch, db.urls.owner, full=options.full))


def _environment(scratch: Home, url: str, *, full: bool) -> dict[str, str]:
    """Nothing of the real school: no settings of the shell, no secret key, a data folder of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GATEPOST_", "DATABASE_", "PG"))}
    more = {"GATEPOST_FULL": "1"} if full else {}
    return (
        kept
        | more
        | {
            "PYTHONPATH": str(REPOSITORY / "src"),
            "DJANGO_SETTINGS_MODULE": "gatepost.config.settings",
            "GATEPOST_HOME": str(scratch.path),
            "GATEPOST_SECRET_KEY": "only-for-tests",
            "DATABASE_URL": url,
        }
    )
