"""What the ledger shows of the practices that a survey asks about, counted once with the answers."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from gatepost.kernel import clock
from gatepost.people.models import Family
from gatepost.people.models.guardianship import FamilyQuerySet
from gatepost.people.school_years import bounds_of, year_of
from gatepost.surveys.instrument.mirror import LEDGER
from gatepost.surveys.models import Survey
from gatepost.touchpoints.models import GOT_THROUGH, Touchpoint


def ledger_of(survey: Survey) -> dict[str, list[int]]:
    """Practice → families with at least one such contact in the survey's school year so far, and all families it asks.

    Two statements, whatever the number of practices. Counted is what got through, not what was tried.
    """
    practices = {item for item in survey.items.exclude(practice="").values_list("practice", flat=True) if item in LEDGER}
    families = _families(survey)
    number = families.count() if practices else 0
    if not number:
        return {}
    first, last = _stretch(survey)
    rows = Touchpoint.objects.counting().filter(
        school_id=survey.school_id, family__in=families.values("pk"), at__gte=first, at__lt=last, outcome__in=sorted(GOT_THROUGH)
    )
    counts = {
        f"p{place}": Count("family", distinct=True, filter=Q(**LEDGER[practice].lookups))
        for place, practice in enumerate(sorted(practices))
    }
    found = rows.aggregate(**counts)
    return {practice: [found[f"p{place}"], number] for place, practice in enumerate(sorted(practices))}


def _families(survey: Survey) -> FamilyQuerySet:
    families = Family.objects.current().of_school(survey.school_id)
    sections = list(survey.sections.values_list("pk", flat=True))
    if sections:
        families = families.filter(
            student__enrolments__section__in=sections, student__enrolments__role="student", student__enrolments__ended_at=None
        )
    return families.distinct()


def _stretch(survey: Survey) -> tuple[dt.datetime, dt.datetime]:
    """From the first day of the school year in which it was opened until it was closed, or until now."""
    zone = ZoneInfo(survey.school.timezone)
    opened = survey.opened_at or survey.created_at
    first, last = bounds_of(year_of(opened.astimezone(zone).date(), survey.school_id), survey.school_id)
    begins = dt.datetime.combine(first, dt.time(), zone)
    ends = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), zone)
    return begins, min(ends, survey.closed_at or clock.now())
