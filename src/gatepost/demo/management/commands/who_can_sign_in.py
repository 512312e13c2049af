"""`gatepost manage who_can_sign_in`: addresses, password and one personal link of the demo school."""

from typing import Any

from django.core.management.base import BaseCommand

from gatepost.demo.signing_in import lines


class Command(BaseCommand):
    help = "Print who can sign in to the demo school, and how."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for line in lines() or ["There is no demo school here: `gatepost demo` loads it."]:
            self.stdout.write(line)
