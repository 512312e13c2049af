"""A connection as at the gate: it drops requests before or after the school has them, delays, cuts and repeats them."""

import http.client
import random
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

FAULTS = ("drop before", "drop after", "repeat", "repeat and drop", "delay", "cut", "gateway error")


class BadLine(ThreadingHTTPServer):
    """A proxy on loopback before the live server. Harmless until `misbehave()`; `is_down` takes it away altogether."""

    daemon_threads = True

    def __init__(self, target: str, *, seed: int) -> None:
        super().__init__(("localhost", 0), Handler)
        self.host, self.port = target.removeprefix("http://").split(":")
        self.random = random.Random(seed)
        self.planned: list[str] = []
        self.share = 0.0
        self.is_down = False
        self.done: Counter[str] = Counter()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.server_port}"

    def misbehave(self, share: float) -> None:
        """Every batch goes wrong until each way has been seen twice; of all else, and afterwards, this share."""
        self.share = share
        self.planned = list(FAULTS) * 2

    def fate(self, path: str) -> str:
        if self.is_down:
            return "drop before"
        if path == "/talks/sync/" and self.planned:
            return self.planned.pop(0)
        is_gates = path in {"/talks/sync/", "/talks/ticket.json"}
        return self.random.choice(FAULTS) if is_gates and self.random.random() < self.share else ""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """The browser hung up: on this line nothing unusual."""


class Handler(BaseHTTPRequestHandler):
    server: BadLine
    protocol_version = "HTTP/1.0"  # one request for each connection, so that dropping one drops no other

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        fate = self.server.fate(self.path)
        if self.path == "/talks/sync/":
            self.server.done[fate or "fine"] += 1
        if fate == "drop before":
            return
        if fate == "delay":
            time.sleep(self.server.random.uniform(0.05, 0.4))
        answer = self._forward(body)
        if fate.startswith("repeat"):
            answer = self._forward(body)
        if fate in {"drop after", "repeat and drop"}:
            return
        if fate == "gateway error":
            answer = (502, [("Content-Type", "text/html")], b"<h1>Bad gateway</h1>")
        self._answer(*answer, cut=fate == "cut")

    do_POST = do_HEAD = do_GET  # noqa: N815 -- the names are the base class's

    def _forward(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = http.client.HTTPConnection(self.server.host, int(self.server.port), timeout=30)
        try:
            connection.request(self.command, self.path, body=body or None, headers=dict(self.headers.items()))
            response = connection.getresponse()
            return response.status, response.getheaders(), response.read()
        finally:
            connection.close()

    def _answer(self, status: int, headers: list[tuple[str, str]], body: bytes, *, cut: bool) -> None:
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in {"connection", "transfer-encoding", "content-length"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if cut else body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the name is the base class's
        """Quiet: the tests read `done`."""
