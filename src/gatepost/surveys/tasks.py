"""Jobs of this room: each calls one command."""

from gatepost.kernel.jobs import RETRY, periodic, task
from gatepost.surveys.commands import box, paper_evening, reminding, scanning, sending, tallying


@task(name="surveys.let_out", queue="heavy", retry=RETRY)
def let_out(survey_id: int) -> None:
    """Anonymous answers have come, or the survey is closed."""
    box.let_out(survey_id)


@task(name="surveys.tally", queue="default", retry=RETRY)
def tally(survey_id: int) -> None:
    """Answers have come."""
    tallying.tally(survey_id)


@periodic(cron="11 * * * *")
@task(name="surveys.close_due", queue="default", queueing_lock="surveys.close_due")
def close_due(timestamp: int) -> None:
    """Every hour, since a school's day ends where it lies."""
    sending.close_due()


@periodic(cron="3 * * * *")
@task(name="surveys.remind_due", queue="default", queueing_lock="surveys.remind_due")
def remind_due(timestamp: int) -> None:
    """Every hour, for the schools where it is nine o'clock."""
    reminding.remind_due()


@task(name="surveys.read_scan", queue="scans", retry=RETRY)
def read_scan(scan_id: int) -> None:
    """Filled sheets were brought in as a scan."""
    scanning.read_scan(scan_id)


@periodic(cron="37 * * * *")
@task(name="surveys.count_on_last_evening", queue="default", queueing_lock="surveys.count_on_last_evening")
def count_on_last_evening(timestamp: int) -> None:
    """Every hour, since a school's evening is where it lies."""
    paper_evening.count_on_last_evening()


@periodic(cron="52 3 * * *")
@task(name="surveys.forget_uncounted", queue="default", queueing_lock="surveys.forget_uncounted")
def forget_uncounted(timestamp: int) -> None:
    """At night."""
    paper_evening.forget_uncounted()
