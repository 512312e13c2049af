"""Jobs of this room: each calls one command."""

from gatepost.kernel import jobs
from gatepost.people.models import RosterRun
from gatepost.people.roster import commands


@jobs.task(name="people.stage_roster", queue="heavy", retry=jobs.RETRY)
def stage_roster(run_id: int) -> None:
    run = RosterRun.objects.filter(pk=run_id).first()
    if run is not None:
        commands.stage_uploaded(run)


@jobs.periodic(cron="41 3 * * *")
@jobs.task(name="people.forget_old_rosters", queue="heavy", queueing_lock="people.forget_old_rosters")
def forget_old_rosters(timestamp: int) -> None:
    commands.forget_old()
