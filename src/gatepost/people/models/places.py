"""Schools, sections, and who belongs to them in which role."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gatepost.people.models.sources import Sourced
from gatepost.people.roles import WHOLE_SCHOOL_ROLES, Role

if TYPE_CHECKING:
    from gatepost.people.models.persons import Person


class School(Sourced):
    """One school: its name on every page and letter, its language and its clock."""

    name = models.CharField(max_length=255)
    slug = models.SlugField(max_length=80, unique=True)
    language = models.CharField(max_length=20, default="en", help_text="BCP 47; what a family gets when its own is missing")
    timezone = models.CharField(max_length=60, default="UTC")
    address = models.TextField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    window_school_days = models.PositiveSmallIntegerField(default=30, help_text="for the state of a family")

    class Meta(Sourced.Meta):
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SchoolRole(Sourced):
    """One person's role at one school, for a time."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="school_roles")
    school = models.ForeignKey(School, models.CASCADE, related_name="school_roles")
    role = models.CharField(max_length=20, choices=Role)
    grade = models.CharField(max_length=20, blank=True)
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta(Sourced.Meta):
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "school", "role"], condition=Q(ended_at=None), name="people_schoolrole_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} at {self.school_id}"


class SectionKind(models.TextChoices):
    HOMEROOM = "homeroom", _("Homeroom")
    SCHEDULED = "scheduled", _("Subject")


class SectionQuerySet(models.QuerySet["Section"]):
    def current(self) -> "SectionQuerySet":
        return self.filter(ended_at=None)

    def visible_to(self, person: "Person") -> "SectionQuerySet":
        """All sections for those who look after the whole school, her own for a teacher."""
        return self.filter(Q(school_id__in=person.schools_as(WHOLE_SCHOOL_ROLES)) | Q(pk__in=person.taught_section_ids))


class Section(Sourced):
    """A group of students taught together (a OneRoster class)."""

    school = models.ForeignKey(School, models.CASCADE, related_name="sections")
    name = models.CharField(max_length=120)
    grade = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=20, choices=SectionKind, default=SectionKind.HOMEROOM)

    objects = SectionQuerySet.as_manager()

    class Meta(Sourced.Meta):
        ordering = ["grade", "name"]

    def __str__(self) -> str:
        return self.name


class EnrolmentRole(models.TextChoices):
    STUDENT = "student", _("Student")
    TEACHER = "teacher", _("Teacher")


class Enrolment(Sourced):
    """One person in one section, as student or teacher, for a time."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="enrolments")
    section = models.ForeignKey(Section, models.CASCADE, related_name="enrolments")
    role = models.CharField(max_length=20, choices=EnrolmentRole)
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta(Sourced.Meta):
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "section", "role"], condition=Q(ended_at=None), name="people_enrolment_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.section_id}"
