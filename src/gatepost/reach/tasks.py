"""Jobs of this room: each calls one command."""

from gatepost.kernel.jobs import periodic, task
from gatepost.reach import commands


@task(name="reach.refresh", queue="default", lock="reach.count")
def refresh() -> None:
    commands.refresh()


@task(name="reach.recount", queue="heavy", lock="reach.count")
def recount() -> None:
    commands.recount()


@periodic(cron="*/5 * * * *")
@task(name="reach.sweep", queue="default", queueing_lock="reach.sweep", lock="reach.count")
def sweep(timestamp: int) -> None:
    """Counts what a lost job left marked."""
    commands.refresh()


@periodic(cron="7 * * * *")
@task(name="reach.recount_passed_days", queue="heavy", queueing_lock="reach.recount_passed_days", lock="reach.count")
def recount_passed_days(timestamp: int) -> None:
    """A school day has passed somewhere: time alone changes states."""
    commands.recount_passed_days()
