"""Home visits that protect families: voluntary, arranged ahead, in pairs, about hopes and dreams, to families like all others."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gatepost.people.models import Family, Person, School
from gatepost.people.roles import STAFF_ROLES, WHOLE_SCHOOL_ROLES


class VisitState(models.TextChoices):
    OFFERED = "offered", _("Offered")
    AGREED = "agreed", _("They would like it")
    DECLINED = "declined", _("They would rather not")
    PLANNED = "planned", _("Planned")
    DONE = "done", _("Done")
    CALLED_OFF = "called-off", _("Called off")


class HomeVisitQuerySet(models.QuerySet["HomeVisit"]):
    def visible_to(self, person: Person) -> "HomeVisitQuerySet":
        """All of the school for those who look after it; one's own, and those to families of one's sections, for a teacher."""
        seen = Q(school_id__in=person.schools_as(WHOLE_SCHOOL_ROLES)) | (
            Q(school_id__in=person.schools_as(STAFF_ROLES)) & (Q(lead=person) | Q(partner=person))
        )
        if person.taught_section_ids:
            seen |= Q(family__in=Family.objects.visible_to(person).values("pk"))
        return self.filter(seen)


class HomeVisit(models.Model):
    """One visit from the offer to the notes. Nothing is planned that the family has not said yes to; two go, never one."""

    family = models.ForeignKey(Family, models.CASCADE, related_name="visits")
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    state = models.CharField(max_length=12, choices=VisitState, default=VisitState.OFFERED)
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True, help_text="when the family said yes or no")
    lead = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    partner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    interpreter = models.CharField(max_length=120, blank=True, help_text="who interprets, where the pair does not speak the language")
    where = models.CharField(max_length=200, blank=True, help_text="blank: at home; else the place the family chose")
    begins_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True, help_text="when the pair expects to be out again")
    started_at = models.DateTimeField(null=True, blank=True)
    safe_at = models.DateTimeField(null=True, blank=True, help_text="when the pair said that both are out and well")
    alarmed_at = models.DateTimeField(null=True, blank=True, help_text="when somebody was asked to look after the pair")
    hopes = models.TextField(blank=True, help_text="what the family hopes and dreams for the child")
    strengths = models.TextField(blank=True, help_text="what the family knows and does, what the child is good at")
    asked_of_school = models.TextField(blank=True, help_text="what the school could do")
    minutes = models.PositiveSmallIntegerField(null=True, blank=True, help_text="at the visit, per person")
    travel_minutes = models.PositiveSmallIntegerField(null=True, blank=True, help_text="there and back, per person")
    compensated_at = models.DateTimeField(null=True, blank=True)

    objects = HomeVisitQuerySet.as_manager()

    class Meta:
        ordering = ["-begins_at", "-offered_at"]
        constraints = [
            models.CheckConstraint(condition=Q(lead=None) | Q(partner=None) | ~Q(lead=F("partner")), name="reach_visit_by_two"),
            models.CheckConstraint(
                condition=~Q(state__in=["planned", "done"])
                | Q(lead__isnull=False, partner__isnull=False, begins_at__isnull=False, answered_at__isnull=False),
                name="reach_visit_in_a_pair_and_agreed",
            ),
            models.UniqueConstraint(
                fields=["family"], condition=Q(state__in=["offered", "agreed", "planned"]), name="reach_visit_one_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["school", "state", "begins_at"])]

    def __str__(self) -> str:
        return f"Visit to family {self.family_id}: {self.state}"
