"""Whether what a survey comes to may be seen yet, and the sentence that stands there instead."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gatepost.surveys.models import Privacy, Response, Sealed, Survey, SurveyState


def waits(survey: Survey) -> bool:
    """A confidential survey shows nothing while answers come in, nor before its groups are settled: looks could be compared."""
    return survey.privacy == Privacy.CONFIDENTIAL and (survey.state != SurveyState.CLOSED or survey.settled_at is None)


def waiting_sentence(survey: Survey) -> str:
    """Blank where nothing has to wait. How many have answered is known to the school anyway."""
    if not waits(survey):
        return ""
    if survey.state == SurveyState.CLOSED:
        return _("The survey is closed. Its answers are being counted and stand here in a few minutes.")
    number = Response.objects.filter(survey=survey).count()
    return ngettext(
        "Shown after closing: %(number)d person has answered so far.",
        "Shown after closing: %(number)d people have answered so far.",
        number,
    ) % {"number": number}


def why_it_waits() -> str:
    return _(
        "This survey is confidential. While answers come in, two looks at the numbers could tell what one person said in between;"
        " so they are shown once, when the survey is closed."
    )


def locked_sentence(survey: Survey) -> str:
    """How many anonymous answers lie in the box still; blank where none does."""
    number = Sealed.objects.filter(survey=survey).count() if survey.privacy == Privacy.ANONYMOUS else 0
    if not number:
        return ""
    return ngettext(
        "%(number)d answer waits locked. Answers are let out in tens that are alike, the last of them when the survey is closed.",
        "%(number)d answers wait locked. They are let out in tens that are alike, the last of them when the survey is closed.",
        number,
    ) % {"number": number}
