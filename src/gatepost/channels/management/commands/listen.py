"""The listener for incoming mail: `./gatepost inbound`. Runs until it is told to end."""

import asyncio
import signal
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from gatepost.channels.inbound.listener import open_doors

_PATIENCE_SECONDS = 5.0


class Command(BaseCommand):
    help = "Take in mail by SMTP, and by LMTP where an address for it is given."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--smtp", default=settings.INBOUND_LISTEN, metavar="HOST:PORT", help="where to listen for SMTP")
        parser.add_argument("--lmtp", default=settings.INBOUND_LMTP, metavar="HOST:PORT", help="where to listen for LMTP")

    def handle(self, *args: Any, **options: Any) -> None:
        smtp, lmtp = _address(options["smtp"]), _address(options["lmtp"])
        if smtp is None and lmtp is None:
            raise CommandError("There is no address to listen on: give --smtp or --lmtp.")
        asyncio.run(self._listen(smtp, lmtp))

    async def _listen(self, smtp: tuple[str, int] | None, lmtp: tuple[str, int] | None) -> None:
        ended = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            loop.add_signal_handler(number, ended.set)
        try:
            servers = await open_doors(smtp=smtp, lmtp=lmtp)
        except OSError as error:
            raise CommandError(f"The listener cannot listen there: {error.strerror or error}.") from None
        for kind, address in (("SMTP", smtp), ("LMTP", lmtp)):
            if address is not None:
                self.stdout.write(f"Listening for {kind} on {address[0]}:{address[1]}.")
        await ended.wait()
        for server in servers:
            server.close()


def _address(value: str) -> tuple[str, int] | None:
    if not value:
        return None
    host, _colon, port = value.rpartition(":")
    if not host or not port.isdigit():
        raise CommandError(f"“{value}” is no address to listen on; write it as host:port.")
    return host.strip("[]"), int(port)
