"""How an action went: who is asked, what colleagues said, and what families answered to two questions."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from gatepost.kernel import clock
from gatepost.kernel.shares import Share
from gatepost.people.models import Person
from gatepost.plans.models import Action, ActionStatus, Evaluation, Plan
from gatepost.surveys.models import FEWEST, Remark, Survey, SurveyKind, Tally
from gatepost.surveys.queries.waiting import waiting_sentence, waits
from gatepost.touchpoints.models import Touchpoint

# So long after its end people are asked how it went.
ASKED_FOR = dt.timedelta(days=42)
# The item of `surveys.instrument.ready.after_action` that is counted, and from which step on it says "it helped".
HELPED, HELPED_FROM = "helped", 4


def is_over(action: Action) -> bool:
    """It was done, or its last day has passed."""
    if action.status in {ActionStatus.DONE, ActionStatus.DROPPED}:
        return action.status == ActionStatus.DONE
    return action.ends_on is not None and action.ends_on < clock.today(action.plan.school.timezone)


def was_part_of(person: Person, action: Action) -> bool:
    """Owns it, is named among who helps, or wrote down contacts of it."""
    if action.owner_id == person.pk or _is_named(person, action):
        return True
    return action.activity_id is not None and Touchpoint.objects.filter(activity=action.activity_id, staff=person).exists()


def evaluations_due(person: Person) -> list[Action]:
    """Actions that are over and of which the person has not said yet how they went; for six weeks, the latest first."""
    since = clock.today() - ASKED_FOR
    made = Evaluation.objects.filter(action=OuterRef("pk"), by=person)
    wrote = Touchpoint.objects.filter(activity=OuterRef("activity_id"), staff=person)
    actions = (
        Action.objects.filter(plan__in=Plan.objects.visible_to(person))
        .filter(~Exists(made))
        .filter(Q(status=ActionStatus.DONE) | Q(ends_on__lt=clock.today() + dt.timedelta(days=1)))
        .exclude(status=ActionStatus.DROPPED)
        .filter(Q(ends_on__gte=since) | Q(ends_on=None))
        .annotate(has_written=Exists(wrote))
        .select_related("plan__school")
        .order_by("-ends_on", "-pk")
    )
    return [one for one in actions if is_over(one) and (one.has_written or one.owner_id == person.pk or _is_named(person, one))]


def _is_named(person: Person, action: Action) -> bool:
    return bool(person.full_name) and person.full_name.casefold() in action.helpers.casefold()


def evaluations_of(action: Action) -> QuerySet[Evaluation]:
    return action.evaluations.select_related("by")


@dataclass(frozen=True)
class FamiliesSaid:
    """What came back from the survey of an action. `helped` is None while fewer than ten have answered.

    `waiting`: the sentence of a confidential survey before its closing.
    """

    survey: Survey
    answered: int
    helped: Share | None
    remarks: int
    waiting: str = ""


def families_said(action: Action) -> FamiliesSaid | None:
    """None where the families were not asked."""
    survey = survey_of(action)
    if survey is None:
        return None
    if waits(survey):
        return FamiliesSaid(survey, 0, None, 0, waiting_sentence(survey))
    tallies = Tally.objects.filter(survey=survey, item__key=HELPED, value__gte=1)
    counted = tallies.aggregate(all=Sum("number"), helped=Sum("number", filter=Q(value__gte=HELPED_FROM)))
    answered = counted["all"] or 0
    if answered < FEWEST:
        return FamiliesSaid(survey, answered, None, 0)
    return FamiliesSaid(
        survey, answered, Share(counted["helped"] or 0, answered), Remark.objects.filter(item__survey=survey).count()
    )


def survey_of(action: Action) -> Survey | None:
    surveys = Survey.objects.filter(school=action.plan.school_id, reference=action.reference, kind=SurveyKind.EVALUATION)
    return surveys.order_by("-pk").first()
