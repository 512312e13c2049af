"""Every variable that is read is described, and nothing is described that nobody reads."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from gatepost.config import env

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r"""(?:env\.\w+\(\s*|environ\.(?:get|setdefault)\(\s*|environ\[\s*)"((?:GATEPOST|DATABASE)_[A-Z_]+)\"""")
# Set by our own commands for their children, or by a builder for tests; nobody who runs a school needs them.
INTERNAL = {"GATEPOST_FULL", "GATEPOST_REAL_DATA"}


def test_the_example_lists_what_is_read() -> None:
    files = [*ROOT.glob("src/gatepost/**/*.py"), ROOT / "tools" / "set_up.py"]
    read = {name for path in files for name in READ.findall(path.read_text(encoding="utf-8"))}
    described = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))
    assert read - INTERNAL == described


@pytest.mark.parametrize(("value", "expected"), [("yes", True), ("0", False), ("", True)])
def test_a_flag_reads_words(monkeypatch: pytest.MonkeyPatch, value: str, expected: bool) -> None:
    monkeypatch.setenv("GATEPOST_X", value)
    assert env.flag("GATEPOST_X", default=True) is expected


@pytest.mark.parametrize(
    ("read", "value", "words"),
    [
        (lambda: env.flag("GATEPOST_X", default=True), "maybe", "use yes or no"),
        (lambda: env.number("GATEPOST_X", 1), "many", "use a whole number"),
        (lambda: env.database("GATEPOST_X"), "not a = valid address", "not a PostgreSQL address"),
    ],
)
def test_an_unknown_value_is_a_sentence(monkeypatch: pytest.MonkeyPatch, read: object, value: str, words: str) -> None:
    monkeypatch.setenv("GATEPOST_X", value)
    with pytest.raises(ImproperlyConfigured, match=words):
        read()  # type: ignore[operator]


def test_a_secret_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("hidden\n")
    monkeypatch.setenv("GATEPOST_X_FILE", str(tmp_path / "key"))
    assert env.secret("GATEPOST_X") == "hidden"


def test_a_socket_address_is_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GATEPOST_X", "postgresql://app:secret@/gatepost?host=%2Frun%2Fgate&port=5432")
    entry = env.database("GATEPOST_X")
    assert {key: entry[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")} == {
        "USER": "app",
        "PASSWORD": "secret",
        "HOST": "/run/gate",
        "PORT": "5432",
        "NAME": "gatepost",
    }
