"""A case: a family the school has lost touch with, who looks after it, what was tried, and how it ended."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gatepost.errands.models import Errand
from gatepost.people.barriers import BarrierKind
from gatepost.people.models import Family, Person, School
from gatepost.people.roles import WHOLE_SCHOOL_ROLES


class ClosingReason(models.TextChoices):
    """Why nobody works on a case any more. None of them says anything against the family."""

    IN_DIALOGUE = "in-dialogue", _("We are in dialogue")
    RESPECTED = "respected", _("They asked us to leave it for now, and we respect that")
    ALL_TRIED = "all-tried", _("We have tried all we know; we look again next term")
    LEFT = "left", _("The child has left the school")
    RIGHTS = "rights", _("Nobody of this home may be contacted about the child")
    MISTAKE = "mistake", _("Opened by mistake")


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> "CaseQuerySet":
        return self.filter(closed_at=None)

    def visible_to(self, person: Person) -> "CaseQuerySet":
        """All of the school for those who look after it; those of her sections' families for a teacher."""
        seen = Q(school_id__in=person.schools_as(WHOLE_SCHOOL_ROLES))
        if person.taught_section_ids:
            seen |= Q(family__in=Family.objects.visible_to(person).values("pk"))
        return self.filter(seen)


class Case(models.Model):
    """One family and the person who looks after it until something goes both ways again. At most one is open per family.

    `barrier` is the one the school thinks matters most (`people.barriers`); blank: not known.
    """

    family = models.ForeignKey(Family, models.CASCADE, related_name="cases")
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.TextField(help_text="why it was opened, in words")
    barrier = models.CharField(max_length=20, choices=BarrierKind, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", help_text="empty: by itself")
    closing_reason = models.CharField(max_length=20, choices=ClosingReason, blank=True)
    closing_note = models.TextField(blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["family"], condition=Q(closed_at=None), name="reach_case_one_open"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closing_reason="") | (Q(closed_at__isnull=False) & ~Q(closing_reason="")),
                name="reach_case_closed_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["school", "closed_at", "owner"])]

    def __str__(self) -> str:
        return f"Case of family {self.family_id}"


class Attempt(models.Model):
    """One step of a case that a named person was asked to take; owner, day and result stand in its errand."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="attempts")
    errand = models.OneToOneField(Errand, models.CASCADE, related_name="attempt")
    step = models.CharField(max_length=20, help_text="a rung of the ladder (`reach.ladder.StepKind`)")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.step} in case {self.case_id}"
