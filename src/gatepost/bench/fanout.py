"""Fan-out: so many e-mails, each rendered for its family, by the real road to a sink; timed from release to the last ledger row."""

import os
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

from gatepost.bench import fanout_school, measuring, post_office, sink
from gatepost.channels import commands
from gatepost.channels.models import Delivery, DeliveryState, Mailing
from gatepost.touchpoints.models import Touchpoint

WORKERS = 2
_PATIENCE_SECONDS = 600


def run(words: Sequence[str]) -> dict[str, Any]:
    options = _options(words)
    with sink.running() as (port, sink_name):
        figures = _ours(options.messages, port) | {"sink": sink_name}
        peers = {} if options.alone else post_office.measure(options.messages, port)
    ratios = {
        f"{key}_to_{peer}": round(figures[key] / figures_of_peer[key], 2)
        for peer, figures_of_peer in peers.items()
        for key in ("per_s", "end_to_end_per_s")
    }
    return measuring.report("fanout", figures, peers, ratios)


def _options(words: Sequence[str]) -> Any:
    parser = ArgumentParser(prog="bench fanout")
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--alone", action="store_true", help="leave out django-post_office")
    return parser.parse_args(list(words))


def _ours(messages: int, port: int) -> dict[str, Any]:
    school = fanout_school.make(messages)
    began = time.perf_counter()
    mailing = fanout_school.post(school)
    post_s = time.perf_counter() - began
    with _workers(port) as pids:
        before = sum(measuring.cpu_seconds(pid) for pid in pids)
        released = time.perf_counter()
        commands.release_mailing(mailing, by=None)
        _wait_until_settled(mailing, messages)
        send_s = time.perf_counter() - released
        cpu_s = sum(measuring.cpu_seconds(pid) for pid in pids) - before
        peak_mb = max(measuring.peak_mb(pid) for pid in pids)
    return {
        "messages": messages,
        "workers": WORKERS,
        "post_s": round(post_s, 2),
        "send_s": round(send_s, 2),
        "per_s": round(messages / send_s),
        "end_to_end_per_s": round(messages / (post_s + send_s)),
        "cpu_s_per_1000": round(cpu_s / messages * 1000, 3),
        "peak_mb": peak_mb,
        "ledger_rows": Touchpoint.objects.count(),
        "not_sent": mailing.deliveries.exclude(state=DeliveryState.SENT).count(),
    }


@contextmanager
def _workers(port: int) -> Iterator[list[int]]:
    """Workers for outgoing mail, as `./gatepost worker --queues deliver` starts them, with a mail server to send to."""
    env = os.environ | {
        "GATEPOST_SMTP_HOST": "127.0.0.1",
        "GATEPOST_SMTP_PORT": str(port),
        "GATEPOST_SMTP_SECURITY": "none",
        "DJANGO_SETTINGS_MODULE": "gatepost.config.settings",
    }
    command = [sys.executable, "-m", "django", "procrastinate", "worker", "--queues", "deliver", "--concurrency", "1"]
    processes = [subprocess.Popen(command, env=env, stdout=sys.stderr) for _worker in range(WORKERS)]
    try:
        _wait_for_workers()
        yield [process.pid for process in processes]
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()


def _wait_for_workers() -> None:
    _wait(lambda: _number("SELECT count(*) FROM procrastinate_workers") >= WORKERS, "The workers did not start.")
    time.sleep(1.0)


def _wait_until_settled(mailing: Mailing, messages: int) -> None:
    """Until the last row is settled and stands in the ledger. Asked by partial indexes: counting would slow what is measured."""
    waiting, held = (
        mailing.deliveries.filter(state="queued", channel="email", waits_for=""),
        Delivery.objects.filter(state="sending"),
    )
    _wait(lambda: not waiting.exists() and not held.exists(), "Not everything was sent.")
    ledger = "SELECT count(*) FROM touchpoints_touchpoint"
    _wait(lambda: _number(ledger) >= messages, "Not everything stands in the ledger.")


def _wait(until: Any, else_say: str) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not until():
        if time.monotonic() > deadline:
            raise RuntimeError(else_say)
        time.sleep(0.05)


def _number(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])
