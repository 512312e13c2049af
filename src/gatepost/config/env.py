"""Typed readers of the environment: an unknown value is a loud, whole sentence."""

import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in {"", "default"}:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is “{value}”; use yes or no.")


def number(name: str, default: int) -> int:
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is “{value}”; use a whole number.") from None


def secret(name: str, default: str = "") -> str:
    """The value of NAME, else the content of the file that NAME_FILE names."""
    if name in os.environ:
        return os.environ[name]
    file_name = os.environ.get(f"{name}_FILE")
    if not file_name:
        return default
    try:
        return Path(file_name).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error.strerror}.") from None


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def database(name: str = "DATABASE_URL") -> dict[str, Any]:
    """Django's database entry from a libpq URL such as postgres://user:pass@host/db or ...?host=/socket."""
    url = os.environ.get(name, "postgres:///gatepost")
    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError:
        raise ImproperlyConfigured(f"{name} is not a PostgreSQL address (postgres://user:password@host/name).") from None
    known = {"user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT", "dbname": "NAME"}
    entry: dict[str, Any] = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "gatepost",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # Our statements are short; compiling one costs more than running it.
        "OPTIONS": {"options": "-c jit=off"} | {key: value for key, value in parts.items() if key not in known},
    }
    entry.update({known[key]: value for key, value in parts.items() if key in known})
    return entry
