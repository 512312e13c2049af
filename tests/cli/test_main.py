"""The words ./gatepost understands, and that every problem becomes one sentence."""

import os
import signal
import socket
import sys
from pathlib import Path

import pytest

from gatepost.cli import commands, database, django_side, main, ports, serve
from gatepost.cli.cluster import Urls
from gatepost.cli.home import Home
from gatepost.cli.locks import Lock
from gatepost.cli.problems import PlainError

NOWHERE = Urls("postgresql://owner@/x", "postgresql://app@/x")


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (
            ["test", "--full", "tests/cli", "-k", "one"],
            {"runs": "testing:test", "full": True, "words": ["tests/cli", "-k", "one"]},
        ),
        (["manage", "migrate", "--help"], {"runs": "commands:manage", "words": ["migrate", "--help"]}),
        (["bench", "import", "--persons", "9"], {"runs": "commands:bench", "name": "import", "words": ["--persons", "9"]}),
        (["inbound"], {"runs": "serve:listener", "file": None}),
        (["inbound", "mail.eml", "--json"], {"runs": "commands:explain_mail", "file": "mail.eml", "json": True}),
        (["demo", "--students", "50"], {"runs": "serve:demo", "students": 50, "port": None, "fresh": False}),
        (["import", "--undo", "7"], {"runs": "commands:import_roster", "path": None, "undo": "7", "apply": False}),
    ],
)
def test_words_are_understood(argv: list[str], expected: dict[str, object]) -> None:
    found = vars(main.parse(argv))
    assert {name: found[name] for name in expected} == expected


def run_main(monkeypatch: pytest.MonkeyPatch, home: Home, problem: BaseException) -> int:
    def fail(*_: object) -> int:
        raise problem

    monkeypatch.setenv("GATEPOST_HOME", str(home.path))
    monkeypatch.setattr(commands, "manage", fail)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    return main.main(["manage", "check"])


def test_a_plain_error_is_its_sentence(monkeypatch: pytest.MonkeyPatch, home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_main(monkeypatch, home, PlainError("The gate is locked.")) == 2
    assert capsys.readouterr().err == "The gate is locked.\n"


def test_an_unexpected_error_is_a_sentence_that_names_its_file(
    monkeypatch: pytest.MonkeyPatch, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_main(monkeypatch, home, ZeroDivisionError("one by none")) == 2
    (written,) = home.log.glob("error-*.txt")
    assert (
        capsys.readouterr().err == f"Gatepost stopped on an unexpected error (ZeroDivisionError); the details are in {written}.\n"
    )
    assert "one by none" in written.read_text()


def test_ctrl_c_says_nothing(monkeypatch: pytest.MonkeyPatch, home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_main(monkeypatch, home, KeyboardInterrupt()) == 130
    assert capsys.readouterr().err == ""


def test_a_taken_port_is_a_sentence_where_it_was_asked_for_and_else_the_next() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PlainError, match=rf"^Port {port} on 127.0.0.1 is taken .* choose another with --port\.$"):
            ports.claim("127.0.0.1", port, strict=True, option="--port")
        assert ports.claim("127.0.0.1", port, strict=False, option="--port") > port


@pytest.mark.parametrize("address", ["8025", "127.0.0.1:", "127.0.0.1:mail", ":25", "localhost:99999"])
def test_an_address_that_is_none_is_a_sentence(address: str) -> None:
    with pytest.raises(PlainError, match="write it as host:port"):
        ports.split(address, "GATEPOST_LISTEN")


def test_a_second_demo_of_the_same_folder_is_told_where_the_first_is(home: Home) -> None:
    with Lock(home.run / "serving") as first:
        first.write("http://localhost:8000")
        with pytest.raises(PlainError, match=r"already runs from this data folder, at http://localhost:8000\.$"):
            serve.run(home, main.parse(["run"]))


def test_web_and_worker_get_the_app_role_and_never_the_owners_address(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner:secret@/x")
    monkeypatch.delenv("GATEPOST_SECRET_KEY", raising=False)
    env = django_side.environment(home, NOWHERE)
    assert env["DATABASE_URL"] == NOWHERE.app
    assert not [value for value in env.values() if "owner" in value and value.startswith("postgres")]
    key = Path(env["GATEPOST_SECRET_KEY_FILE"])
    assert (key.stat().st_mode & 0o777, len(key.read_text()) > 40) == (0o600, True)
    assert django_side.environment(home, NOWHERE)["GATEPOST_SECRET_KEY_FILE"] == str(key)


def test_a_servers_database_is_used_where_the_environment_names_one(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://app@db/school")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgres://owner@db/school")
    with database.opened(home) as db:
        assert (db.urls, db.cluster) == (Urls(owner="postgres://owner@db/school", app="postgres://app@db/school"), None)
    with pytest.raises(PlainError, match="empty the one of DATABASE_URL yourself"), database.opened(home, fresh=True):
        pass


@pytest.mark.parametrize(("code", "expected"), [("raise SystemExit(3)", 3), ("import os; os.kill(os.getpid(), 2)", 130)])
def test_a_commands_exit_code_is_passed_on(code: str, expected: int) -> None:
    script = f"import signal; signal.signal(2, signal.SIG_DFL); {code}"
    assert django_side.run_program([sys.executable, "-c", script], dict(os.environ)) == expected
