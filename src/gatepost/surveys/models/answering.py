"""Who was asked, and what came back. An anonymous answer is never joined to who gave it (see the decision record on the box).

While an anonymous survey runs, an answer lies sealed in the box; the key is not in the database. Answers leave the box in
groups of at least `FEWEST`, shuffled, without time and order, with coarse strata only.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gatepost.framework.types import InvolvementType, Sector
from gatepost.people.models import Family, Person
from gatepost.people.roles import WHOLE_SCHOOL_ROLES
from gatepost.surveys.models.surveys import Item, Survey

# No group of respondents smaller than this is shown, and no smaller one leaves the box.
FEWEST = 10


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, person: Person) -> "InvitationQuerySet":
        """Who was asked and who has answered at all: for those who look after the whole school."""
        return self.filter(survey__school_id__in=person.schools_as(WHOLE_SCHOOL_ROLES))


class Invitation(models.Model):
    """One adult, one member of staff or one student who is asked once; for a family survey, one of the family's adults each.

    Grade, section and language are those of the moment of asking: by them, response is set against enrolment.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, models.CASCADE, related_name="survey_invitations")
    families = models.ManyToManyField(Family, blank=True, related_name="+", help_text="for which families this person was asked")
    sector = models.CharField(max_length=12, choices=Sector)
    unit_key = models.CharField(max_length=40, help_text="person:7, or family:3 where one answer for each family is enough")
    language = models.CharField(max_length=20, blank=True)
    grade = models.CharField(max_length=20, blank=True)
    section_name = models.CharField(max_length=120, blank=True)
    need = models.CharField(max_length=20, blank=True)
    asked_on = models.DateField(null=True, blank=True)
    reminded = models.PositiveSmallIntegerField(default=0)
    reminded_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(
        null=True, blank=True, help_text="the day only; where one answer for each family is enough, set for all its adults"
    )
    declined_on = models.DateField(null=True, blank=True, help_text="asked not to be asked again")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "person", "sector"], name="surveys_invitation_once")]
        indexes = [
            models.Index(fields=["survey", "unit_key"]),
            models.Index(fields=["person"], condition=Q(answered_on=None), name="surveys_invitation_open"),
        ]

    def __str__(self) -> str:
        return f"Invitation {self.pk} to survey {self.survey_id}"


class Sealed(models.Model):
    """An anonymous answer in the box: padded and encrypted, readable only by the running program, and only until it is let out."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="sealed")
    blob = models.BinaryField()

    def __str__(self) -> str:
        return f"Sealed answer to survey {self.survey_id}"


class Stratum(models.Model):
    """A group of respondents who are alike in what is kept of them: coarse, and never fewer than ten for anonymous answers.

    A blank means: not kept, because the group would have been too small.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="strata")
    sector = models.CharField(max_length=12, choices=Sector)
    language = models.CharField(max_length=20, blank=True)
    grade = models.CharField(max_length=20, blank=True)
    section_name = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name_plural = "strata"
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "sector", "language", "grade", "section_name"], name="surveys_stratum_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sector} {self.language} {self.grade} {self.section_name}".strip()


class Response(models.Model):
    """One filled-in survey. `marks`: item key → value, or a list of values for a checklist; own words stand in `Remark`.

    `invitation` and `answered_on` are empty for anonymous answers; the key is random, so that it tells no order.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="responses")
    stratum = models.ForeignKey(Stratum, models.PROTECT, related_name="responses")
    marks = models.JSONField(default=dict)
    invitation = models.OneToOneField(Invitation, models.CASCADE, null=True, blank=True, related_name="response")
    answered_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Response {self.pk}"


class Remark(models.Model):
    """Own words to one open question. Of an anonymous answer they stand alone, joined to no other answer and no stratum."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(Item, models.CASCADE, related_name="remarks")
    sector = models.CharField(max_length=12, choices=Sector)
    language = models.CharField(max_length=20, blank=True)
    words = models.TextField()
    response = models.ForeignKey(Response, models.CASCADE, null=True, blank=True, related_name="remarks")
    sorted_as = ArrayField(models.CharField(max_length=20, choices=InvolvementType), default=list, blank=True)
    sorted_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="surveys_remark_not_blank")]

    def __str__(self) -> str:
        return f"Remark {self.pk}"


class Tally(models.Model):
    """How many of one stratum answered one item with one value: all that pages of results read, whatever the number of answers.

    The value -1 counts whoever was asked and gave none; a checklist counts each ticked option.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="tallies")
    stratum = models.ForeignKey(Stratum, models.CASCADE, related_name="tallies")
    item = models.ForeignKey(Item, models.CASCADE, related_name="tallies")
    value = models.SmallIntegerField()
    number = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "tallies"
        constraints = [models.UniqueConstraint(fields=["survey", "stratum", "item", "value"], name="surveys_tally_once")]

    def __str__(self) -> str:
        return f"{self.item_id}={self.value}: {self.number}"
