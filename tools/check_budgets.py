"""House rules no linter knows: how long a module, a template, a test file and a page of documentation may be."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Folder, pattern, most lines. Migrations are written by a program.
BUDGETS = [
    ("src", "**/*.py", 300),
    ("tools", "*.py", 300),
    ("src", "**/templates/**/*.*", 200),
    ("tests", "**/*.py", 500),
    ("docs", "**/*.md", 400),
]


def excesses() -> list[str]:
    return [
        f"{path.relative_to(ROOT)}: {lines} lines, {most} are allowed"
        for folder, pattern, most in BUDGETS
        for path in sorted((ROOT / folder).glob(pattern))
        if path.is_file()
        and "migrations" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > most
    ]


def main() -> int:
    found = excesses()
    for line in found:
        sys.stdout.write(f"{line}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
