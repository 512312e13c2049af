"""The yearly review: the pack, the decisions, next year's draft."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.errands.commands import Wanted, give_errand
from gatepost.errands.models import Errand, ErrandKind
from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError, ConflictError
from gatepost.kernel.text import clean_text
from gatepost.people.models import Person
from gatepost.plans.commands.next_year import next_draft
from gatepost.plans.models import Decision, Plan, Review
from gatepost.plans.queries.plans import owners_there
from gatepost.plans.review.pack import pack_of
from gatepost.plans.rules import Perm

SOURCE = "plans.decision"
DUE_IN = dt.timedelta(days=30)


@transaction.atomic
def write_pack(plan: Plan, year: int, *, by: Person) -> Review:
    """Make the pack of a year, or write it anew with the numbers of today. One that is closed stays as the meeting saw it."""
    ensure(by, Perm.REVIEW, plan)
    if not plan.first_year <= year <= plan.last_year:
        raise BadInputError(_("This plan is not for that year."))
    Plan.objects.select_for_update().get(pk=plan.pk)
    review = Review.objects.filter(plan=plan, year=year).first()
    if review is not None and review.closed_on is not None:
        raise ConflictError(_("This review is closed: its pack stays as the meeting had it."))
    pack = {"blocks": pack_of(plan, year, by)}
    review, _new = Review.objects.update_or_create(
        plan=plan, year=year, defaults={"pack": pack, "made_at": clock.now(), "made_by": by}
    )
    history.record("plans.write_pack", by=by, subject=review, year=year)
    return review


@transaction.atomic
def decide(
    review: Review, *, words: str, reason: str = "", owner: Person | None = None, due_on: dt.date | None = None, by: Person
) -> Decision:
    """Write down one decision; whoever it is given to gets an errand."""
    ensure(by, Perm.REVIEW, review.plan)
    _open(review)
    said = clean_text(words)
    if not said:
        raise BadInputError(_("Please write down what was decided."))
    school = review.plan.school
    if owner is not None and owner.pk not in owners_there(school.pk):
        raise BadInputError(_("%(name)s does not work at this school now. Please choose somebody else.") % {"name": owner})
    decision = Decision.objects.create(
        review=review, words=said, reason=clean_text(reason), owner=owner, due_on=due_on, written_at=clock.now()
    )
    if owner is not None:
        wanted = Wanted(
            kind=ErrandKind.REVIEW,
            school=school,
            owner=owner,
            source=f"{SOURCE}:{decision.pk}",
            title=_("Decided at the yearly review"),
            reason="\n".join(part for part in (said, decision.reason) if part),
            due_on=due_on or clock.today(school.timezone) + DUE_IN,
        )
        give_errand(wanted, by=by)
    history.record("plans.decide", by=by, subject=decision, review=review.pk)
    return decision


@transaction.atomic
def note_done(errand: Errand) -> None:
    """The errand of a decision is closed: the decision is carried out."""
    room, _colon, key = errand.source.partition(":")
    if room == SOURCE and key.isdigit() and errand.closed_at is not None:
        day = clock.today(errand.school.timezone)
        Decision.objects.filter(pk=int(key), done_on=None).update(done_on=day)


@transaction.atomic
def close_review(review: Review, *, met_on: dt.date, by: Person) -> Review:
    """The meeting is over: pack and decisions stay as they are."""
    ensure(by, Perm.REVIEW, review.plan)
    review = _open(review)
    if met_on > clock.today(review.plan.school.timezone):
        raise BadInputError(_("This day has not come yet."))
    review.meets_on, review.closed_on = met_on, clock.today(review.plan.school.timezone)
    review.save(update_fields=["meets_on", "closed_on"])
    history.record("plans.close_review", by=by, subject=review)
    return review


@transaction.atomic
def make_next_draft(review: Review, *, by: Person) -> Plan:
    """Next year's draft with all goals: the plan itself opened again while it runs on, else the one that follows. Made once."""
    ensure(by, Perm.REVIEW, review.plan)
    locked = Review.objects.select_for_update(of=("self",)).select_related("plan__school", "next_plan").get(pk=review.pk)
    if locked.next_plan is not None:
        return locked.next_plan
    plan = locked.plan
    made = next_draft(plan, year=locked.year, by=by)
    locked.next_plan = made
    locked.save(update_fields=["next_plan"])
    history.record("plans.make_next_draft", by=by, subject=locked, plan=made.pk)
    return made


def _open(review: Review) -> Review:
    locked = Review.objects.select_for_update(of=("self",)).select_related("plan__school").get(pk=review.pk)
    if locked.closed_on is not None:
        raise ConflictError(_("This review is closed. What was decided stands."))
    return locked
