"""The jobs of this room: known by the names that commands defer, and stalled ones are done again, but not for ever."""

import asyncio
from types import SimpleNamespace
from unittest.mock import AsyncMock

import pytest
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status
from tests.channels.posting import post_to_amina
from tests.support.cast import Cast

from gatepost.channels import commands, tasks
from gatepost.kernel.errors import NotAllowedError


def test_every_name_that_is_deferred_is_a_task() -> None:
    assert {"channels.deliver_mailing", "channels.find_next_ways", "channels.send_system_mail"} <= set(app.tasks)


@pytest.mark.parametrize(
    ("attempts", "error", "is_retried", "is_set_aside"),
    [(0, None, True, False), (5, None, False, True), (0, UniqueViolation(constraint_name="x", queueing_lock="x"), True, True)],
    ids=["again", "kills its workers", "a copy waits"],
)
def test_stalled_jobs_are_done_again_but_not_for_ever(
    attempts: int, error: Exception | None, is_retried: bool, is_set_aside: bool
) -> None:
    job = SimpleNamespace(attempts=attempts)
    manager = SimpleNamespace(
        get_stalled_jobs=AsyncMock(return_value=[job]), retry_job=AsyncMock(side_effect=error), finish_job=AsyncMock()
    )
    context = SimpleNamespace(app=SimpleNamespace(job_manager=manager))
    asyncio.run(tasks.retry_stalled_jobs.func(context, 0))
    assert manager.retry_job.await_count == int(is_retried)
    assert [call.kwargs["status"] for call in manager.finish_job.await_args_list] == [Status.FAILED] * is_set_aside


@pytest.mark.django_db
def test_only_those_who_handle_a_mailing_stop_or_release_it(cast: Cast) -> None:
    mailing = post_to_amina(cast).mailing
    for act in (commands.stop_mailing, commands.release_mailing):
        with pytest.raises(NotAllowedError):
            act(mailing, by=cast.eve)
    assert commands.stop_mailing(mailing, by=cast.dov) == 1
