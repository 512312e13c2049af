"""A request with the person who acts, as `accounts.middleware` puts it there. For annotations."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from gatepost.people.models import Person, School


class PersonRequest(HttpRequest):
    """What a view behind `@requires` gets: somebody is there, at a school or not."""

    person: Person
    school: School | None
    roles: frozenset[str]
    htmx: HtmxDetails
