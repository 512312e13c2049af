"""Reading yearly reviews."""

from django.db.models import Count

from gatepost.people.models import Person
from gatepost.plans.models import Plan, Review


def reviews_of(viewer: Person) -> list[Review]:
    """All of the school, newest first, with the number of their decisions."""
    plans = Plan.objects.visible_to(viewer)
    rows = Review.objects.filter(plan__in=plans).select_related("plan__school", "next_plan", "made_by")
    return list(rows.annotate(decided=Count("decisions")).order_by("-year", "-pk"))


def review_for(viewer: Person, pk: int) -> Review | None:
    rows = Review.objects.filter(plan__in=Plan.objects.visible_to(viewer)).select_related("plan__school", "next_plan", "made_by")
    return rows.filter(pk=pk).first()
