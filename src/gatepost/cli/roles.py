"""The three roles of the embedded database: one sets up, one owns, one may only read and write rows.

The only module of this room that needs psycopg, so it is imported when it is needed.
"""

import psycopg
from psycopg import sql

from gatepost.cli.cluster import DATABASE, Cluster
from gatepost.cli.site import APP_ROLE, MAIN, OWNER_ROLE


def prepare(cluster: Cluster) -> None:
    """Make roles, database and rights where they are missing; repeating it changes nothing."""
    passwords = cluster.site.passwords()
    # Throw-away clusters let their owner make databases: that is how tests get theirs.
    makes_databases = sql.SQL("NOCREATEDB" if cluster.site.name == MAIN else "CREATEDB")
    with psycopg.connect(cluster.setup_url(), autocommit=True) as connection:
        for role in (OWNER_ROLE, APP_ROLE):
            if not _exists(connection, "SELECT FROM pg_roles WHERE rolname = %s", role):
                connection.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)))
            rights = sql.SQL("LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS {}").format(
                makes_databases if role == OWNER_ROLE else sql.SQL("NOCREATEDB")
            )
            change = sql.SQL("ALTER ROLE {} WITH {} PASSWORD {}")
            connection.execute(change.format(sql.Identifier(role), rights, sql.Literal(passwords[role])))
        _ensure_database(connection)
    _grant(cluster)
    (cluster.site.place / "prepared").touch()


def make_fresh(cluster: Cluster) -> None:
    """An empty database in place of the present one."""
    for remembered in ("migrated", "prepared"):
        (cluster.site.place / remembered).unlink(missing_ok=True)
    with psycopg.connect(cluster.setup_url(), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE)))
    prepare(cluster)


def _ensure_database(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    if not _exists(connection, "SELECT FROM pg_database WHERE datname = %s", DATABASE):
        make = sql.SQL("CREATE DATABASE {} OWNER {}")
        connection.execute(make.format(sql.Identifier(DATABASE), sql.Identifier(OWNER_ROLE)))
    for statement in (
        "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {app}",
    ):
        connection.execute(sql.SQL(statement).format(database=sql.Identifier(DATABASE), app=sql.Identifier(APP_ROLE)))


def _grant(cluster: Cluster) -> None:
    """What migrations will make, the application may fill, read and empty row by row, and nothing else."""
    future = "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT"
    with psycopg.connect(cluster.setup_url(DATABASE), autocommit=True) as connection:
        for statement in (
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
            "GRANT USAGE ON SCHEMA public TO {app}",
            f"{future} SELECT, INSERT, UPDATE, DELETE ON TABLES TO {{app}}",
            f"{future} USAGE, SELECT, UPDATE ON SEQUENCES TO {{app}}",
        ):
            connection.execute(sql.SQL(statement).format(owner=sql.Identifier(OWNER_ROLE), app=sql.Identifier(APP_ROLE)))


def _exists(connection: psycopg.Connection[tuple[object, ...]], query: str, name: str) -> bool:
    return connection.execute(query.encode(), [name]).fetchone() is not None
