"""Reading the ledger: always from what the viewer may see."""

from gatepost.people.models import Family, Person, School
from gatepost.people.roles import Role
from gatepost.touchpoints.models import Touchpoint, TouchpointQuerySet


def ledger_of(family: Family, viewer: Person) -> TouchpointQuerySet:
    """Every row of the family that counts, newest first, with the people in it."""
    rows = Touchpoint.objects.visible_to(viewer).counting().filter(family=family)
    return rows.select_related("adult", "staff", "mended_by", "corrects", "activity").order_by("-at", "-pk")


def school_of_family(family: Family) -> School | None:
    """The school at which the child is enrolled now."""
    return (
        School.objects.filter(
            school_roles__person_id=family.student_id, school_roles__role=Role.STUDENT, school_roles__ended_at=None
        )
        .order_by("pk")
        .first()
    )
