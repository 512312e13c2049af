"""What the tests of the doors share: running the jobs a request deferred, walking through the family door."""

import re

from django.core import mail
from django.db import connection
from django.test import Client
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

PASSWORD = "correct horse battery staple"


def run_jobs(prefix: str = "accounts.") -> int:
    """Run what waits in the queue, as the worker would; returns how many jobs there were."""
    jobs = list(ProcrastinateJob.objects.filter(task_name__startswith=prefix, status="todo").order_by("pk"))
    for job in jobs:
        app.tasks[job.task_name](**job.args)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [job.pk])
    return len(jobs)


def last_code() -> str:
    """The code in the newest mail."""
    match = re.search(r"\b([B-Z]{4}-[B-Z]{4})\b", str(mail.outbox[-1].body))
    assert match, mail.outbox[-1].body
    return match[1]


def ask_for_code(client: Client, address: str = "amina@example.org", **extra: str) -> None:
    """Type the address on the page; the code is mailed if it is somebody's."""
    answer = client.post("/family/", {"email": address, **extra})
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/family/code/")
    run_jobs()


def come_in(client: Client, address: str = "amina@example.org") -> None:
    """All the way through the family door, for an address of one person."""
    ask_for_code(client, address)
    answer = client.post("/family/code/", {"code": last_code()})
    assert (answer.status_code, answer["Location"]) == (302, "/")
