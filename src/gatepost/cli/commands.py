"""The commands that work on the school's data and end: import, inbound FILE, manage, bench."""

import os
from argparse import Namespace

from gatepost.cli import catalogues, database, django_side
from gatepost.cli.home import Home

# These change tables, not rows.
OWNER_COMMANDS = {"migrate", "flush", "sqlflush", "createcachetable"}
# These do not look at the database at all.
WITHOUT_DATABASE = {"makemigrations", "makemessages", "check_catalogues", "help", "version", "--help", "--version"}


def import_roster(home: Home, options: Namespace) -> int:
    argv = ["import_roster"]
    if options.path:
        argv.append(options.path)
    if options.undo:
        argv += ["--undo", options.undo]
    argv += [f"--{name}" for name in ("apply", "confirm", "json") if getattr(options, name)]
    argv += [f"--{name}={value}" for name in ("source", "country", "school") if (value := getattr(options, name))]
    return _on_school(home, argv)


def explain_mail(home: Home, options: Namespace) -> int:
    return _on_school(home, ["inbound", options.file, *(["--json"] if options.json else [])])


def manage(home: Home, options: Namespace) -> int:
    argv = options.words or ["help"]
    if argv[0] in WITHOUT_DATABASE:
        return django_side.run(argv, django_side.environment(home, django_side.NOWHERE))
    catalogues.compile_stale()
    with database.opened(home) as db:
        is_owner = argv[0] in OWNER_COMMANDS
        if db.cluster and not is_owner:
            db.migrate()
        code = django_side.run(argv, django_side.environment(home, db.urls, owner=is_owner))
        if argv == ["migrate"] and code == 0:
            db.remember_migrated()
        return code


def bench(home: Home, options: Namespace) -> int:
    """In a database of its own, made anew for each run, as durable as the school's."""
    catalogues.compile_stale()
    os.environ.pop("DATABASE_URL", None)
    with database.opened(home, name="bench", fresh=True) as db:
        db.migrate()
        env = django_side.environment(home, db.urls, DATABASE_OWNER_URL=db.urls.owner)
        return django_side.run(["bench", options.name, *options.words], env)


def _on_school(home: Home, argv: list[str]) -> int:
    catalogues.compile_stale()
    with database.opened(home) as db:
        if db.cluster:
            db.migrate()
        return django_side.run(argv, django_side.environment(home, db.urls))
