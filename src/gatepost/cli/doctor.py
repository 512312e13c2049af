"""doctor: what is in order here and what is not, in sentences."""

import shutil
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator

from gatepost.cli import database, django_side
from gatepost.cli.database import Database
from gatepost.cli.home import Home
from gatepost.cli.problems import PlainError, tell

OLDEST_SERVER = 150000
LITTLE_SPACE_MB = 500
LETTERS = {"ar": "Arabic", "ur": "Urdu", "zh": "Chinese", "uk": "Ukrainian", "vi": "Vietnamese"}
ALIVE = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '60 seconds'"
Finding = tuple[bool, str]


def doctor(home: Home, _options: Namespace) -> int:
    """Exit code 1 where something needs somebody."""
    findings = [*_machine(home)]
    try:
        with database.opened(home) as db:
            findings += [*_database(db), _migrations(home, db)]
    except PlainError as error:
        findings.append((False, str(error)))
    for is_fine, sentence in findings:
        tell(f"{'ok     ' if is_fine else 'CHECK  '}{sentence}")
    return 0 if all(is_fine for is_fine, _ in findings) else 1


def _machine(home: Home) -> Iterator[Finding]:
    version = ".".join(str(part) for part in sys.version_info[:3])
    yield sys.version_info >= (3, 11), f"Python is {version}; 3.11 or newer is needed."
    free = shutil.disk_usage(home.path).free // 1_000_000
    yield free >= LITTLE_SPACE_MB, f"The data folder {home.path} is writable, with {free} MB free on its disk."
    missing = _missing_letters()
    if missing is None:
        yield True, "Which fonts there are cannot be asked here (fc-list is missing); look at a printed letter in each language."
    elif missing:
        yield False, f"No font here has the letters of {', '.join(missing)}; install Noto fonts, or printed letters show boxes."
    else:
        yield True, f"Fonts for printed letters in {', '.join(LETTERS.values())} are there."


def _missing_letters() -> list[str] | None:
    program = shutil.which("fc-list")
    if not program:
        return None
    answers = {
        name: subprocess.run([program, f":lang={tag}", "file"], capture_output=True, check=False) for tag, name in LETTERS.items()
    }
    return [name for name, answer in answers.items() if not answer.stdout.strip()]


def _database(db: Database) -> Iterator[Finding]:
    import psycopg  # noqa: PLC0415 -- not there before set-up

    try:
        with psycopg.connect(db.urls.app, connect_timeout=5) as connection:
            version = connection.info.server_version
            yield version >= OLDEST_SERVER, f"PostgreSQL {version // 10000}.{version % 10000} answers; 15 or newer is needed."
            yield _rights(connection.info.user, db)
            row = connection.execute(ALIVE).fetchone()
            alive = row[0] if row else 0
            is_fine = alive > 0
            yield (
                is_fine,
                f"{alive} workers were alive in the last minute." if is_fine else "No worker is running: nothing is sent now.",
            )
    except psycopg.errors.UndefinedTable:
        yield False, "The database is empty: no command has set it up yet."
    except psycopg.OperationalError as error:
        yield False, f"The database does not answer: {str(error).splitlines()[0]}"


def _rights(user: str, db: Database) -> Finding:
    if db.urls.owner == db.urls.app:
        return True, f"Web and worker use the role {user}, which also owns the tables; DATABASE_OWNER_URL can name another owner."
    return True, f"Web and worker use the role {user}, which owns nothing."


def _migrations(home: Home, db: Database) -> Finding:
    env = django_side.environment(home, db.urls, owner=True)
    done = subprocess.run(django_side.command(["migrate", "--check"]), env=env, capture_output=True, check=False)
    if done.returncode:
        return False, "The tables are not up to date; ./gatepost manage migrate brings them there."
    return True, "The tables are up to date."
