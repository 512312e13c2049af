"""Reminding those who have not answered: not too often, not too soon, and not on top of a full week."""

from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from gatepost.framework.types import Sector
from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import NotReadyError
from gatepost.people.calendar import calendars_of
from gatepost.people.models import Person
from gatepost.surveys.commands.sending import post_to_families, post_to_staff
from gatepost.surveys.models import Survey, SurveyState
from gatepost.surveys.queries.answering import takes_answers, today_at
from gatepost.surveys.queries.reminding import Reminding, reminding_of
from gatepost.surveys.rules import Perm


@transaction.atomic
def remind(survey: Survey, *, by: Person | None) -> Reminding:
    """Write once more to those who may be reminded now. Pressed twice, it finds nobody the second time.

    Raises NotReadyError where the survey takes no answers or nobody may be reminded; the sentence says why.
    """
    ensure(by, Perm.SEND, survey)
    locked = Survey.objects.select_for_update(of=("self",)).select_related("school", "created_by").get(pk=survey.pk)
    if not takes_answers(locked):
        raise NotReadyError(_("This survey takes no answers at the moment. Nobody was reminded."))
    found = reminding_of(locked)
    if not found.due:
        raise NotReadyError(why_nobody(found))
    post_to_families(locked, [(one, row) for one, row in found.due if row.sector == Sector.FAMILIES], by=by, again=True)
    post_to_staff(locked, [row for _one, row in found.due if row.sector != Sector.FAMILIES], again=True)
    reminded = locked.invitations.filter(pk__in=[row.pk for _one, row in found.due])
    reminded.update(reminded=F("reminded") + 1, reminded_on=today_at(locked))
    history.record("surveys.remind", by=by, subject=locked, reminded=len(found.due), held_back=found.held_back)
    return found


def remind_due(*, at_hour: int = 9) -> int:
    """The surveys that remind by themselves, on school days at nine o'clock where the school lies. Returns how many did."""
    done = 0
    for survey in Survey.objects.filter(state=SurveyState.OPEN, reminds_itself=True).select_related("school"):
        today = today_at(survey)
        is_school_day = calendars_of([survey.school_id])[survey.school_id].is_school_day(today)
        if is_school_day and _hour_at(survey) == at_hour and takes_answers(survey) and reminding_of(survey).due:
            remind(survey, by=None)
            done += 1
    return done


def why_nobody(found: Reminding) -> str:
    """One sentence; the reason that concerns most comes first."""
    reasons = {
        _(
            "Those who have not answered were asked or reminded within the last five school days. Nobody was reminded."
        ): found.too_soon,
        _("Those who have not answered got three or more messages this week. Nobody was reminded."): found.held_back,
        _("Those who have not answered were reminded as often as this survey allows. Nobody was reminded."): found.often_enough,
    }
    words, number = max(reasons.items(), key=lambda pair: pair[1])
    return words if number else _("Nobody is left to be reminded.")


def _hour_at(survey: Survey) -> int:
    return clock.now().astimezone(ZoneInfo(survey.school.timezone)).hour
