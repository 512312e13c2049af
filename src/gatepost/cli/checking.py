"""check: linters, types, contracts, budgets and catalogues; every failure is shown, not only the first."""

import concurrent.futures
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gatepost.cli import django_side
from gatepost.cli.home import REPOSITORY, Home
from gatepost.cli.problems import tell

FOLDERS = ("src", "tests", "tools")


@dataclass(frozen=True)
class Result:
    name: str
    seconds: float
    code: int
    output: str


def check(home: Home, _options: Namespace) -> int:
    """Run them two at a time; exit code 1 where any failed."""
    env = django_side.environment(home, django_side.NOWHERE, GATEPOST_DEBUG="no", PYTHONWARNINGS="ignore::RuntimeWarning")
    steps = _steps()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        running = [pool.submit(_run, name, argv, env) for name, argv in steps.items()]
        results = [_shown(future.result()) for future in running]
    failed = [result.name for result in results if result.code]
    tell(f"check: {len(results) - len(failed)} of {len(results)} passed" + (f"; failed: {', '.join(failed)}" if failed else ""))
    return 1 if failed else 0


def _steps() -> dict[str, Sequence[str]]:
    folders = [name for name in FOLDERS if (REPOSITORY / name).is_dir()]
    bin_folder = Path(sys.executable).parent
    return {
        "types (mypy)": [sys.executable, "-m", "mypy"],
        "format (ruff)": [sys.executable, "-m", "ruff", "format", "--check", *folders],
        "lint (ruff)": [sys.executable, "-m", "ruff", "check", *folders],
        "floors and shelves (import-linter)": [str(bin_folder / "lint-imports")],
        "budgets": [sys.executable, "tools/check_budgets.py"],
        "picture of the floors": [sys.executable, "tools/draw_architecture.py", "--check"],
        "migrations": django_side.command(["makemigrations", "--check", "--dry-run", "--traceback"]),
        "templates (djlint)": [sys.executable, "-m", "djlint", "--lint", "--quiet", "src"],
        "catalogues": django_side.command(["check_catalogues", "--traceback"]),
    }


def _run(name: str, argv: Sequence[str], env: dict[str, str]) -> Result:
    started = time.monotonic()
    done = subprocess.run(
        argv,
        env=env,
        cwd=REPOSITORY,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Result(name, time.monotonic() - started, done.returncode, done.stdout)


def _shown(result: Result) -> Result:
    tell(f"{'FAILED' if result.code else 'ok    '} {result.name} ({result.seconds:.1f} s)")
    if result.code:
        tell(result.output.rstrip())
    return result
