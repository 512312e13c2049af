"""Making visits for tests: offered, agreed, planned, done."""

import datetime as dt

from django.test import Client
from tests.support.cast import Cast

from gatepost.accounts.models import User
from gatepost.kernel import clock
from gatepost.people.models import Family, Person
from gatepost.people.queries import acting_at
from gatepost.reach.commands import visit_day, visits
from gatepost.reach.models import HomeVisit

HOUR = dt.timedelta(hours=1)


def signed_in(person: Person) -> Client:
    user = User.objects.filter(person=person).first() or User.objects.create_user(
        person=person, email=f"p{person.pk}@example.org", password=None
    )
    client = Client()
    client.force_login(user, backend="gatepost.accounts.backends.StaffBackend")
    return client


def again(person: Person) -> Person:
    """The person as a new request would find her."""
    return Person.objects.get(pk=person.pk)


def agreed(cast: Cast, family: Family | None = None) -> HomeVisit:
    visit = visits.offer_visit(family or cast.family, by=cast.ben if family is None else cast.carla, means="gate")
    return visits.answer_visit(visit, would_like=True, by=cast.carla, means="gate", suits="Thursdays after six")


def plan_for(cast: Cast, begins_at: dt.datetime | None = None, **more: object) -> visits.Plan:
    begins = begins_at or clock.now() + 24 * HOUR
    fields = {"lead": cast.ben, "partner": cast.carla, "begins_at": begins, "ends_at": begins + HOUR, "interpreter": "Hodan"}
    return visits.Plan(**fields | more)  # type: ignore[arg-type]


def planned(cast: Cast, family: Family | None = None, begins_at: dt.datetime | None = None, **more: object) -> HomeVisit:
    return visits.plan_visit(agreed(cast, family), plan=plan_for(cast, begins_at, **more), by=cast.carla)


def done(cast: Cast, family: Family | None = None, *, hours_ago: float = 3) -> HomeVisit:
    """A visit that took place some hours ago."""
    visit = planned(cast, family, interpreter="Hodan")
    begins = clock.now() - hours_ago * HOUR
    HomeVisit.objects.filter(pk=visit.pk).update(begins_at=begins, ends_at=begins + HOUR, started_at=begins)
    return visit_day.report_safe(visit, by=acting_at(cast.ben, cast.school.pk))
