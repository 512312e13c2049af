"""Keeping the plan as it stands at a moment that matters."""

from django.db import transaction

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.people.models import Person
from gatepost.plans.models import Plan, PlanVersion
from gatepost.plans.queries.versions import content_of


@transaction.atomic
def keep_version(plan: Plan, *, occasion: str, by: Person) -> PlanVersion:
    """The next version; whoever calls has asked who may, and holds the plan."""
    last = plan.versions.order_by("-number").values_list("number", flat=True).first() or 0
    made = PlanVersion.objects.create(
        plan=plan, number=last + 1, content=content_of(plan), occasion=occasion[:200], made_by=by, made_at=clock.now()
    )
    history.record("plans.keep_version", by=by, subject=plan, number=made.number)
    return made
