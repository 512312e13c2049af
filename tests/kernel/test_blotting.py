"""Log files hold no key that opens anything and no words of a family."""

import io
import logging
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client

from gatepost.kernel.blotting import BlottingFormatter, blotted


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the one handler of the settings writes."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    line = settings.LOGGING["formatters"]["line"]
    handler.setFormatter(BlottingFormatter(line["format"], style=line["style"]))
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Too Many Requests: /f/aebagbafaydqqcik/", "Too Many Requests: /f/…/"),
        ("Not Found: /f/aebagbafaydqqcik/stop/", "Not Found: /f/…/stop/"),
        ("GET https://a.example/f/aebagbaf?lang=so", "GET https://a.example/f/…?lang=so"),
        ("/accounts/password/reset/key/1-cx12ab-99/", "/accounts/password/reset/key/…/"),
        ("to reply+aebagbaf@school.example", "to reply+…@school.example"),
        ("<d.aebagbaf@school.example>", "<d.…@school.example>"),
        ("code BCDF-GHJK, bcdfghjk", "code …, …"),
        ("Internal Server Error: /families/12/", "Internal Server Error: /families/12/"),
        ("violates\nDETAIL:  Failing row contains (7, we are\n\nmoving).", "violates\nDETAIL: …"),
    ],
)
def test_keys_and_rows_are_blotted_and_the_rest_stays(written: str, kept: str) -> None:
    assert blotted(written) == kept


def test_arguments_and_exceptions_are_blotted_too(lines: io.StringIO) -> None:
    try:
        int("https://school.example/f/aebagbafaydqqcik/")
    except ValueError:
        logging.getLogger("django.request").exception("at %s for %s", "/f/other2token/", "reply+thirdtoken@a.example")
    text = lines.getvalue()
    assert [secret for secret in ("aebagbafaydqqcik", "other2token", "thirdtoken") if secret in text] == []
    assert "ValueError: invalid literal for int() with base 10: 'https://school.example/f/…/'" in text


@pytest.mark.django_db
def test_a_forged_link_is_logged_without_it(lines: io.StringIO) -> None:
    assert Client().get("/f/aebagbafaydqqcik/nothing/").status_code == 404
    assert (lines.getvalue().count("Not Found: /f/…/nothing/"), "aebagbafaydqqcik" in lines.getvalue()) == (1, False)


def test_every_handler_that_writes_uses_it() -> None:
    own = {logging.getLogger(name): name for name in ("", "django.server", "gunicorn.error")}
    formatters = {
        type(handler.formatter) for logger in own for handler in logger.handlers if handler.formatter and _is_ours(handler)
    }
    assert formatters == {BlottingFormatter}
    assert logging.getLogger("django").handlers == []


def _is_ours(handler: logging.Handler) -> bool:
    return type(handler) is logging.StreamHandler and not isinstance(handler.stream, io.StringIO)
