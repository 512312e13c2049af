"""What the command line says to people, and how it says that something went wrong: one sentence, never a traceback."""

import datetime as dt
import sys
import traceback
from pathlib import Path

USAGE = 2
INTERRUPTED = 130


class PlainError(Exception):
    """Something one sentence explains; the command ends with exit code 2."""


class InterruptedBySignalError(BaseException):
    """SIGTERM or SIGHUP: unwind as Ctrl-C does. Not an Exception, so that nobody catches it by accident."""


def say(text: str) -> None:
    """Progress and problems, on stderr: stdout is for results."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def tell(text: str) -> None:
    """A result, on stdout."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def report_unexpected(error: BaseException, log: Path) -> int:
    """Keep the traceback in a file and say where."""
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%d-%H%M%S-%f")
    path = log / f"error-{stamp}.txt"
    try:
        log.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    except OSError:
        say(f"Gatepost stopped on an unexpected error ({type(error).__name__}: {error}), and {log} could not be written.")
        return USAGE
    say(f"Gatepost stopped on an unexpected error ({type(error).__name__}); the details are in {path}.")
    return USAGE
