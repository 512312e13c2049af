"""Persons: one row per human being, whatever hats they wear."""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from gatepost.kernel import clock
from gatepost.kernel.text import search_key
from gatepost.people.models.sources import Sourced
from gatepost.people.roles import FAMILY, STAFF_ROLES, WHOLE_SCHOOL_ROLES, Role


class PersonKind(models.TextChoices):
    STUDENT = "student", _("Student")
    ADULT = "adult", _("Adult")


class PersonQuerySet(models.QuerySet["Person"]):
    def current(self) -> "PersonQuerySet":
        return self.filter(ended_at=None)

    def students_visible_to(self, person: "Person") -> "PersonQuerySet":
        """Students whom this member of staff may see: of the whole school, or of her sections."""
        in_school = Q(
            school_roles__school_id__in=person.schools_as(WHOLE_SCHOOL_ROLES),
            school_roles__role=Role.STUDENT,
            school_roles__ended_at=None,
        )
        taught = Q(
            enrolments__section__in=person.taught_section_ids,
            enrolments__role="student",
            enrolments__ended_at=None,
        )
        ids = Person.objects.filter(in_school).values("pk").union(Person.objects.filter(taught).values("pk"))
        return self.filter(kind=PersonKind.STUDENT, pk__in=ids)

    def adults_visible_to(self, person: "Person") -> "PersonQuerySet":
        """Adults with a guardianship, ended ones included, for a student of a school that this person looks after."""
        students = Person.objects.filter(
            school_roles__school_id__in=person.schools_as(WHOLE_SCHOOL_ROLES), school_roles__role=Role.STUDENT
        )
        return self.filter(kind=PersonKind.ADULT, guardianships__student__in=students.values("pk")).distinct()


class Person(Sourced):
    """One human being. Found again by (source, sourced_id) only, never by name or e-mail."""

    kind = models.CharField(max_length=10, choices=PersonKind)
    given_name = models.CharField(max_length=200)
    family_name = models.CharField(max_length=200, blank=True)
    preferred_name = models.CharField(max_length=200, blank=True)
    read_language = models.CharField(max_length=20, blank=True, help_text="BCP 47, what to write in; blank: not known")
    spoken_languages = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    prefers_call = models.BooleanField(default=False, help_text="please call rather than write")
    is_protected = models.BooleanField(default=False, help_text="address and contacts are shown to nobody but two roles")
    search_key = models.CharField(max_length=420, blank=True)

    objects = PersonQuerySet.as_manager()

    # Set by the session: a parent who is also staff and came by the family door acts as family only.
    came_by_family_door = False
    # Set by the session: at which of several schools the person acts now. Roles held elsewhere do not count meanwhile,
    # so that what one may do at one school never reaches into another; without a choice it is the first school.
    acts_at: int | None = None

    class Meta(Sourced.Meta):
        ordering = ["family_name", "given_name", "pk"]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = search_key(f"{self.called} {self.family_name} {self.given_name}")[:420]
        super().save(*args, **kwargs)

    @property
    def called(self) -> str:
        """The name the person goes by."""
        return self.preferred_name or self.given_name

    @property
    def full_name(self) -> str:
        return f"{self.called} {self.family_name}".strip()

    @cached_property
    def _staff_roles_everywhere(self) -> list[tuple[int, str]]:
        """(school id, role) for every staff role held today; none for one who came by the family door."""
        if self.came_by_family_door or self.ended_at is not None:
            return []
        today = clock.today()
        held = self.school_roles.filter(
            Q(begins_on=None) | Q(begins_on__lte=today),
            Q(ends_on=None) | Q(ends_on__gte=today),
            ended_at=None,
            role__in=STAFF_ROLES,
        )
        return list(held.order_by("school_id", "role").values_list("school_id", "role"))

    @cached_property
    def _staff_roles_now(self) -> list[tuple[int, str]]:
        """The staff roles held at the one school at which the person acts."""
        schools = self.staff_schools
        acts_at = self.acts_at if self.acts_at in schools else next(iter(schools), None)
        return [held for held in self._staff_roles_everywhere if held[0] == acts_at]

    @property
    def staff_schools(self) -> list[int]:
        """Ids of all schools where a staff role is held, whether or not the person acts there now."""
        return sorted({school for school, _role in self._staff_roles_everywhere})

    @cached_property
    def role_slugs(self) -> frozenset[str]:
        """The roles held at this moment, `family` included for an adult who holds the contact right for a child today."""
        held = {role for _school, role in self._staff_roles_now}
        if self.kind == PersonKind.ADULT and self.guardianships.with_right("contact", on=clock.today()).exists():
            held.add(FAMILY)
        return frozenset(held)

    @cached_property
    def taught_section_ids(self) -> list[int]:
        """Sections this person teaches at this moment."""
        schools = self.schools_as({Role.TEACHER})
        if not schools:
            return []
        teaching = self.enrolments.filter(role="teacher", ended_at=None, section__school_id__in=schools)
        return list(teaching.values_list("section_id", flat=True))

    def schools_as(self, roles: Iterable[str], *, everywhere: bool = False) -> list[int]:
        """The school at which the person acts, if one of these roles is held there; else nothing.

        `everywhere`: all schools where one is held. For judging somebody else's reach, never for granting anything.
        """
        wanted = set(roles)
        held = self._staff_roles_everywhere if everywhere else self._staff_roles_now
        return sorted({school for school, role in held if role in wanted})

    @property
    def is_staff_somewhere(self) -> bool:
        return bool(self._staff_roles_now)


class NeedKind(models.TextChoices):
    INTERPRETER = "interpreter", _("An interpreter")
    CHILDCARE = "childcare", _("Childcare during meetings")
    TRANSPORT = "transport", _("Transport")
    ACCESS = "access", _("Step-free access")
    NO_INTERNET = "no-internet", _("No internet at home")
    LARGE_PRINT = "large-print", _("Large print")


class Need(models.Model):
    """What helps this person to take part; asked once, respected everywhere."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="needs")
    kind = models.CharField(max_length=20, choices=NeedKind)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="people_need_once")]

    def __str__(self) -> str:
        return self.get_kind_display()
