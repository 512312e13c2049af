"""Jobs of this room: each calls one command."""

from gatepost.kernel.jobs import periodic, task
from gatepost.plans.commands import actions


@periodic(cron="47 * * * *")
@task(name="plans.keep_activities", queue="default", queueing_lock="plans.keep_activities")
def keep_activities(timestamp: int) -> None:
    """A day has passed somewhere: what is offered where something is sent or logged is set right."""
    actions.keep_activities()
