"""What stands under "More": the places this person may go to."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gatepost.kernel.access import GRANTS


@dataclass(frozen=True)
class Place:
    """A page that is not in everybody's first row."""

    name: str | Promise
    url_name: str
    perm: str

    @property
    def url(self) -> str:
        return reverse(self.url_name)


PLACES = (
    Place(_("Notes and drafts"), "conversations:notes", "conversations.write_note"),
    Place(_("Reply slips"), "conversations:slips", "conversations.type_slips"),
    Place(_("Letters"), "channels:letters", "conversations.write_note"),
    Place(_("Mailroom"), "channels:mailroom", "channels.see_mailroom"),
    Place(_("Roster"), "people:roster", "people.import_roster"),
    Place(_("Staff and access"), "accounts:staff", "accounts.manage_staff"),
    Place(_("Languages"), "languages:overview", "languages.sign_catalogue"),
    Place(_("Roles"), "accounts:roles", "people.see_sections"),
    Place(_("My account"), "accounts:account", "people.see_sections"),
    Place(_("Messages about my child"), "conversations:my-messages", "conversations.read_as_family"),
)


def places(request: HttpRequest) -> dict[str, Any]:
    """`more_places`: the pages under "More" that this person may open."""
    person = getattr(request, "person", None)
    if person is None:
        return {"more_places": []}
    held = {value for value, grant in GRANTS.items() if grant.roles & person.role_slugs}
    return {"more_places": [place for place in PLACES if place.perm in held and _exists(place)]}


def _exists(place: Place) -> bool:
    try:
        reverse(place.url_name)
    except NoReverseMatch:
        return False
    return True
