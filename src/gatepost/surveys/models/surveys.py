"""A survey: its parts and items, who is asked, what was promised, and whether it is open."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gatepost.framework.types import InvolvementType, Sector
from gatepost.people.models import Person, School, Section
from gatepost.people.roles import WHOLE_SCHOOL_ROLES


class Privacy(models.TextChoices):
    """What is promised on the first page. Irrevocable once somebody has answered."""

    ANONYMOUS = "anonymous", _("Anonymous: nobody can find out who said what, not even with the database in hand")
    CONFIDENTIAL = "confidential", _("Confidential: kept with the person, shown only as numbers of groups")
    NAMED = "named", _("Named: the school reads who said what")


class Unit(models.TextChoices):
    """Who answers once."""

    ADULT = "adult", _("Every adult")
    FAMILY = "family", _("One answer for each family")


class SurveyState(models.TextChoices):
    DRAFT = "draft", _("Being written")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


NEXT: dict[str, frozenset[str]] = {
    SurveyState.DRAFT: frozenset({SurveyState.OPEN}),
    SurveyState.OPEN: frozenset({SurveyState.CLOSED}),
    SurveyState.CLOSED: frozenset(),
}


class SurveyKind(models.TextChoices):
    """What it was made from; some rooms make surveys of their own and find them again by `reference`."""

    MIRROR = "mirror", _("The partnership survey")
    SHORT = "short", _("The partnership survey, short form")
    INQUIRY = "inquiry", _("The first two questions")
    SELF_REVIEW = "self-review", _("The self-review")
    PULSE = "pulse", _("A pulse")
    EVALUATION = "evaluation", _("Two questions after an action")
    OWN = "own", _("Written here")


class SurveyQuerySet(models.QuerySet["Survey"]):
    def visible_to(self, person: Person) -> "SurveyQuerySet":
        """Those of the school for those who look after the whole of it."""
        return self.filter(school_id__in=person.schools_as(WHOLE_SCHOOL_ROLES))


class Survey(models.Model):
    """Questions to some sectors of a school. Words are kept by language: {"en": "…", "ar": "…"}."""

    school = models.ForeignKey(School, models.CASCADE, related_name="surveys")
    kind = models.CharField(max_length=12, choices=SurveyKind, default=SurveyKind.OWN)
    state = models.CharField(max_length=8, choices=SurveyState, default=SurveyState.DRAFT)
    title = models.JSONField(default=dict, help_text="by language")
    intro = models.JSONField(default=dict, blank=True, help_text="by language: what it is for and what becomes of it")
    privacy = models.CharField(max_length=12, choices=Privacy, default=Privacy.ANONYMOUS)
    unit = models.CharField(max_length=8, choices=Unit, default=Unit.ADULT)
    sectors = ArrayField(models.CharField(max_length=12, choices=Sector), default=list, help_text="who is asked")
    sections = models.ManyToManyField(Section, blank=True, related_name="+", help_text="empty: the whole school")
    languages = ArrayField(
        models.CharField(max_length=20), default=list, help_text="in which it can be answered; first: the one it was written in"
    )
    reference = models.CharField(max_length=120, blank=True, db_index=True, help_text="room.noun:id it belongs to")
    follows = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="followed_by",
        help_text="the earlier round of the same questions",
    )
    reminders = models.PositiveSmallIntegerField(
        default=2, help_text="how often somebody who has not answered is reminded at most"
    )
    reminds_itself = models.BooleanField(default=False, help_text="reminds without a press, on school days")
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True, help_text="the last day")
    closed_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(
        null=True, blank=True, help_text="confidential: since when its answers stand in the groups they are shown in"
    )
    answered_first_on = models.DateField(null=True, blank=True, help_text="from then on privacy, unit and items stand")

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state="draft") | Q(opened_at__isnull=False), name="surveys_open_since_a_moment"),
            models.CheckConstraint(condition=~Q(state="closed") | Q(closed_at__isnull=False), name="surveys_closed_at_a_moment"),
            models.CheckConstraint(condition=~Q(sectors=[]), name="surveys_survey_asks_somebody"),
        ]

    def __str__(self) -> str:
        return f"Survey {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == SurveyState.OPEN

    @property
    def is_promised(self) -> bool:
        """Somebody has answered: the promise and the questions stand."""
        return self.answered_first_on is not None


class Part(models.Model):
    """A page of a survey: items that belong together, under one title."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField()
    title = models.JSONField(default=dict, blank=True)
    lead = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["survey", "number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="surveys_part_once", deferrable=models.Deferrable.DEFERRED)
        ]

    def __str__(self) -> str:
        return f"Part {self.number} of {self.survey_id}"


class ItemKind(models.TextChoices):
    """How it is answered; decides what may be computed from it."""

    SCALE = "scale", _("Five steps, each with its own words")
    FREQUENCY = "frequency", _("How often, in five steps")
    CHOICE = "choice", _("One of several")
    CHECKLIST = "checklist", _("Any of several; never averaged")
    TEXT = "text", _("In own words")


# Kinds of which a mean has a meaning. A checklist is read item by item.
AVERAGED = frozenset({ItemKind.SCALE, ItemKind.FREQUENCY})


class Item(models.Model):
    """One question. `wordings`: sector → language → words; the sector "" stands for whoever has no wording of its own.

    `options`: [{"value": 1, "words": {"en": "…"}}, …] in the order shown; values of scales run from 1 (least) to 5 (most).
    A mirror item asks the same practice of several sectors; the `practice` names it, so that answers stand side by side
    across sectors, rounds and schools. From `favourable_from` on, a step counts as "yes, this happens".
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="items")
    part = models.ForeignKey(Part, models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField(help_text="within the survey")
    key = models.SlugField(max_length=60, help_text="the same in every round")
    kind = models.CharField(max_length=10, choices=ItemKind)
    wordings = models.JSONField(default=dict)
    options = models.JSONField(default=list, blank=True)
    sectors = ArrayField(models.CharField(max_length=12, choices=Sector), default=list, help_text="of whom it is asked")
    involvement_type = models.CharField(max_length=20, choices=InvolvementType, blank=True)
    practice = models.SlugField(max_length=60, blank=True, help_text="a mirror item: which practice")
    scale = models.SlugField(max_length=40, blank=True, help_text="items of one scale are averaged together")
    is_reversed = models.BooleanField(default=False, help_text="5 is the least: turned round before it is averaged")
    favourable_from = models.PositiveSmallIntegerField(default=4)
    shown_if = models.JSONField(default=dict, blank=True, help_text='{"item": key, "values": [1, 2]}: only to who answered so')

    class Meta:
        ordering = ["survey", "number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "key"], name="surveys_item_key_once"),
            models.UniqueConstraint(
                fields=["survey", "number"], name="surveys_item_number_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=~Q(sectors=[]), name="surveys_item_asks_somebody"),
            models.CheckConstraint(condition=Q(is_reversed=False) | ~Q(scale=""), name="surveys_reversed_within_a_scale"),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}:{self.key}"
