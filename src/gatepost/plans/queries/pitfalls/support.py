"""The pitfall of letting go of families who are with us already."""

import datetime as dt

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gatepost.kernel import clock
from gatepost.kernel.templatetags.ui import day_in_words
from gatepost.people.models import Family
from gatepost.plans.queries.pitfalls.finding import SHOWN, Finding, Row, Scope, Verdict
from gatepost.touchpoints.models import TWO_WAY, Direction, Touchpoint

# Talked with us at least so often within a year, and heard nothing from us for so long.
OFTEN, QUIET_FOR, LOOKED_BACK = 4, dt.timedelta(days=70), dt.timedelta(days=365)
ENOUGH = 10


def dropped_support(scope: Scope) -> Finding:
    """Families who were often in touch and to whom nobody of the school has turned for ten weeks."""
    now = clock.now()
    rows = (
        Touchpoint.objects.counting()
        .filter(school=scope.school, at__gte=now - LOOKED_BACK, at__lt=now)
        .order_by()
        .values("family")
        .annotate(
            talks=Count("pk", filter=Q(outcome__in=TWO_WAY)),
            turned_to=Max("at", filter=Q(direction__in=[Direction.OUT, Direction.BOTH])),
        )
        .filter(talks__gte=OFTEN)
    )
    engaged = {int(row["family"]): row for row in rows}
    here = Family.objects.current().of_school(scope.school.pk).visible_to(scope.viewer).filter(pk__in=engaged)
    families = {family.pk: family for family in here.select_related("student").distinct()}
    quiet = [key for key in families if engaged[key]["turned_to"] is None or engaged[key]["turned_to"] < now - QUIET_FOR]
    words = _("%(talks)d contacts both ways within a year; last turned to: %(day)s")
    found = [
        Row(
            families[key].named,
            words % {"talks": engaged[key]["talks"], "day": day_in_words(engaged[key]["turned_to"]) or "–"},
            reverse("reach:family", args=[key]),
        )
        for key in sorted(quiet, key=lambda key: (-int(engaged[key]["talks"]), key))
    ]
    verdict = Verdict.TOO_LITTLE if len(families) < ENOUGH else Verdict.FOUND if found else Verdict.CLEAR
    return Finding(
        "dropped-support",
        gettext_lazy("Letting go of families who are with us"),
        gettext_lazy("Families in touch four times or more within a year, and when somebody of us last turned to them."),
        verdict,
        ngettext(
            "%(families)d family has been in touch often; to %(quiet)d of such families nobody has turned for ten weeks.",
            "%(families)d families have been in touch often; to %(quiet)d of them nobody has turned for ten weeks.",
            len(families),
        )
        % {"families": len(families), "quiet": len(quiet)},
        gettext_lazy("Write one of them a good word this week, and ask what they would like to do next."),
        tuple(found[:SHOWN]) if verdict == Verdict.FOUND else (),
        len(found) if verdict == Verdict.FOUND else 0,
    )
