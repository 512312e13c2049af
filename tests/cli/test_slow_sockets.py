"""Sockets that are held open do not keep others waiting, and are closed in the end."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gatepost.cli import serve
from gatepost.cli.home import SOURCE

APP = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]
"""
PATIENCE = 20.0


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """gunicorn with one process, as `run` starts it, with an application that answers at once."""
    (tmp_path / "quick.py").write_text(APP)
    (tmp_path / "hasty.py").write_text(
        "from gatepost.config import web_worker\nweb_worker.HEAD = 1.0\nfrom gatepost.config.web_worker import DeadlineWorker\n"
    )
    options = {**serve._threads("4"), "--worker-class": "hasty.DeadlineWorker"}
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        number = int(found.getsockname()[1])
    argv = [sys.executable, "-m", "gunicorn", "quick:application", "--no-control-socket", "--bind", f"127.0.0.1:{number}"]
    env = {**os.environ, "PYTHONPATH": f"{SOURCE}:{tmp_path}"}
    words = [word for pair in options.items() for word in pair]
    with subprocess.Popen([*argv, *words, "--graceful-timeout", "1"], env=env, stderr=subprocess.DEVNULL) as server:
        deadline = time.monotonic() + PATIENCE
        while not answers(number) and time.monotonic() < deadline:
            time.sleep(0.05)
        yield number
        server.terminate()


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().read() == b"ok"
    except OSError:
        return False
    finally:
        connection.close()


def test_half_a_request_and_silence_stop_nobody(port: int) -> None:
    with contextlib.ExitStack() as held:
        for _ in range(20):
            held.enter_context(socket.create_connection(("127.0.0.1", port)))
        halves = [held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)) for _ in range(3)]
        for half in halves:
            half.sendall(b"GET /healthz HTTP/1.1\r\nHost: ")
        assert answers(port)
        more = [held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)) for _ in range(3)]
        for half in more:
            half.sendall(b"GET")
        assert answers(port)  # every thread is taken; they come free
        assert [half.recv(1) for half in (*halves, *more)] == [b""] * 6


def test_behind_a_proxy_one_thread_means_the_sync_workers() -> None:
    assert serve._threads("1")["--worker-class"] == "sync"
