"""The jobs of this room: each one call of a command."""

from procrastinate import JobContext
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from gatepost.channels import commands
from gatepost.channels.inbound import tasks as inbound_tasks
from gatepost.kernel.jobs import RETRY, periodic, task

MOST_STALLS = 5

__all__ = ["inbound_tasks"]  # the jobs of incoming mail, which the workers find through this module


@task(name="channels.deliver_mailing", queue="deliver", retry=RETRY)
def deliver_mailing(mailing_id: int, channel: str, part: int = 0) -> None:
    commands.deliver_mailing(mailing_id, channel=channel, part=part)


@task(name="channels.find_next_ways", queue="default", retry=RETRY)
def find_next_ways(delivery_ids: list[int]) -> None:
    commands.find_next_ways(delivery_ids)


@task(name="channels.review_calls", queue="default", retry=RETRY)
def review_calls() -> None:
    commands.review_calls()


@periodic(cron="7 * * * *")
@task(name="channels.review_calls_hourly", queue="default", queueing_lock="channels.review_calls_hourly")
def review_calls_hourly(timestamp: int) -> None:
    """Rights end with the day too, and then nobody says so."""
    commands.review_calls()


@task(name="channels.send_system_mail", queue="urgent", retry=RETRY)
def send_system_mail() -> None:
    commands.send_system_mail()


@periodic(cron="* * * * *")
@task(name="channels.sweep_deliveries", queue="default", queueing_lock="channels.sweep_deliveries")
def sweep_deliveries(timestamp: int) -> None:
    commands.sweep_deliveries()


@periodic(cron="17 3 * * *")
@task(name="channels.forget_passed", queue="default", queueing_lock="channels.forget_passed")
def forget_passed(timestamp: int) -> None:
    commands.forget_passed()


@periodic(cron="* * * * *")
@task(name="channels.retry_stalled_jobs", queue="default", queueing_lock="channels.retry_stalled_jobs", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Jobs of any room whose worker died in the middle are done again; one that kills its workers is set aside."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        try:
            if job.attempts < MOST_STALLS:
                await manager.retry_job(job)
                continue
        except UniqueViolation:  # a copy of it is waiting already
            pass
        await manager.finish_job(job, status=Status.FAILED, delete_job=False)


@periodic(cron="37 3 * * *")
@task(name="channels.forget_done_jobs", queue="default", queueing_lock="channels.forget_done_jobs", pass_context=True)
async def forget_done_jobs(context: JobContext, timestamp: int) -> None:
    """Done jobs are kept for three days, failed ones for thirty."""
    await context.app.job_manager.delete_old_jobs(nb_hours=72)
    await context.app.job_manager.delete_old_jobs(nb_hours=720, include_failed=True)
