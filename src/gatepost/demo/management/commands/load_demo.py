"""`gatepost manage load_demo [--students N] [--seed S]`: the demo school, once."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gatepost.demo.loading import SEED, load_demo
from gatepost.demo.places import STUDENTS


class Command(BaseCommand):
    help = "Load the demo school with three months of history; does nothing when it is there already."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--students", type=int, default=STUDENTS, help="how many students, up to 100,000 (default 620)")
        parser.add_argument("--seed", type=int, default=SEED, help="another seed makes other people")

    def handle(self, *_args: Any, **options: Any) -> None:
        begun = time.monotonic()
        self.stdout.write(f"Loading the demo school: {options['students']:,} students …")
        if load_demo(students=options["students"], seed=options["seed"], tell=self.stdout.write):
            self.stdout.write(f"The demo school is there ({time.monotonic() - begun:.1f} s).")
        else:
            self.stdout.write("The demo school is there already.")
