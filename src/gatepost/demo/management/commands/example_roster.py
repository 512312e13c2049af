"""`gatepost manage example_roster PATH`: a OneRoster zip of the demo school with a few changes, to try an import."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gatepost.demo.example_roster import write_example_roster


class Command(BaseCommand):
    help = "Write a OneRoster zip of the demo school with a few changes, to try the import page with."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="where to write it, such as roster.zip")

    def handle(self, *_args: Any, **options: Any) -> None:
        changes = write_example_roster(options["path"])
        self.stdout.write(f"Wrote {options['path']}. It brings: {changes}")
