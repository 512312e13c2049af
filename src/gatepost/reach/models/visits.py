"""Home visits that protect families: voluntary, arranged ahead, in pairs, about hopes and dreams, to families like all others."""

import datetime as dt
import hashlib
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gatepost.kernel import clock
from gatepost.kernel.constraints import both_or_neither
from gatepost.people.models import Family, Person, School
from gatepost.people.roles import STAFF_ROLES, WHOLE_SCHOOL_ROLES
from gatepost.reach.models.cases import Case
from gatepost.touchpoints.models import Activity, Means

# So long after a visit was expected to end somebody looks after the pair, unless it has said that all is well.
GRACE = dt.timedelta(minutes=30)


class VisitState(models.TextChoices):
    OFFERED = "offered", _("Offered")
    AGREED = "agreed", _("They would like it")
    DECLINED = "declined", _("They would rather not")
    PLANNED = "planned", _("Planned")
    DONE = "done", _("Done")
    CALLED_OFF = "called-off", _("Called off")


UNDER_WAY = (VisitState.OFFERED, VisitState.AGREED, VisitState.PLANNED)


class CalledOff(models.TextChoices):
    """Why a visit does not take place. None of them says anything against the family."""

    FAMILY = "family", _("It does not suit the family any more")
    STAFF = "staff", _("We could not go")
    NOT_MET = "not-met", _("We went, and did not meet")
    RIGHTS = "rights", _("It may not take place any more")


class HomeVisitQuerySet(models.QuerySet["HomeVisit"]):
    def visible_to(self, person: Person) -> "HomeVisitQuerySet":
        """All of the school for those who look after it; one's own, and those to families of one's sections, for a teacher."""
        own = Q(lead=person) | Q(partner=person)
        if person.taught_section_ids:
            own |= Q(family__in=Family.objects.visible_to(person).values("pk"))
        return self.filter(
            Q(school_id__in=person.schools_as(WHOLE_SCHOOL_ROLES)) | Q(own, school_id__in=person.schools_as(STAFF_ROLES))
        )

    def under_way(self) -> "HomeVisitQuerySet":
        return self.filter(state__in=UNDER_WAY)

    def overdue(self, at: dt.datetime) -> "HomeVisitQuerySet":
        """Visits whose pair should have said by now that both are out and well."""
        return self.filter(state=VisitState.PLANNED, safe_at=None, alarmed_at=None, ends_at__lte=at - GRACE)


class HomeVisit(models.Model):
    """One visit from the offer to the notes. Nothing is planned that the family has not said yes to; two go, never one."""

    family = models.ForeignKey(Family, models.CASCADE, related_name="visits")
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.SET_NULL, null=True, blank=True, related_name="visits")
    state = models.CharField(max_length=12, choices=VisitState, default=VisitState.OFFERED)
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    offered_means = models.CharField(max_length=10, choices=Means, blank=True, help_text="blank: the family asked for it")
    answered_at = models.DateTimeField(null=True, blank=True, help_text="when the family said yes or no")
    answered_means = models.CharField(max_length=10, choices=Means, blank=True, help_text="how it said so")
    suits = models.CharField(max_length=200, blank=True, help_text="days and hours that suit the family, in its words")
    lead = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    partner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    interpreter = models.CharField(
        max_length=120, blank=True, help_text="who interprets, where the pair does not speak the language"
    )
    where = models.CharField(max_length=200, blank=True, help_text="blank: at home; else the place the family chose")
    begins_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True, help_text="when the pair expects to be out again")
    started_at = models.DateTimeField(null=True, blank=True)
    safe_at = models.DateTimeField(null=True, blank=True, help_text="when the pair said that both are out and well")
    alarmed_at = models.DateTimeField(null=True, blank=True, help_text="when somebody was asked to look after the pair")
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_because = models.CharField(max_length=10, choices=CalledOff, blank=True)
    hopes = models.TextField(blank=True, help_text="what the family hopes and dreams for the child")
    strengths = models.TextField(blank=True, help_text="what the family knows and does, what the child is good at")
    activity = models.ForeignKey(
        Activity, models.SET_NULL, null=True, blank=True, related_name="+", help_text="what the visit is part of"
    )
    asked_of_school = models.TextField(blank=True, help_text="what the school could do")

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
            both_or_neither("begins_at", "ends_at", name="reach_visit_begins_and_ends"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("begins_at")), name="reach_visit_ends_after_it_begins"
            ),
        ]
        indexes = [models.Index(fields=["school", "state", "begins_at"])]

    def __str__(self) -> str:
        return f"Visit to family {self.family_id}: {self.state}"

    @property
    def pair(self) -> tuple[Person, ...]:
        """Who goes, once that is settled."""
        return tuple(person for person in (self.lead, self.partner) if person is not None)

    @property
    def pair_ids(self) -> set[int]:
        return {id_ for id_ in (self.lead_id, self.partner_id) if id_ is not None}

    @property
    def is_alarmed(self) -> bool:
        """Somebody was asked to look after the pair, which has not been heard of since."""
        return self.state == VisitState.PLANNED and self.alarmed_at is not None and self.safe_at is None

    @property
    def has_notes(self) -> bool:
        return bool(self.hopes or self.strengths or self.asked_of_school)

    @property
    def notes_version(self) -> str:
        """Another one with every word that changes, so that nobody writes over words not seen; blank while there are none."""
        words = "\x1f".join((self.hopes, self.strengths, self.asked_of_school))
        return hashlib.sha256(words.encode()).hexdigest()[:16] if self.has_notes else ""

    def moment_on(self, day: dt.date | None) -> dt.datetime:
        """Now; for another day its noon, where the school is."""
        now, zone = clock.now(), ZoneInfo(self.school.timezone)
        if day is None or day == now.astimezone(zone).date():
            return now
        return dt.datetime.combine(day, dt.time(12), tzinfo=zone)

    @property
    def took_them_there(self) -> bool:
        """The pair went, whether or not it met the family: its hours count."""
        return self.state == VisitState.DONE or self.called_off_because == CalledOff.NOT_MET


class VisitHours(models.Model):
    """What one of the pair gave for a visit, to be paid or made up for by free time."""

    visit = models.ForeignKey(HomeVisit, models.CASCADE, related_name="hours")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField(help_text="at the visit")
    travel_minutes = models.PositiveSmallIntegerField(default=0, help_text="there and back")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "person"], name="reach_visithours_once"),
            both_or_neither("settled_at", "settled_by", name="reach_visithours_settled_by_someone"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at visit {self.visit_id}: {self.total} minutes"

    @property
    def parts(self) -> tuple[int, int]:
        return self.minutes, self.travel_minutes

    @property
    def total(self) -> int:
        return self.minutes + self.travel_minutes
