"""The plan: its years, team, meetings, goals and actions, and the versions it went through."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gatepost.framework.types import InvolvementType
from gatepost.kernel.constraints import both_or_neither
from gatepost.people.models import Person, School, Section
from gatepost.people.roles import STAFF_ROLES
from gatepost.touchpoints.models import Activity


class PlanState(models.TextChoices):
    DRAFT = "draft", _("Being written")
    PROPOSED = "proposed", _("Put before the body that approves it")
    APPROVED = "approved", _("Approved")
    CLOSED = "closed", _("Over")


NEXT: dict[str, frozenset[str]] = {
    PlanState.DRAFT: frozenset({PlanState.PROPOSED}),
    PlanState.PROPOSED: frozenset({PlanState.DRAFT, PlanState.APPROVED}),
    PlanState.APPROVED: frozenset({PlanState.DRAFT, PlanState.CLOSED}),
    PlanState.CLOSED: frozenset(),
}


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, person: Person) -> "PlanQuerySet":
        """All staff of the school read it; who writes is told by the rules."""
        return self.filter(school_id__in=person.schools_as(STAFF_ROLES))


class Plan(models.Model):
    """One school's partnership plan for one or more school years; `first_year` 2026 means the year that begins in 2026."""

    school = models.ForeignKey(School, models.CASCADE, related_name="plans")
    title = models.CharField(max_length=200)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    vision = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=PlanState, default=PlanState.DRAFT)
    approving_body = models.CharField(max_length=200, blank=True, help_text="who approves: the school board, the council …")
    approved_on = models.DateField(null=True, blank=True)
    approved_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", help_text="who wrote the approval down"
    )
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="copies")
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-first_year", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year"), last_year__lte=F("first_year") + 9), name="plans_plan_years"
            ),
            both_or_neither("approved_on", "approved_by", name="plans_plan_approved_by_someone"),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_on__isnull=False), name="plans_plan_approved_on_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Side(models.TextChoices):
    """From which side somebody sits in the team."""

    FAMILIES = "families", _("Families")
    TEACHERS = "teachers", _("Teachers")
    LEADERSHIP = "leadership", _("Leadership")
    STUDENTS = "students", _("Students")
    COMMUNITY = "community", _("Community")


class TeamMember(models.Model):
    """Somebody of the team; `person` is empty for who is not in the roster, such as a neighbour of the school."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200)
    side = models.CharField(max_length=12, choices=Side)
    task = models.CharField(max_length=200, blank=True)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class TeamMeeting(models.Model):
    """The team met or will meet: what about, who was there, what was said and decided."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="meetings")
    meets_on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    agenda = models.TextField(blank=True)
    minutes = models.TextField(blank=True)
    attended = models.ManyToManyField(TeamMember, blank=True, related_name="meetings")

    class Meta:
        ordering = ["-meets_on", "-pk"]

    def __str__(self) -> str:
        return f"Meeting of {self.meets_on}"


class GoalKind(models.TextChoices):
    ACADEMIC = "academic", _("Learning")
    BEHAVIOUR = "behaviour", _("Behaviour")
    CLIMATE = "climate", _("A school where families are at home")
    OTHER = "other", _("Something else")


class Goal(models.Model):
    """What the school wants to be different, told by one number: where it stood, where it shall stand, and by when."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="goals")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=GoalKind)
    title = models.CharField(max_length=300)
    reason = models.TextField(blank=True)
    indicator = models.CharField(max_length=300, blank=True)
    unit = models.CharField(max_length=30, blank=True, help_text="%, families, days …")
    baseline = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    asked_families = models.BooleanField(default=False, help_text="families had a voice in setting it")

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"], name="plans_goal_number_once", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return self.title


class Reading(models.Model):
    """Where a goal's number stood on a day."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="readings")
    read_on = models.DateField()
    value = models.DecimalField(max_digits=10, decimal_places=2)
    read_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["read_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["goal", "read_on"], name="plans_reading_once")]

    def __str__(self) -> str:
        return f"{self.read_on}: {self.value}"


class ActionStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under-way", _("Under way")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Not done")


class Action(models.Model):
    """What somebody does, for whom, from when to when. Contacts made as part of it gather under its `activity`."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="actions")
    goal = models.ForeignKey(Goal, models.SET_NULL, null=True, blank=True, related_name="actions")
    activity = models.OneToOneField(Activity, models.PROTECT, null=True, blank=True, related_name="action")
    title = models.CharField(max_length=200)
    main_type = models.CharField(max_length=20, choices=InvolvementType)
    other_types = ArrayField(models.CharField(max_length=20, choices=InvolvementType), default=list, blank=True)
    sections = models.ManyToManyField(
        Section, blank=True, related_name="+", help_text="whom it is meant for; empty: the whole school"
    )
    grades = ArrayField(models.CharField(max_length=20), default=list, blank=True, help_text="whom it is meant for, by grade")
    languages = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, help_text="families who read these; empty: all"
    )
    owner = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    helpers = models.CharField(max_length=300, blank=True)
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    steps = models.TextField(blank=True, help_text="one on each line")
    cost = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    spent = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    indicator = models.CharField(max_length=300, blank=True, help_text="how one sees that it worked")
    status = models.CharField(max_length=10, choices=ActionStatus, default=ActionStatus.PLANNED)
    measure = models.PositiveSmallIntegerField(null=True, blank=True, help_text="of the 15 measures, which one it came from")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["begins_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(begins_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("begins_on")),
                name="plans_action_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """Under which its contacts are gathered and its two questions are asked."""
        return f"plans.action:{self.pk}"


class PlanVersion(models.Model):
    """The plan as it stood at a moment that mattered: put forward, approved, changed after approval."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField(help_text="vision, team, goals and actions as they stood")
    occasion = models.CharField(max_length=200)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plans_version_once")]

    def __str__(self) -> str:
        return f"Version {self.number} of {self.plan_id}"
