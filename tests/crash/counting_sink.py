"""A mail server that counts what it has accepted, and tells at every message whether to strike."""

import asyncio
import re
import threading
from collections import Counter
from collections.abc import Callable

_DELIVERY = re.compile(rb"^Message-ID: (<d\.[a-z2-7]+@[^>]+>)", re.MULTILINE | re.IGNORECASE)


class CountingSink:
    """`strike(number, is_answered)` is called before and after the answer to every accepted message."""

    def __init__(self, strike: Callable[[int, bool], None]) -> None:
        self.accepted: Counter[bytes] = Counter()
        self.port = 0
        self._strike = strike
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "CountingSink":
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_error: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0, limit=1 << 22))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            writer.write(b"220 sink ESMTP\r\n")
            while line := await reader.readline():
                await self._answer(line[:4].upper(), reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _answer(self, verb: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if verb in {b"EHLO", b"HELO"}:
            writer.write(b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n")
        elif verb == b"DATA":
            writer.write(b"354 go\r\n")
            await self._accept(await reader.readuntil(b"\r\n.\r\n"))
            writer.write(b"250 2.0.0 kept\r\n")
            await writer.drain()
            self._strike(self.accepted.total(), True)
        else:
            writer.write(b"250 ok\r\n")

    async def _accept(self, content: bytes) -> None:
        found = _DELIVERY.search(content)
        self.accepted[found[1] if found else b"?"] += 1
        self._strike(self.accepted.total(), False)
