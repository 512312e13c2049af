"""The jobs of incoming mail. `channels.tasks` imports them, so that the workers know them."""

from gatepost.channels.inbound import commands, forgetting
from gatepost.channels.inbound.storing import READ_JOB
from gatepost.kernel.jobs import RETRY, periodic, task


@task(name=READ_JOB, queue="urgent", retry=RETRY)
def read_inbound(inbound_id: int) -> None:
    commands.read_inbound(inbound_id)


@periodic(cron="* * * * *")
@task(name="channels.sweep_inbound", queue="default", queueing_lock="channels.sweep_inbound")
def sweep_inbound(timestamp: int) -> None:
    commands.sweep_inbound()


@periodic(cron="27 3 * * *")
@task(name="channels.forget_raw_mail", queue="default", queueing_lock="channels.forget_raw_mail")
def forget_raw_mail(timestamp: int) -> None:
    forgetting.forget_raw_mail()
