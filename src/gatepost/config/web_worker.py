"""gunicorn's threads with deadlines: a phone on a bad line, or somebody holding sockets open, keeps nobody else waiting."""

import contextlib
import functools
import selectors
import socket
import time
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

SILENCE = 10.0  # until the first byte; a silent connection takes up no thread
HEAD = 15.0  # from the first byte until the request's head is complete
WHOLE = 120.0  # from there until the answer has been sent


class DeadlineWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn brings no types
    """gthread alone waits for ever for the rest of a request that was begun."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._cut_at: dict[TConn, float] = {}

    def enqueue_req(self, conn: TConn) -> None:
        if conn.initialized or conn.data_ready:
            super().enqueue_req(conn)
            return
        conn.sock.setblocking(False)
        conn.timeout = time.monotonic() + SILENCE
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, functools.partial(self.on_pending_socket_readable, conn))

    def handle(self, conn: TConn) -> Any:
        self._cut_at[conn] = time.monotonic() + HEAD
        try:
            return super().handle(conn)
        finally:
            self._cut_at.pop(conn, None)

    def handle_request(self, req: Any, conn: TConn) -> Any:
        self._cut_at[conn] = time.monotonic() + WHOLE
        return super().handle_request(req, conn)

    def murder_pending(self) -> None:
        """Called by the main thread about once a second."""
        super().murder_pending()
        now = time.monotonic()
        for conn, at in list(self._cut_at.items()):
            if at <= now:
                self._cut_at.pop(conn, None)
                with contextlib.suppress(OSError):
                    conn.sock.shutdown(socket.SHUT_RDWR)  # the thread that reads or writes it comes free at once
