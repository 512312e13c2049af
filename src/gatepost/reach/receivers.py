"""What this room hears from the rooms below: one line each."""

from typing import Any

from django.dispatch import receiver

from gatepost.accounts import signals as accounts
from gatepost.errands import signals as errands
from gatepost.kernel import jobs
from gatepost.people import signals as people
from gatepost.reach import commands
from gatepost.reach.commands import visit_passing, visits
from gatepost.touchpoints import signals as touchpoints


@receiver(touchpoints.ledger_grew)
def on_ledger_grew(sender: object, family_ids: set[int], **_more: Any) -> None:
    commands.mark_families(family_ids)


@receiver(people.contact_state_changed)
def on_contact_state_changed(sender: object, person_id: int, **_more: Any) -> None:
    commands.mark_person(person_id)


@receiver(people.rights_changed)
def on_rights_changed(sender: object, student_id: int, **_more: Any) -> None:
    commands.mark_student(student_id)
    visits.call_off_forbidden(student_id)
    commands.review_calls(student_id)
    commands.close_settled()


@receiver(people.calendar_changed)
def on_calendar_changed(sender: object, school_id: int, **_more: Any) -> None:
    commands.mark_school(school_id)


@receiver(people.roster_applied)
def on_roster_applied(sender: object, **_more: Any) -> None:
    jobs.defer("reach.recount", queue="heavy", once="reach.recount")
    jobs.defer("reach.pass_on", once="reach.pass_on")


@receiver(people.roster_undone)
def on_roster_undone(sender: object, run_id: int, **_more: Any) -> None:
    commands.forget_families_of(run_id)
    jobs.defer("reach.recount", queue="heavy", once="reach.recount")


@receiver(errands.errand_closed)
def on_errand_closed(sender: object, errand: Any, by: Any, **_more: Any) -> None:
    commands.record_step(errand, result=errand.result, by=by)
    visits.hear_of_offer(errand, result=errand.result, by=by)


@receiver(errands.errand_tried)
def on_errand_tried(sender: object, errand: Any, result: str, by: Any, **_more: Any) -> None:
    commands.record_step(errand, result=result, by=by)
    visits.hear_of_offer(errand, result=result, by=by)


@receiver(errands.errand_left_behind)
def on_errand_left_behind(sender: object, errand: Any, by: Any, **_more: Any) -> None:
    visit_passing.choose_anew(errand, by=by)


@receiver(accounts.access_ended)
def on_access_ended(sender: object, person_id: int, school_ids: list[int], **_more: Any) -> None:
    jobs.defer("reach.pass_on_from", person_id=person_id, school_ids=school_ids)
