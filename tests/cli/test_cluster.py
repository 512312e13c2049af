"""The embedded PostgreSQL: one per data folder, shared, safe against crashes, with roles that own little."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from gatepost.cli.cluster import Cluster, running_cluster
from gatepost.cli.home import SOURCE, Home
from gatepost.cli.problems import PlainError

TEST = "test"


@pytest.fixture
def cluster(cluster_home: Home) -> Iterator[Cluster]:
    joined = Cluster(cluster_home, TEST)
    joined.join()
    yield joined
    joined.leave()


def eventually(is_so: Callable[[], bool], seconds: float = 20.0) -> bool:
    deadline = time.monotonic() + seconds
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.02)
    return is_so()


def answers(url: str) -> bool:
    try:
        with psycopg.connect(url) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


def postmaster(cluster: Cluster) -> int:
    return int((cluster.site.data / "postmaster.pid").read_text().splitlines()[0])


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_app_role_fills_tables_and_cannot_change_them(cluster: Cluster) -> None:
    urls = cluster.urls()
    with psycopg.connect(urls.owner, autocommit=True) as owner:
        owner.execute("DROP TABLE IF EXISTS note")
        owner.execute("CREATE TABLE note (id serial PRIMARY KEY, text text)")
    with psycopg.connect(urls.app, autocommit=True) as app:
        app.execute("INSERT INTO note (text) VALUES ('a'), ('b')")
        app.execute("UPDATE note SET text = 'c' WHERE id = 1")
        app.execute("DELETE FROM note WHERE id = 2")
        app.execute("CREATE TEMPORARY TABLE staging (row int)")
        assert app.execute("SELECT id, text FROM note").fetchall() == [(1, "c")]
        for statement in ("ALTER TABLE note ADD more int", "DROP TABLE note", "TRUNCATE note", "CREATE TABLE other (id int)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(statement)
        roles = app.execute("SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user").fetchone()
        owned = app.execute(
            "SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole AND relpersistence <> 't'"
        ).fetchone()
    assert (roles, owned) == ((False, False, False), (0,))


def test_nobody_connects_without_a_password_and_nothing_listens_on_the_network(cluster: Cluster) -> None:
    urls = cluster.urls()
    wrong = urls.app.replace(cluster.site.passwords()["gatepost_app"], "guessed")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)
    with psycopg.connect(urls.app) as app:
        assert app.execute("SELECT current_setting('listen_addresses')").fetchone() == ("",)


def test_passwords_and_socket_are_closed_to_others(cluster: Cluster) -> None:
    assert (mode(cluster.site.password_file), mode(cluster.site.socket), mode(cluster.site.data)) == (0o600, 0o700, 0o700)
    assert len(set(cluster.site.passwords().values())) == 3


def test_the_databases_log_keeps_nothing_a_family_wrote(cluster: Cluster) -> None:
    urls = cluster.urls()
    with psycopg.connect(urls.owner, autocommit=True) as owner:
        owner.execute("CREATE TABLE mail (id int PRIMARY KEY, raw text CHECK (raw <> ''))")
    with psycopg.connect(urls.app, autocommit=True) as app:
        app.execute("INSERT INTO mail VALUES (1, 'we are moving out secretly')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            app.execute("INSERT INTO mail VALUES (1, 'we are moving out secretly')")
        with pytest.raises(psycopg.errors.CheckViolation):
            app.execute("INSERT INTO mail SELECT id + 1, '' FROM mail WHERE raw = %s", ["we are moving out secretly"])
    text = cluster.site.log.read_text()
    assert text.count("duplicate key value") == 1  # that it happened is logged
    assert [word for word in ("secretly", "DETAIL", "STATEMENT") if word in text] == []
    assert mode(cluster.site.log) == 0o600


def test_a_second_user_shares_the_cluster_and_the_last_one_stops_it(cluster_home: Home) -> None:
    first, second = Cluster(cluster_home, TEST), Cluster(cluster_home, TEST)
    first.join()
    number = postmaster(first)
    second.join()
    assert (postmaster(second), first.is_only_user()) == (number, False)
    first.leave()
    assert answers(second.urls().app)
    assert second.is_only_user()
    second.leave()
    assert not second.is_running()
    assert not (second.site.data / "postmaster.pid").exists()


def test_a_postgres_that_was_killed_is_started_again_with_all_that_was_saved(cluster: Cluster) -> None:
    urls = cluster.urls()
    with psycopg.connect(urls.owner, autocommit=True) as owner:
        owner.execute("CREATE TABLE kept AS SELECT 7 AS number")
    before = postmaster(cluster)
    os.kill(before, signal.SIGKILL)
    assert eventually(lambda: answers(urls.app) and postmaster(cluster) != before)
    with psycopg.connect(urls.owner) as owner:
        assert owner.execute("SELECT number FROM kept").fetchone() == (7,)


def test_the_cluster_starts_after_keeper_and_postgres_were_killed_together(cluster: Cluster) -> None:
    number = postmaster(cluster)
    os.kill(int(cluster.keeper.read()), signal.SIGKILL)
    os.kill(number, signal.SIGKILL)
    assert eventually(lambda: not cluster.is_running())
    cluster.ensure_running()
    assert answers(cluster.urls().app)
    assert postmaster(cluster) != number


def test_a_stale_process_number_that_now_is_another_program_does_not_block_the_start(cluster_home: Home) -> None:
    stopped = Cluster(cluster_home, TEST)
    with running_cluster(cluster_home, TEST):
        pass
    (stopped.site.data / "postmaster.pid").write_text(f"{os.getpid()}\n{stopped.site.data}\n0\n5432\n\n\n\nready\n")
    with running_cluster(cluster_home, TEST) as urls:
        assert answers(urls.app)


def test_the_cluster_stops_when_its_only_user_was_killed(cluster_home: Home) -> None:
    script = (
        "import sys, pathlib\n"
        "from gatepost.cli.cluster import Cluster\nfrom gatepost.cli.home import Home\n"
        "Cluster(Home(pathlib.Path(sys.argv[1])), 'test').join()\nprint('joined', flush=True)\nsys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(cluster_home.path)],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as user:
        assert user.stdout is not None
        assert user.stdout.readline() == "joined\n"
        cluster = Cluster(cluster_home, TEST)
        assert cluster.is_running()
        user.kill()
    assert eventually(lambda: not cluster.is_running())
    assert not (cluster.site.data / "postmaster.pid").exists()


def test_a_fresh_database_is_empty_and_has_the_same_roles(cluster: Cluster) -> None:
    from gatepost.cli import roles

    with psycopg.connect(cluster.urls().owner, autocommit=True) as owner:
        owner.execute("CREATE TABLE old (id int)")
    roles.make_fresh(cluster)
    with psycopg.connect(cluster.urls().owner, autocommit=True) as owner:
        assert owner.execute("SELECT count(*) FROM pg_class WHERE relname = 'old'").fetchone() == (0,)
        owner.execute("CREATE TABLE new (id int)")
    with psycopg.connect(cluster.urls().app) as app:
        app.execute("INSERT INTO new VALUES (1)")


def test_data_whose_passwords_are_gone_is_set_aside_and_never_deleted(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    cluster = Cluster(home)
    place = cluster.site.place
    kept: list[Path] = []
    try:
        cluster.site.prepare()
        cluster.site.password_file.unlink()
        cluster.site.prepare()
        kept.extend(place.parent.glob(f"{place.name}.kept-*"))
        assert [(folder / "data" / "PG_VERSION").exists() for folder in kept] == [True]
        assert str(kept[0]) in capsys.readouterr().err
    finally:
        for folder in kept:
            shutil.rmtree(folder)
        cluster.site.remove()


def test_a_database_of_another_postgresql_is_refused_with_a_sentence(cluster_home: Home) -> None:
    with running_cluster(cluster_home, TEST):
        pass
    version = Cluster(cluster_home, TEST).site.data / "PG_VERSION"
    version.write_text("15\n")
    with pytest.raises(PlainError, match="is of PostgreSQL 15"):
        Cluster(cluster_home, TEST).join()
    version.write_text("18\n")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can trespass")
def test_root_does_not_take_over_the_data_folder_of_somebody_else(home: Home) -> None:
    (home.path / "pg-test" / "data").mkdir(parents=True)
    os.chown(home.path / "pg-test", 65534, 65534)
    with pytest.raises(PlainError, match="start Gatepost as nobody, not as root"):
        Cluster(home, TEST).join()
