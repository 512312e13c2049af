"""The queue: a job is deferred in the transaction that writes the rows it serves, so none is ever lost between.

Rows are the truth, jobs are hints: a job carries ids only, decides nothing and may run twice.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

QUEUES = ("urgent", "deliver", "default", "heavy", "scans")
task = app.task
periodic = app.periodic
# Outages of a provider or of the database are waited for; what a person must see is kept on the row, not here.
RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)


def defer(
    name: str,
    *,
    queue: str = "default",
    at: dt.datetime | None = None,
    once: str | None = None,
    lock: str | None = None,
    **ids: Any,
) -> None:
    """Ask for the command `name` to run with `ids`, at the earliest at `at`.

    `once` names a job of which one waiting copy is enough; `lock` names jobs that must not run side by side.
    """
    job = app.configure_task(name, queue=queue, schedule_at=at, queueing_lock=once, lock=lock)
    if once is None:
        job.defer(**ids)
        return
    try:
        with transaction.atomic():  # a savepoint: a refused duplicate must not spoil the caller's transaction
            job.defer(**ids)
    except AlreadyEnqueued:
        return
