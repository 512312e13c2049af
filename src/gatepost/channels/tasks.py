"""The jobs of this room: each one call of a command."""

from gatepost.channels import commands
from gatepost.channels.inbound import tasks as inbound_tasks
from gatepost.kernel.jobs import RETRY, periodic, task

__all__ = ["inbound_tasks"]  # the jobs of incoming mail, which the workers find through this module


@task(name="channels.deliver_mailing", queue="deliver", retry=RETRY)
def deliver_mailing(mailing_id: int, channel: str, part: int = 0) -> None:
    commands.deliver_mailing(mailing_id, channel=channel, part=part)


@task(name="channels.find_next_ways", queue="default", retry=RETRY)
def find_next_ways(delivery_ids: list[int]) -> None:
    commands.find_next_ways(delivery_ids)


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
