"""Visits in words that do not grow old: days as dates, in the school's own zone. For errands and pages of staff."""

import datetime as dt
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from gatepost.languages.tags import babel_locale
from gatepost.people.models import Person
from gatepost.reach.models import HomeVisit
from gatepost.reach.wording import listed


def _locale() -> str:
    return babel_locale(translation.get_language() or "en")


def clock_time(moment: dt.datetime, zone: str) -> str:
    """The hour where the school is."""
    return format_time(moment.astimezone(ZoneInfo(zone)), format="short", locale=_locale())


def day_of(visit: HomeVisit) -> dt.date | None:
    """The day of the visit where the school is."""
    return visit.begins_at.astimezone(ZoneInfo(visit.school.timezone)).date() if visit.begins_at else None


def day_and_hour(visit: HomeVisit) -> str:
    """Thursday, 3 December, 17:00 to 18:00; blank while nothing is planned."""
    if visit.begins_at is None or visit.ends_at is None:
        return ""
    zone = visit.school.timezone
    day = format_date(day_of(visit), format="EEEE, d MMMM", locale=_locale())
    hours = {"day": day, "begin": clock_time(visit.begins_at, zone), "end": clock_time(visit.ends_at, zone)}
    return _("%(day)s, %(begin)s to %(end)s") % hours


def names_of(people: "tuple[Person, ...] | list[Person]") -> str:
    """Ben Ortiz and Carla Rossi."""
    return listed(person.full_name for person in people)


def apart(name: str) -> str:
    """A name set apart from the sentence around it, whichever way its script runs."""
    return f"\u2068{name}\u2069"


def place_of(visit: HomeVisit) -> str:
    """Where they meet."""
    return visit.where or _("at their home")


def link_to(visit: HomeVisit) -> str:
    """The whole address of the visit's page, for errands and e-mail."""
    return f"{settings.BASE_URL}{reverse('reach:visit', args=[visit.pk])}"


def duration_in_words(minutes: int) -> str:
    """1 h 20 min."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": rest}
    if not rest:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)02d min") % {"hours": hours, "minutes": rest}
