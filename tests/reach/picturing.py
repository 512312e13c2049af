"""Weekly counts made by hand, and a reader for what stands on a PDF."""

import datetime as dt

import pypdfium2
from django.test import Client

from gatepost.accounts.models import User
from gatepost.people.models import Person, School
from gatepost.reach.models import WeekCount

FRIDAY = dt.date(2026, 11, 13)
# A class so small that its name may stand nowhere.
CANARY = "Zqzqsmall"


def signed_in(person: Person) -> Client:
    user = User.objects.create_user(person=person, email=f"p{person.pk}@example.org", password=None)
    client = Client()
    client.force_login(user, backend="gatepost.accounts.backends.StaffBackend")
    return client


def week(school: School, kind: str, group: str, counts: tuple[int, int, int, int], *, ago: int = 0) -> None:
    """One group on one Friday, so many weeks ago: in dialogue, informed, not reached, no contact."""
    dialogue, informed, missed, lost = counts
    WeekCount.objects.create(
        school=school, on=FRIDAY - dt.timedelta(weeks=ago), kind=kind, group=group,
        in_dialogue=dialogue, informed=informed, not_reached=missed, no_contact=lost,
    )  # fmt: skip


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_text_of(document[number]) for number in range(len(document))]
    finally:
        document.close()


def _text_of(page: pypdfium2.PdfPage) -> str:
    textpage = page.get_textpage()
    try:
        return " ".join(str(textpage.get_text_range()).split())
    finally:
        textpage.close()
        page.close()
