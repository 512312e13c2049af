"""Under-heard families are called: invited in their language, with an offer of help. What anybody answered plays no part."""

import datetime as dt
from collections import Counter

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gatepost.errands import commands as errands
from gatepost.errands.models import Errand, ErrandKind
from gatepost.framework.types import Sector
from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError, NotReadyError
from gatepost.people.models import Guardianship, Person
from gatepost.surveys.calls.sheet import call_sheet
from gatepost.surveys.models import Invitation, Survey, SurveyState
from gatepost.surveys.queries.answering import takes_answers
from gatepost.surveys.queries.silent import SOURCE, Silent, caller_for, callers_of, silent_families, source_of
from gatepost.surveys.queries.voices import voices_of
from gatepost.surveys.rules import Perm

# By when a call is made, and how many are given out at one press at most.
_DAYS, MOST_CALLS = 5, 100


@transaction.atomic
def call_families(survey: Survey, *, dimension: str, value: str, number: int, by: Person) -> int:
    """Give out calls to at most so many families of a group that have not answered. Returns how many are new.

    The group must be one that the page of voices names as under-heard: a smaller one would point at people.
    """
    ensure(by, Perm.CALL, survey)
    if not takes_answers(survey):
        raise NotReadyError(_("This survey takes no answers now, so nobody is called for it."))
    if not 1 <= number <= MOST_CALLS:
        most = ngettext("Choose a number from 1 to %(most)d.", "Choose a number from 1 to %(most)d.", MOST_CALLS) % {
            "most": MOST_CALLS
        }
        raise BadInputError(most)
    named = [
        (group.dimension, group.count.value)
        for one in voices_of(survey)
        if one.sector == Sector.FAMILIES
        for group in one.under_heard
    ]
    if (dimension, value) not in named:
        raise BadInputError(
            _("This group is not among those we hear too little of. Look at the page again: it may have changed.")
        )
    callers = callers_of(survey)
    loads = Counter(Errand.objects.open().filter(owner__in=callers).values_list("owner_id", flat=True))
    wanted = silent_families(survey, dimension, value)[:number]
    for silent in wanted:
        owner = caller_for(silent, callers, loads, by=by)
        loads[owner.pk] += 1
        _give(survey, silent, owner, by=by)
    history.record("surveys.call_families", by=by, subject=survey, dimension=dimension, value=value, calls=len(wanted))
    return len(wanted)


def _give(survey: Survey, silent: Silent, owner: Person, *, by: Person) -> None:
    sheet = call_sheet(silent.adult, silent.phone, survey.school)
    today = clock.today(survey.school.timezone)
    due = today + dt.timedelta(days=_DAYS)
    errands.give_errand(
        errands.Wanted(
            kind=ErrandKind.CALL,
            school=survey.school,
            owner=owner,
            source=source_of(silent.invitation),
            title=_("Invite the family of %(child)s to the survey") % {"child": silent.family.student.full_name},
            reason=_("We hear too little from families like theirs. Invite them, and offer to fill it in together on the phone."),
            script=sheet.script,
            phone=sheet.phone,
            due_on=min(due, survey.closes_on) if survey.closes_on else due,
            family=silent.family,
        ),
        by=by,
    )


@transaction.atomic
def settle_calls(survey_id: int) -> int:
    """Take back calls that nobody needs any more: the survey is closed, the family has answered, or may not be called now."""
    calls = {
        int(source.rsplit(":", 1)[1]): (source, family)
        for source, family in Errand.objects.open()
        .filter(source__startswith=f"{SOURCE}:{survey_id}:")
        .values_list("source", "family_id")
    }
    if not calls:
        return 0
    survey = Survey.objects.select_related("school").get(pk=survey_id)
    asked = list(Invitation.objects.filter(pk__in=calls))
    links = Guardianship.objects.with_right("contact", on=clock.today(survey.school.timezone))
    allowed = set(links.filter(family__in=[family for _s, family in calls.values()]).values_list("adult_id", "family_id"))
    answered = set(
        Invitation.objects.filter(survey=survey_id, unit_key__in=[one.unit_key for one in asked])
        .exclude(answered_on=None)
        .values_list("unit_key", flat=True)
    )
    needed = {
        one.pk
        for one in asked
        if survey.state == SurveyState.OPEN
        and one.unit_key not in answered
        and one.declined_on is None
        and (one.person_id, calls[one.pk][1]) in allowed
    }
    return errands.withdraw([source for pk, (source, _f) in calls.items() if pk not in needed], by=None)


def settle_calls_of(student_ids: list[int]) -> None:
    """Rights around these students have changed: no call stays that may not be made now."""
    sources = Errand.objects.open().filter(source__startswith=f"{SOURCE}:", family__student__in=student_ids)
    for survey_id in {int(source.split(":")[1]) for source in sources.values_list("source", flat=True)}:
        settle_calls(survey_id)
