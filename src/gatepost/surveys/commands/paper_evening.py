"""The end of a survey on paper: on its last evening what is entered is counted; afterwards what was not is forgotten."""

from zoneinfo import ZoneInfo

from django.db import transaction

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.surveys.commands.entering import count_sheets
from gatepost.surveys.models import Scan, ScannedPage, Sheet, SheetRun, SheetState, Survey, SurveyState
from gatepost.surveys.queries.answering import today_at

EVENING = 20  # by the clock of the school
_OPEN_STATES = (SheetState.ENTERED, SheetState.CONFLICT)


def count_on_last_evening() -> int:
    """Nobody loses an answer because a button was forgotten. Returns how many sheets were counted."""
    open_ones = Survey.objects.filter(state=SurveyState.OPEN, closes_on__isnull=False).select_related("school")
    number = 0
    for survey in open_ones.filter(sheet_runs__sheets__state=SheetState.ENTERED).distinct():
        hour = clock.now().astimezone(ZoneInfo(survey.school.timezone)).hour
        if survey.closes_on == today_at(survey) and hour >= EVENING:
            number += count_sheets(survey, by=None).number
    return number


def forget_uncounted() -> int:
    """What stands on sheets that a closed survey can no longer count, every scan of it and every pile to print. Returns how many sheets."""
    closed = Survey.objects.filter(state=SurveyState.CLOSED)
    return sum(_forget(survey) for survey in closed.filter(sheet_runs__isnull=False).distinct())


@transaction.atomic
def _forget(survey: Survey) -> int:
    sheets = Sheet.objects.filter(run__survey=survey, state__in=_OPEN_STATES)
    number = sheets.update(state=SheetState.PRINTED, entered=None, entered_again=None)
    pages, _details = ScannedPage.objects.filter(sheet__run__survey=survey).delete()
    scans, _details = Scan.objects.filter(survey=survey).delete()
    SheetRun.objects.filter(survey=survey).exclude(pdf=b"").update(pdf=b"")
    if number or pages or scans:
        history.record("surveys.forget_uncounted", by=None, subject=survey, sheets=number, scans=scans)
    return number
