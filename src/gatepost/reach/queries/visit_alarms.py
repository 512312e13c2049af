"""Who was asked to look after a pair that has not been heard of."""

from django.utils.translation import gettext as _

from gatepost.errands.models import Errand
from gatepost.reach.models import HomeVisit


def whom_we_asked(visit: HomeVisit) -> str:
    """One sentence for the page of the visit; blank while there is no alarm."""
    if not visit.is_alarmed:
        return ""
    alarms = Errand.objects.filter(source__startswith=f"reach.visit:{visit.pk}:alarm:")
    asked = alarms.select_related("owner").order_by("-created_at", "-pk").first()
    if asked is not None:
        return _("%(name)s was asked to look after them.") % {"name": asked.owner.full_name}
    if visit.school.email:
        words = {"address": visit.school.email}
        return _("Nobody else is on the staff of this school, so we wrote to the school’s own address, %(address)s.") % words
    return _("Nobody could be asked: nobody else is on the staff of this school, and we know no e-mail address of it.")
