"""Words for the top of the day's page."""

from django.utils import timezone
from django.utils.translation import gettext as _

from gatepost.kernel import clock


def greeting() -> str:
    """Good morning, afternoon or evening, in the school's zone."""
    hour = timezone.localtime(clock.now()).hour
    if hour < 12:
        return _("Good morning")
    return _("Good afternoon") if hour < 18 else _("Good evening")
