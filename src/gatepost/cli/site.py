"""One cluster's place on disk: where its data, its settings and its socket are, and how it is set up there."""

import datetime as dt
import hashlib
import json
import os
import secrets
import shutil
import stat
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from gatepost.cli import programs
from gatepost.cli.home import Home, open_log, read_json, write_private
from gatepost.cli.problems import PlainError, say
from gatepost.cli.processes import Identity

MAIN = "main"
SETUP_ROLE, OWNER_ROLE, APP_ROLE = "gatepost_setup", "gatepost_owner", "gatepost_app"
LONGEST_SOCKET_FOLDER = 103 - len("/.s.PGSQL.5432")

SETTINGS = """\
# Written by Gatepost at every start; put your own settings into local.conf beside this file.
hba_file = '{place}/pg_hba.conf'
ident_file = '{place}/pg_ident.conf'
listen_addresses = ''
port = 5432
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
cluster_name = 'gatepost'
max_connections = 120
shared_buffers = '{buffers}'
work_mem = '16MB'
maintenance_work_mem = '128MB'
dynamic_shared_memory_type = '{shared_memory}'
max_wal_size = '2GB'
checkpoint_timeout = '15min'
random_page_cost = 1.1
jit = off
log_checkpoints = off
# Statements and their details carry whole messages of families: none of that belongs into a log.
log_statement = none
log_min_duration_statement = -1
log_min_error_statement = panic
log_error_verbosity = terse
log_parameter_max_length_on_error = 0
log_connections = off
log_disconnections = off
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
{durability}
include_if_exists '{place}/local.conf'
"""
# "Saved" means on the disk. Only the tests' own database, made anew at will, is spared that.
DURABLE = "fsync = on\nsynchronous_commit = on\nfull_page_writes = on"
FORGETFUL = "fsync = off\nsynchronous_commit = on\nfull_page_writes = off"


@dataclass(frozen=True)
class Site:
    """`main` is the school's; every other name is a throw-away cluster beside it (tests, benchmarks)."""

    home: Home
    name: str = MAIN

    @cached_property
    def identity(self) -> Identity | None:
        return programs.system_identity()

    @cached_property
    def programs(self) -> Path:
        return programs.programs_folder(self.identity)

    @cached_property
    def place(self) -> Path:
        suffix = "" if self.name == MAIN else f"-{self.name}"
        inside = self.home.path / f"pg{suffix}"
        if not self.identity:
            return inside
        if (inside / "data").exists():
            owner = inside.owner()
            raise PlainError(f"The data folder {self.home.path} is used by {owner}; start Gatepost as {owner}, not as root.")
        return programs.ROOT_FOLDER / f"{self._digest}{suffix}"

    @property
    def data(self) -> Path:
        return self.place / "data"

    @cached_property
    def socket(self) -> Path:
        """A folder whose name is short enough for a Unix socket."""
        inside = self.place / "socket"
        if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER:
            return inside
        return Path(f"/tmp/gatepost-{os.geteuid()}-{self._digest}-{self.name}")  # noqa: S108 -- its owner and mode are checked

    @property
    def log(self) -> Path:
        return self.home.log / f"database-{self.name}.log"

    @property
    def password_file(self) -> Path:
        return self.home.secrets / f"database-{self.name}.json"

    @property
    def is_durable(self) -> bool:
        return self.name != "test"

    @cached_property
    def _digest(self) -> str:
        return hashlib.sha256(os.fsencode(self.home.path.resolve())).hexdigest()[:12]

    def passwords(self) -> dict[str, str]:
        return {role: str(password) for role, password in read_json(self.password_file).items()}

    def prepare(self) -> None:
        """Set the cluster up where it is new, and write what postgres reads at every start."""
        if self.data.exists() and not self.passwords():
            self._move_aside()
        if not self.data.exists():
            self._create()
        found = (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
        if found != programs.MAJOR:
            raise PlainError(
                f"The database in {self.place} is of PostgreSQL {found}, and this Gatepost brings PostgreSQL {programs.MAJOR}."
            )
        self._write_settings()
        self._prepare_socket()

    def remove(self) -> None:
        """Throw the cluster away; it must not be running."""
        shutil.rmtree(self.place, ignore_errors=True)
        shutil.rmtree(self.socket, ignore_errors=True)
        self.password_file.unlink(missing_ok=True)

    def _move_aside(self) -> None:
        """Data without its passwords belonged to a data folder that was deleted: never reuse it, never delete it."""
        if self.name != MAIN:
            shutil.rmtree(self.place)
            return
        kept = self.place.with_name(f"{self.place.name}.kept-{dt.datetime.now(dt.UTC):%Y%m%d%H%M%S}")
        self.place.rename(kept)
        say(
            f"A database of an earlier data folder at {self.home.path} was found and set aside in {kept}; delete it if nobody needs it."
        )

    def _create(self) -> None:
        self.home.ensure_space(200)
        self.place.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self.place / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        roles = {role: secrets.token_hex(24) for role in (SETUP_ROLE, OWNER_ROLE, APP_ROLE)}
        (self.place / "prepared").unlink(missing_ok=True)
        write_private(self.password_file, json.dumps(roles))
        draft.mkdir(mode=0o700)
        password = self.place / "initdb-password"
        write_private(password, roles[SETUP_ROLE])
        if self.identity:
            # The folder and what postgres reads in it stay root's; only data and socket are the database's.
            os.chown(self.place, 0, self.identity.group)
            self.place.chmod(0o750)
            for path in (draft, password):
                os.chown(path, self.identity.user, self.identity.group)
        try:
            self._initdb(draft, password)
        finally:
            password.unlink(missing_ok=True)
        draft.rename(self.data)

    def _initdb(self, data: Path, password: Path) -> None:
        # C.UTF-8 of PostgreSQL itself: lower() and sorting are the same on every system, whatever its locales.
        argv = [
            *(self.programs / "initdb", "--pgdata", data, "--username", SETUP_ROLE, "--pwfile", password),
            *("--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C"),
            *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
            *([] if self.is_durable else ["--no-sync"]),
        ]
        as_user = {"user": self.identity.user, "group": self.identity.group, "extra_groups": []} if self.identity else {}
        with open_log(self.log) as log:
            done = subprocess.run(
                [str(part) for part in argv],
                env=programs.ENVIRONMENT,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                check=False,
                **as_user,  # type: ignore[call-overload]
            )
        if done.returncode:
            raise PlainError(f"The database could not be set up; the reason stands at the end of {self.log}.")

    def _write_settings(self) -> None:
        texts = {
            "gatepost.conf": SETTINGS.format(
                place=_quoted(self.place),
                socket=_quoted(self.socket),
                buffers="256MB" if self.is_durable else "128MB",
                shared_memory=_shared_memory(),
                durability=DURABLE if self.is_durable else FORGETFUL,
            ),
            "pg_hba.conf": "local all all scram-sha-256\n",
            "pg_ident.conf": "",
        }
        for name, text in texts.items():
            path = self.place / name
            write_private(path, text)
            if self.identity:
                os.chown(path, 0, self.identity.group)
                path.chmod(0o640)

    def _prepare_socket(self) -> None:
        try:
            self.socket.mkdir(mode=0o700)
        except FileExistsError:
            found = self.socket.lstat()
            owner = self.identity.user if self.identity else os.geteuid()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or stat.S_IMODE(found.st_mode) != 0o700:
                raise PlainError(
                    f"The folder {self.socket} is not ours alone, so the database's socket cannot be there."
                ) from None
        if self.identity:
            os.chown(self.socket, self.identity.user, self.identity.group)


def _quoted(path: Path) -> str:
    """As PostgreSQL's settings want it between single quotes."""
    return str(path).replace("'", "''")


def _shared_memory() -> str:
    """Containers often give /dev/shm 64 MB, too little for parallel queries; files in the data folder do then."""
    try:
        room = os.statvfs("/dev/shm")  # noqa: S108 -- only its size is asked
    except OSError:
        return "mmap"
    return "posix" if room.f_frsize * room.f_blocks >= 256_000_000 else "mmap"
