"""`./gatepost bench NAME`: one JSON object on standard output, progress on standard error."""

import json
from argparse import REMAINDER
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gatepost.bench.registry import NAMES, bench_named


class Command(BaseCommand):
    help = "Measure Gatepost, with its peers beside it where they are installed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("words", nargs=REMAINDER)

    def handle(self, *args: Any, **options: Any) -> None:
        bench = bench_named(options["name"])
        if bench is None:
            raise CommandError(f"There is no benchmark “{options['name']}”. There are: {', '.join(sorted(NAMES))}.")
        self.stdout.write(json.dumps(bench(options["words"]), ensure_ascii=False, indent=1))
