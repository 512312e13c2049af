"""The ledger: one row for every contact or try, append-only, kept so by the database."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gatepost.channels.reasons import sentence
from gatepost.framework.types import ContentKind, InvolvementType, Tone
from gatepost.people.models import Family, Person, School
from gatepost.people.roles import WHOLE_SCHOOL_ROLES
from gatepost.touchpoints.models.activities import Activity


class Direction(models.TextChoices):
    OUT = "out", _("From the school")
    IN = "in", _("From the family")
    BOTH = "both", _("A talk")


class Means(models.TextChoices):
    """By which channel; the gate, a visit and paper rank equal with e-mail."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")
    LINK = "link", _("Personal link")
    LETTER = "letter", _("Letter or slip")
    PHONE = "phone", _("Phone")
    GATE = "gate", _("At the gate")
    VISIT = "visit", _("Visit")
    MEETING = "meeting", _("Meeting")


class Place(models.TextChoices):
    """Where it happened: what no system records otherwise is what families value most."""

    AFAR = "afar", _("From afar")
    GATE = "gate", _("At the gate")
    SCHOOL = "school", _("In school")
    HOME = "home", _("At their home")
    ELSEWHERE = "elsewhere", _("Somewhere else")


# Where a contact by this means happens, unless somebody says otherwise.
USUAL_PLACE = {Means.GATE: Place.GATE, Means.VISIT: Place.HOME, Means.MEETING: Place.SCHOOL}


def usual_place(means: str) -> Place:
    return USUAL_PLACE.get(Means(means), Place.AFAR)


class Outcome(models.TextChoices):
    """What came of it. Only read, answered and took part show that a person was reached."""

    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Delivered")
    READ = "read", _("Read")
    ANSWERED = "answered", _("Answered")
    TOOK_PART = "took-part", _("Took part")
    DECLINED = "declined", _("Declined")
    NO_ANSWER = "no-answer", _("No answer")
    FAILED = "failed", _("Did not arrive")
    WITHDRAWN = "withdrawn", _("Entered by mistake")


TWO_WAY = frozenset({Outcome.ANSWERED, Outcome.TOOK_PART})
REACHED = frozenset({Outcome.READ, Outcome.ANSWERED, Outcome.TOOK_PART})
# Something went through to the family: handed over and not come back, read, or answered (a refusal is an answer, too).
GOT_THROUGH = frozenset({Outcome.SENT, Outcome.DELIVERED, Outcome.READ, Outcome.ANSWERED, Outcome.TOOK_PART, Outcome.DECLINED})
# One try of the school each; `read` and answers are what came of one of these.
TRIES = frozenset({Outcome.SENT, Outcome.DELIVERED, Outcome.NO_ANSWER, Outcome.FAILED})


# Who made the row: somebody at the school wrote it down. What channels carried and what families themselves said stays as it is.
WRITTEN_DOWN = ("conversations.talk:", "errands.errand:", "touchpoints.import:")


class TouchpointQuerySet(models.QuerySet["Touchpoint"]):
    def visible_to(self, person: Person) -> "TouchpointQuerySet":
        """All of the school for those who look after it, her sections' families for a teacher."""
        looked_after = Q(school_id__in=person.schools_as(WHOLE_SCHOOL_ROLES))
        if not person.taught_section_ids:
            return self.filter(looked_after)
        return self.filter(looked_after | Q(family__in=Family.objects.visible_to(person).values("pk")))

    def counting(self) -> "TouchpointQuerySet":
        """Rows that no later row has corrected or overtaken, and that were not entered by mistake."""
        return self.filter(corrected_by=None).exclude(outcome=Outcome.WITHDRAWN)


class Touchpoint(models.Model):
    """When, who with whom about which child, by which means, about what, in which tone, and what came of it.

    `source` names the event that made the row ("channels.delivery:7:3:sent"), so no event is counted twice.
    A mistake is corrected, and a word about the same try ("sent") overtaken by a later one ("failed"), by a row that
    names the earlier in `corrects`; the earlier no longer counts, so a try counts once.
    """

    at = models.DateTimeField()
    # Few indexes: every row of a fan-out pays for each of them. School and family are found by the two in Meta.
    school = models.ForeignKey(School, models.CASCADE, related_name="+", db_index=False)
    family = models.ForeignKey(Family, models.CASCADE, related_name="touchpoints", db_index=False)
    adult = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    staff = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    direction = models.CharField(max_length=5, choices=Direction)
    means = models.CharField(max_length=10, choices=Means)
    place = models.CharField(max_length=10, choices=Place, default=Place.AFAR, db_default=Place.AFAR)
    outcome = models.CharField(max_length=12, choices=Outcome)
    involvement_type = models.CharField(max_length=20, choices=InvolvementType, default=InvolvementType.COMMUNICATING)
    content_kind = models.CharField(max_length=20, choices=ContentKind, default=ContentKind.LOGISTICS)
    tone = models.CharField(max_length=20, choices=Tone, default=Tone.NEUTRAL)
    note = models.TextField(blank=True)
    activity = models.ForeignKey(
        Activity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="touchpoints",
        db_index=False,
        help_text="what it was part of",
    )
    source = models.CharField(max_length=160)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")
    recorded_at = models.DateTimeField()
    mended_by = models.ForeignKey(
        Person,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="who put this row in place of a wrong one",
    )

    objects = TouchpointQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source"], name="touchpoints_touchpoint_once")]
        indexes = [
            models.Index(fields=["family", "at"]),
            models.Index(fields=["school", "at"]),
            # For counting states. Few rows are in these, and none that says "sent".
            models.Index(fields=["family", "at"], condition=Q(outcome__in=sorted(TWO_WAY)), name="touchpoints_talks"),
            models.Index(fields=["family", "corrects"], condition=Q(corrects__isnull=False), name="touchpoints_overtaken"),
            models.Index(fields=["activity", "family"], condition=Q(activity__isnull=False), name="touchpoints_of_activity"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.means} {self.direction} {self.outcome}"

    @property
    def note_in_words(self) -> str:
        """What somebody noted; for what did not arrive, why."""
        return sentence(self.note) if self.outcome == Outcome.FAILED else self.note

    @property
    def names_place(self) -> bool:
        """Where it happened is worth a word: not where the means says it already."""
        return self.place != usual_place(self.means)

    @property
    def was_written_down(self) -> bool:
        """By a person of the school; only such a row is mended or taken out by hand."""
        return self.first_source.startswith(WRITTEN_DOWN)

    @property
    def first_source(self) -> str:
        """The event that made the row, before anybody corrected it."""
        row = self
        while row.corrects is not None:
            row = row.corrects
        return row.source
