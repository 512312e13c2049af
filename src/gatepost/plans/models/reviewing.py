"""Looking back: what an action brought, which measures were taken up and why, the self-review, the yearly review."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gatepost.people.models import Person, School
from gatepost.plans.models.plans import Action, Plan


class Evaluation(models.Model):
    """Two minutes after an action, by one who was part of it: how it went, what helped, what to change."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="evaluations")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_on = models.DateField()
    went = models.PositiveSmallIntegerField(help_text="1 (not as hoped) to 5 (better than hoped)")
    helped = models.TextField(blank=True)
    change = models.TextField(blank=True)

    class Meta:
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["action", "by"], name="plans_evaluation_once"),
            models.CheckConstraint(condition=Q(went__gte=1, went__lte=5), name="plans_evaluation_in_five_steps"),
        ]

    def __str__(self) -> str:
        return f"Evaluation of {self.action_id}"


class Verdict(models.TextChoices):
    ADOPT = "adopt", _("We do it")
    ADAPT = "adapt", _("We do it our way")
    DECLINE = "decline", _("Not for us")


class MeasureDecision(models.Model):
    """What a school decided about one of the 15 measures for one school year, why, and who decided. Decisions are added, never changed."""

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    measure = models.PositiveSmallIntegerField(help_text="1 to 15, as in the catalogue")
    year = models.PositiveSmallIntegerField(help_text="the school year that begins in it")
    verdict = models.CharField(max_length=8, choices=Verdict)
    our_way = models.TextField(blank=True, help_text="where it is adapted: how")
    reason = models.TextField()
    decided_by = models.CharField(max_length=200, help_text="the body or person who decided")
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["measure", "-year", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(measure__gte=1, measure__lte=15), name="plans_measure_of_the_catalogue"),
            models.CheckConstraint(condition=~Q(reason=""), name="plans_measure_decided_for_a_reason"),
            models.CheckConstraint(condition=~Q(verdict="adapt") | ~Q(our_way=""), name="plans_measure_adapted_somehow"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} in {self.year}: {self.verdict}"


class Agreement(models.Model):
    """What the sides agreed on one sign of good partnership after they had rated it separately and talked."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="agreements")
    survey_reference = models.CharField(max_length=120, help_text="the self-review it belongs to (surveys.survey:7)")
    sign = models.SlugField(max_length=60)
    level = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)
    agreed_on = models.DateField()
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "survey_reference", "sign"], name="plans_agreement_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="plans_agreement_in_five_levels"),
        ]

    def __str__(self) -> str:
        return f"{self.sign}: {self.level}"


class Review(models.Model):
    """One year looked back on: the pack as it was put before the meeting, and what was decided there."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="reviews")
    year = models.PositiveSmallIntegerField()
    meets_on = models.DateField(null=True, blank=True)
    pack = models.JSONField(default=dict, help_text="what the meeting had before it")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    closed_on = models.DateField(null=True, blank=True)
    next_plan = models.ForeignKey(Plan, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["plan", "year"], name="plans_review_once")]

    def __str__(self) -> str:
        return f"Review of {self.year}"


class Decision(models.Model):
    """One thing that was decided at a review: what, why, who does it by when."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="decisions")
    words = models.TextField()
    reason = models.TextField(blank=True)
    owner = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.words[:60]
