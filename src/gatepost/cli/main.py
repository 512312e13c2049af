"""What ./gatepost understands, and one place where every problem becomes one sentence."""

import argparse
import importlib
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import Protocol

from gatepost.cli.home import Home
from gatepost.cli.problems import INTERRUPTED, USAGE, InterruptedBySignalError, PlainError, report_unexpected, say

# How many words of these commands are ours; all that follows belongs to the program they call, options included.
PASSED_ON = {"test": 1, "manage": 1, "bench": 2}


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="gatepost",
        description="Gatepost: the partnership between a school and its families.",
        epilog="Everything of one school lies in the folder GATEPOST_HOME names, else in .gatepost beside this program.",
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _add_serving(commands)
    _add_working(commands)
    _add_building(commands)
    return top


class Commands(Protocol):
    """What argparse gives to add commands to."""

    def add_parser(self, name: str, *, help: str, description: str) -> argparse.ArgumentParser: ...  # noqa: A002


def _add(commands: Commands, name: str, runs: str, text: str) -> argparse.ArgumentParser:
    added = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    added.set_defaults(runs=runs)
    return added


def _add_serving(commands: Commands) -> None:
    demo = _add(
        commands, "demo", "serve:demo", "set up everything, load the demo school, serve it, print where and how to sign in"
    )
    demo.add_argument("--students", type=int, metavar="N", help="how many students the demo school has (620)")
    demo.add_argument("--seed", type=int, metavar="S", help="another seed makes another school")
    demo.add_argument("--fresh", action="store_true", help="start from an empty database: everything entered before is deleted")
    run = _add(commands, "run", "serve:run", "this school: web, workers and the listener for incoming mail")
    web = _add(commands, "web", "serve:web", "only the web server")
    for one in (demo, run, web):
        one.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
        one.add_argument("--port", type=int, help="the port to listen on (8000)")
    worker = _add(commands, "worker", "serve:worker", "only the workers, which send messages and do what is due")
    worker.add_argument("--queues", metavar="NAMES", help="one worker for these queues only, such as urgent,deliver")
    inbound = _add(
        commands, "inbound", "serve:listener", "only the listener for incoming mail; with FILE: what would this e-mail do?"
    )
    inbound.add_argument("file", nargs="?", metavar="FILE", help="an e-mail as a file: print what it would do, change nothing")
    inbound.add_argument("--json", action="store_true", help="print that as JSON")


def _add_working(commands: Commands) -> None:
    roster = _add(commands, "import", "commands:import_roster", "stage a roster and print what it would change")
    roster.add_argument("path", nargs="?", metavar="PATH", help="a OneRoster zip or folder, or one CSV or XLSX sheet")
    roster.add_argument("--apply", action="store_true", help="apply it, whole or not at all")
    roster.add_argument("--undo", metavar="RUN", help="undo an import that was applied")
    roster.add_argument("--confirm", action="store_true", help="apply also what is held for a second look")
    roster.add_argument("--source", help="the system it comes from, where the files do not say it")
    roster.add_argument("--country", help="country of phone numbers without +, such as ES")
    roster.add_argument("--school", help="address name (slug) of the school a sheet is for")
    roster.add_argument("--json", action="store_true", help="print JSON")
    _add(commands, "doctor", "doctor:doctor", "say what is in order here and what is not")
    _add(commands, "manage", "commands:manage", "any of Django's management commands, with this school's database")


def _add_building(commands: Commands) -> None:
    test = _add(commands, "test", "testing:test", "run the tests; --full adds the long ones, other words go to pytest")
    test.add_argument("--full", action="store_true", help="also fuzz, crash and scale runs")
    _add(commands, "check", "checking:check", "linters, types, contracts, budgets, catalogues")
    bench = _add(commands, "bench", "commands:bench", "measure, beside the peers where they are installed, and print JSON")
    bench.add_argument("name", metavar="NAME", help="what to measure: import, fanout …")


def parse(argv: Sequence[str]) -> argparse.Namespace:
    words = list(argv) or ["--help"]
    own = len(words) if words[0] not in PASSED_ON or {"-h", "--help"} & set(words[1:2]) else PASSED_ON[words[0]]
    options = parser().parse_args(words[:own])
    options.words = words[own:]
    if options.command == "test":
        options.full = "--full" in options.words
        options.words = [word for word in options.words if word != "--full"]
    if options.command == "inbound" and options.file:
        options.runs = "commands:explain_mail"
    return options


def _unwind(number: int, _frame: FrameType | None) -> None:
    raise InterruptedBySignalError(number)


def main(argv: Sequence[str]) -> int:
    options = parse(argv)
    home = Home.from_environment()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _unwind)
    try:
        home.prepare()
        module, _, function = options.runs.partition(":")
        return int(getattr(importlib.import_module(f"gatepost.cli.{module}"), function)(home, options))
    except PlainError as error:
        say(str(error))
        return USAGE
    except (KeyboardInterrupt, InterruptedBySignalError):
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return INTERRUPTED
    except Exception as error:
        return report_unexpected(error, home.log)
