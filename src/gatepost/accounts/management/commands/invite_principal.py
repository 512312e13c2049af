"""`invite_principal ADDRESS --name "Dov Stern" --school "Riverside School"`: who lets everybody else in, on a new installation."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from gatepost.accounts import commands


class Command(BaseCommand):
    help = "Makes a principal (and the school, where there is none of that name) and prints the link to choose a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="ADDRESS")
        parser.add_argument("--name", required=True, help="given name and family name")
        parser.add_argument("--school", required=True, help="the school's name, as families know it")

    def handle(self, *args: Any, **options: Any) -> None:
        link = commands.invite_first_principal(email=options["email"], name=options["name"], school_name=options["school"])
        self.stdout.write(f"{options['name']} chooses a password here, within three days:\n{link}\n")
