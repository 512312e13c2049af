"""Who sits in the team, when it meets, and what was said."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError, ConflictError
from gatepost.kernel.text import clean_line, clean_text
from gatepost.people.models import Person
from gatepost.plans.commands.plans import running
from gatepost.plans.models import Plan, Side, TeamMeeting, TeamMember
from gatepost.plans.queries.plans import still_with_us
from gatepost.plans.rules import Perm
from gatepost.plans.stamps import ensure_unchanged


@dataclass(frozen=True)
class MeetingFacts:
    """When and where the team meets, what about, and what was said."""

    meets_on: dt.date
    place: str = ""
    agenda: str = ""
    minutes: str = ""


@transaction.atomic
def join_team(plan: Plan, *, side: str, by: Person, person: Person | None = None, name: str = "", task: str = "") -> TeamMember:
    """Somebody of the roster, or somebody by name, sits in the team from now on."""
    ensure(by, Perm.WRITE, plan)
    locked = running(plan)
    if side not in Side.values:
        raise BadInputError(_("Please choose from which side this person comes."))
    if person is not None and person.pk not in still_with_us([person], locked.school_id):
        raise BadInputError(_("This person has nothing to do with the school at the moment, or may not be contacted."))
    called = person.full_name if person is not None else clean_line(name)[:200]
    if not called:
        raise BadInputError(_("Please give a name."))
    if person is not None and locked.members.filter(person=person, left_on=None).exists():
        raise ConflictError(_("%(name)s sits in the team already.") % {"name": called})
    member = TeamMember.objects.create(plan=locked, person=person, name=called, side=side, task=clean_line(task)[:200])
    history.record("plans.join_team", by=by, subject=member, plan=locked.pk, person=person.pk if person else None)
    return member


@transaction.atomic
def leave_team(member: TeamMember, *, by: Person) -> TeamMember:
    """From today on somebody sits in the team no more; the meetings keep who was there."""
    ensure(by, Perm.WRITE, member.plan)
    locked = running(member.plan)
    member.left_on = member.left_on or clock.today(locked.school.timezone)
    member.save(update_fields=["left_on"])
    history.record("plans.leave_team", by=by, subject=member, plan=locked.pk)
    return member


@transaction.atomic
def plan_meeting(plan: Plan, *, facts: MeetingFacts, by: Person) -> TeamMeeting:
    """The team will meet, or has met."""
    ensure(by, Perm.WRITE, plan)
    locked = running(plan)
    meeting = TeamMeeting.objects.create(plan=locked, **_cleaned(facts))
    history.record("plans.plan_meeting", by=by, subject=meeting, plan=locked.pk)
    return meeting


@transaction.atomic
def write_meeting(
    meeting: TeamMeeting, *, facts: MeetingFacts, attended: Collection[int], by: Person, seen: str | None = None
) -> TeamMeeting:
    """Day, place, agenda, who was there, what was said and decided."""
    ensure(by, Perm.WRITE, meeting.plan)
    running(meeting.plan)
    locked = TeamMeeting.objects.select_for_update().get(pk=meeting.pk)
    ensure_unchanged(of_meeting(locked), seen)
    for field, value in _cleaned(facts).items():
        setattr(locked, field, value)
    locked.save()
    locked.attended.set(locked.plan.members.filter(pk__in=attended))
    history.record("plans.write_meeting", by=by, subject=locked, plan=locked.plan_id, attended=len(attended))
    return locked


def of_meeting(meeting: TeamMeeting) -> dict[str, object]:
    """What stands there, for telling whether somebody wrote meanwhile."""
    plain = {name: getattr(meeting, name) for name in ("meets_on", "place", "agenda", "minutes")}
    return {**plain, "attended": sorted(meeting.attended.values_list("pk", flat=True)) if meeting.pk else []}


def _cleaned(facts: MeetingFacts) -> dict[str, str | dt.date]:
    return {
        "meets_on": facts.meets_on,
        "place": clean_line(facts.place)[:200],
        "agenda": clean_text(facts.agenda),
        "minutes": clean_text(facts.minutes),
    }
