"""What would this e-mail do? `./gatepost inbound FILE` reads it as the listener would, says it, and changes nothing."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gatepost.channels.inbound import limits
from gatepost.channels.inbound.explaining import explain
from gatepost.channels.inbound.reading import TooSlowError


class Command(BaseCommand):
    help = "Say what an e-mail would do: its kind, its sender, its text. Changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the e-mail, as a file")
        parser.add_argument("--json", action="store_true", help="print it as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            raw = Path(options["file"]).read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from None
        if len(raw) > limits.MESSAGE_BYTES:
            raise CommandError("The e-mail is larger than 25 MB; the listener would refuse it.")
        try:
            found = explain(raw)
        except TooSlowError:
            raise CommandError("Reading it took more than ten seconds; it would be set aside for a person to look at.") from None
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
            return
        for name in ("kind", "sender", "subject", "answers", "note", "reason"):
            if found[name]:
                self.stdout.write(f"{name}: {found[name]}")
        if found["attachments"]:
            self.stdout.write(f"attachments: {', '.join(found['attachments'])}")
        self.stdout.write(f"\n{found['text']}")
