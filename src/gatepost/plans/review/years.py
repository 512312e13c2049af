"""The last three school years, number by number."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import Count, Min, Q

from gatepost.framework.types import InvolvementType, Sector
from gatepost.people.models import Person, School
from gatepost.people.school_years import bounds_of, label_of
from gatepost.plans.models import Action, ActionStatus, Plan, Verdict
from gatepost.plans.queries.measures import measure_table
from gatepost.plans.queries.overview import lies_within
from gatepost.plans.queries.pitfalls import scope_of
from gatepost.reach.models import GroupKind, WeekCount
from gatepost.surveys.models import Survey, SurveyKind, SurveyState
from gatepost.surveys.queries.table import respondents_by_type
from gatepost.surveys.queries.voices import voices_of
from gatepost.touchpoints.models import TWO_WAY, Outcome, Touchpoint
from gatepost.training.queries import year_of_training

YEARS = 3
# So long after its first row the ledger shows a whole window of any school.
FULL_AFTER = dt.timedelta(days=90)


@dataclass(frozen=True)
class Year:
    """One school year; None: nothing is on record."""

    year: int
    label: str
    dialogue: tuple[int, int] | None
    two_way: int | None
    took_part: int | None
    actions: tuple[int, int] | None
    families_say: int | None
    training: int | None
    measures: int | None
    cost: Decimal | None


def three_years(viewer: Person, school: School, year: int) -> list[Year]:
    """This year last. `year` is a school year of this school."""
    return [_year(viewer, school, one) for one in range(year - YEARS + 1, year + 1)]


def _year(viewer: Person, school: School, year: int) -> Year:
    bounds = bounds_of(year, school.pk)
    scope = scope_of(viewer, school, year=year)
    contacts = (
        Touchpoint.objects.counting()
        .filter(scope.within)
        .aggregate(
            all=Count("pk"),
            two_way=Count("pk", filter=Q(outcome__in=TWO_WAY)),
            took_part=Count("family", filter=Q(outcome=Outcome.TOOK_PART), distinct=True),
        )
    )
    begun = records_began(school)
    is_whole = bool(contacts["all"]) and begun is not None and begun <= bounds[0] + FULL_AFTER
    plans = Plan.objects.visible_to(viewer).filter(school=school, first_year__lte=year, last_year__gte=year)
    rows = Action.objects.filter(plan__in=plans).exclude(status=ActionStatus.DROPPED)
    actions = [action for action in rows if lies_within(action, bounds)]
    table = measure_table(school, viewer, year=year)
    training = year_of_training(school, *bounds)
    return Year(
        year,
        label_of(year, school.pk),
        dialogue=_dialogue(viewer, school, year),
        two_way=contacts["two_way"] if is_whole else None,
        took_part=contacts["took_part"] if is_whole else None,
        actions=(sum(action.status == ActionStatus.DONE for action in actions), len(actions)) if actions else None,
        families_say=_families_say(viewer, school, year),
        training=training.people if training.sessions else None,
        measures=table.count(Verdict.ADOPT) + table.count(Verdict.ADAPT) if table.open < len(table.lines) else None,
        cost=sum((action.spent for action in actions if action.spent is not None), Decimal(0)) or None,
    )


def _dialogue(viewer: Person, school: School, year: int) -> tuple[int, int] | None:
    """Families in dialogue and all families, at the last count of the year."""
    first, last = bounds_of(year, school.pk)
    weeks = WeekCount.objects.visible_to(viewer).filter(school=school, kind=GroupKind.ALL, on__gte=first, on__lte=last)
    week = weeks.order_by("-on").first()
    begun = records_began(school)
    if week is None or not week.families or begun is None or week.on < begun + FULL_AFTER:
        return None
    return week.in_dialogue, week.families


def records_began(school: School) -> dt.date | None:
    """The day of the ledger's first row. For some weeks after it the records do not show all that happened."""
    first = Touchpoint.objects.filter(school=school).aggregate(at=Min("at"))["at"]
    return first.astimezone(ZoneInfo(school.timezone)).date() if first else None


def survey_of(viewer: Person, school: School, year: int) -> Survey | None:
    """Of the year's closed surveys that asked all sides about the same practices: the one that speaks for most."""
    first, last = bounds_of(year, school.pk)
    surveys = Survey.objects.visible_to(viewer).filter(
        school=school,
        kind__in=[SurveyKind.MIRROR, SurveyKind.SHORT],
        state=SurveyState.CLOSED,
        opened_at__date__gte=first,
        opened_at__date__lte=last,
    )
    found = list(surveys.order_by("-opened_at", "-pk"))
    return next(
        (survey for survey in found if all(voices.are_enough for voices in voices_of(survey))), found[0] if found else None
    )


def _families_say(viewer: Person, school: School, year: int) -> int | None:
    """How many of the six types at least half of the families report."""
    survey = survey_of(viewer, school, year)
    if survey is None:
        return None
    counts = respondents_by_type(survey)
    cells = [cell for kind in InvolvementType.values if (cell := counts.get((kind, Sector.FAMILIES))) is not None]
    return sum(2 * cell.number >= cell.base for cell in cells) if cells else None
