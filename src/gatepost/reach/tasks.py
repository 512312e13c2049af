"""Jobs of this room: each calls one command."""

import datetime as dt

from gatepost.kernel.jobs import RETRY, periodic, task
from gatepost.people.models import School
from gatepost.reach import commands
from gatepost.reach.album import draw_ahead
from gatepost.reach.commands import visit_day, weekly, weeks


@task(name="reach.refresh", queue="default", lock="reach.count")
def refresh() -> None:
    commands.refresh()
    commands.close_settled()


@task(name="reach.recount", queue="heavy", lock="reach.count")
def recount() -> None:
    commands.recount()
    commands.close_settled()


@periodic(cron="*/5 * * * *")
@task(name="reach.sweep", queue="default", queueing_lock="reach.sweep", lock="reach.count")
def sweep(timestamp: int) -> None:
    """Counts what a lost job left marked."""
    commands.refresh()
    commands.close_settled()


@periodic(cron="7 * * * *")
@task(name="reach.recount_passed_days", queue="heavy", queueing_lock="reach.recount_passed_days", lock="reach.count")
def recount_passed_days(timestamp: int) -> None:
    """A school day has passed somewhere: time alone changes states."""
    commands.recount_passed_days()


@periodic(cron="29 * * * *")
@task(name="reach.pass_on", queue="default", queueing_lock="reach.pass_on")
def pass_on(timestamp: int = 0) -> None:
    """Families looked after by people who have left go to somebody who is there."""
    commands.pass_on_from_leavers()
    commands.review_calls()


@task(name="reach.pass_on_from", queue="default")
def pass_on_from(person_id: int, school_ids: list[int]) -> None:
    """The staff door was closed to this person."""
    commands.pass_on_all_of(person_id, school_ids)


@periodic(cron="17 * * * *")
@task(name="reach.count_weeks", queue="default", queueing_lock="reach.count_weeks")
def count_weeks(timestamp: int) -> None:
    """The night after a Friday has come somewhere; a week that was missed is counted, too."""
    weeks.ask_for_missing_weeks()


@task(name="reach.count_weeks_of", queue="heavy")
def count_weeks_of(school_id: int) -> None:
    school = School.objects.get(pk=school_id)
    weeks.count_missing_weeks(school)
    draw_ahead(school)


@task(name="reach.count_weeks_anew", queue="heavy")
def count_weeks_anew(school_id: int) -> None:
    school = School.objects.get(pk=school_id)
    weeks.count_weeks_anew(school)
    draw_ahead(school)


@periodic(cron="*/15 * * * *")
@task(name="reach.ask_for_monday_letters", queue="default", queueing_lock="reach.ask_for_monday_letters")
def ask_for_monday_letters(timestamp: int) -> None:
    """Somewhere it may be Monday, half past six."""
    weekly.ask_for_monday_letters()


@task(name="reach.send_monday_letter", queue="default", retry=RETRY)
def send_monday_letter(person_id: int, school_id: int, week: str) -> None:
    weekly.send_monday_letter(person_id, school_id, dt.date.fromisoformat(week))


@task(name="reach.watch_visit", queue="urgent")
def watch_visit(visit_id: int) -> None:
    """The pair of a visit should have been heard of by now."""
    visit_day.watch_visit(visit_id)


@periodic(cron="*/5 * * * *")
@task(name="reach.sweep_visits", queue="urgent", queueing_lock="reach.sweep_visits")
def sweep_visits(timestamp: int) -> None:
    """Pairs that a lost job left unwatched, and visits that have become forbidden."""
    visit_day.sweep_visits()
