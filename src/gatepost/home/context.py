"""Where one can go: the first row of every page, and what stands under "More"."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gatepost.kernel.access import GRANTS


@dataclass(frozen=True)
class Place:
    """A page and who may open it."""

    name: str | Promise
    url_name: str
    perm: str
    args: tuple[str, ...] = ()
    # Pages on which this place is marked, too; without any: all of its room where the room has no other place in the row.
    also: tuple[str, ...] = ()

    @property
    def room(self) -> str:
        """The room of the page: its place is marked on every page of that room."""
        return self.url_name.split(":")[0]

    @property
    def url(self) -> str:
        return reverse(self.url_name, args=self.args)


MAIN = (
    Place(_("Today"), "home:front", "people.see_sections"),
    Place(_("Conversations"), "conversations:threads", "conversations.read_threads"),
    Place(_("Families"), "reach:families", "reach.see"),
    Place(_("Plan"), "plans:plans", "plans.read"),
    Place(_("To do"), "errands:mine", "errands.do"),
)
# Everything that belongs to the partnership, side by side on each of its pages.
PARTNERSHIP = (
    Place(_("The plan"), "plans:plans", "plans.read", also=("plans:plan", "plans:team", "plans:versions")),
    Place(_("15 measures"), "plans:measures", "plans.read", also=("plans:measure",)),
    Place(_("What families want"), "plans:inquiry", "surveys.read_remarks", also=("plans:start-inquiry",)),
    Place(_("How good are we?"), "plans:self-review", "plans.see_findings", also=("plans:start-self-review", "plans:sign")),
    Place(_("What our records point to"), "plans:pitfalls", "plans.see_findings"),
    Place(_("Surveys"), "surveys:list", "surveys.see_results", also=("surveys:new", "surveys:survey")),
    Place(_("Policy"), "charter:document", "charter.read", ("policy",)),
    Place(_("Newcomers"), "charter:document", "charter.read", ("profile",)),
    Place(_("Training"), "training:modules", "training.read", also=("training:session", "training:plan")),
    Place(_("Yearly review"), "plans:reviews", "plans.read", also=("plans:review",)),
)
ACTION = Place(_("+ Log a talk"), "conversations:log-talk", "conversations.log_talk")
MORE = (
    Place(_("Surveys"), "surveys:list", "surveys.see_results"),
    Place(_("Surveys that ask me"), "surveys:mine", "surveys.answer_as_staff"),
    Place(_("Policy and newcomers"), "charter:document", "charter.read", ("policy",)),
    Place(_("Training together"), "training:modules", "training.read"),
    Place(_("Survey scores of schools"), "surveys:scores", "surveys.bring_in_scores"),
    Place(_("Notes and drafts"), "conversations:notes", "conversations.write_note"),
    Place(_("Reply slips"), "conversations:slips", "conversations.type_slips"),
    Place(_("Letters"), "channels:letters", "conversations.write_note"),
    Place(_("Mailroom"), "channels:mailroom", "channels.see_outgoing"),
    Place(_("Mail that waits"), "channels:set-aside", "channels.read_inbound"),
    Place(_("How states are counted"), "reach:counting", "reach.see_counting"),
    Place(_("Old call logs"), "touchpoints:imports", "touchpoints.import_log"),
    Place(_("School calendar"), "people:calendar", "people.keep_calendar"),
    Place(_("Roster"), "people:roster", "people.import_roster"),
    Place(_("Staff and access"), "accounts:staff", "accounts.invite_staff"),
    Place(_("Languages"), "languages:overview", "languages.sign_catalogue"),
    Place(_("My Monday letter"), "reach:monday-letter", "reach.see"),
    Place(_("Roles"), "accounts:roles", "accounts.see_roles"),
    Place(_("My account"), "accounts:account", "accounts.own_account"),
    Place(_("Messages about my child"), "conversations:my-messages", "conversations.read_as_family"),
)


def places(request: HttpRequest) -> dict[str, Any]:
    """`main_places` and `more_places`: the pages that this person may open."""
    person = getattr(request, "person", None)
    if person is None:
        return {"main_places": [], "more_places": [], "partnership_places": []}
    held = {value for value, grant in GRANTS.items() if grant.roles & person.role_slugs}
    return {
        "main_places": [place for place in MAIN if place.perm in held],
        "more_places": [place for place in MORE if place.perm in held],
        "main_action": ACTION if ACTION.perm in held else None,
        "partnership_places": [(place, _is_here(place, request)) for place in PARTNERSHIP if place.perm in held],
    }


def _is_here(place: Place, request: HttpRequest) -> bool:
    """Whether the page that is asked for belongs to this place of the row."""
    match = request.resolver_match
    if match is None:
        return False
    if place.args:
        return match.namespace == place.room and match.kwargs.get("kind") in place.args
    return match.view_name in {place.url_name, *place.also}
