"""Who stands behind an e-mail address at the family door."""

from gatepost.accounts.models import SignInCode
from gatepost.kernel import clock
from gatepost.people.models import ContactKind, ContactPoint, Guardianship, Person, PersonKind, School
from gatepost.people.models.contacts import USABLE_STATES


def adults_of_address(address: str) -> list[Person]:
    """Adults who can be reached at this address and hold the contact right for a child today; oldest record first."""
    points = ContactPoint.objects.filter(kind=ContactKind.EMAIL, value__iexact=address, state__in=USABLE_STATES, ended_at=None)
    links = Guardianship.objects.with_right("contact", on=clock.today())
    people = (
        Person.objects.current()
        .filter(kind=PersonKind.ADULT, pk__in=points.values("person_id"))
        .filter(pk__in=links.values("adult_id"))
    )
    return list(people.order_by("pk"))


def open_code(browser_digest: str) -> SignInCode | None:
    """The newest code asked for in this browser, while it can still be used."""
    codes = SignInCode.objects.filter(browser_digest=browser_digest, used_at=None, expires_at__gt=clock.now(), tries_left__gt=0)
    return codes.order_by("-created_at", "-pk").first()


def only_school() -> School | None:
    """The school whose name stands on the pages of the doors, where there is only one."""
    schools = list(School.objects.filter(ended_at=None)[:2])
    return schools[0] if len(schools) == 1 else None
