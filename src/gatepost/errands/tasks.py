"""Jobs of this room."""

from gatepost.errands import commands
from gatepost.kernel.jobs import periodic, task


@periodic(cron="23 * * * *")
@task(name="errands.pass_on", queue="default", queueing_lock="errands.pass_on")
def pass_on(timestamp: int = 0) -> None:
    """What is asked of people who have left goes to somebody who is there."""
    commands.pass_on_from_leavers()
