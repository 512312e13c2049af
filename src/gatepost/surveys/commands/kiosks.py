"""Starting a kiosk: a tablet in the hall at which one person after the other answers."""

from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.framework.types import Sector
from gatepost.history import commands as history
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import NotReadyError
from gatepost.people.models import Person
from gatepost.surveys.kiosk import kiosk_token
from gatepost.surveys.models import Privacy, Survey
from gatepost.surveys.queries.answering import takes_answers
from gatepost.surveys.rules import Perm


@transaction.atomic
def start_kiosk(survey: Survey, *, sector: str, by: Person) -> str:
    """The token of its address, which opens for the rest of the day."""
    ensure(by, Perm.TYPE_SHEETS, survey)
    refusal = why_no_kiosk(survey)
    if refusal or sector not in sectors_at_a_kiosk(survey):
        raise NotReadyError(
            refusal or _("A kiosk asks families, teachers or students whom this survey asks. Choose one of them.")
        )
    history.record("surveys.start_kiosk", by=by, subject=survey, sector=sector)
    return kiosk_token(survey.pk, sector)


def sectors_at_a_kiosk(survey: Survey) -> list[str]:
    """In their order. The leadership is one person or three: no box could hide them."""
    return [sector for sector in Sector.values if sector in survey.sectors and sector != Sector.DIRECTORS]


def why_no_kiosk(survey: Survey) -> str:
    """The sentence with which one is refused; "" where it fits."""
    if survey.privacy != Privacy.ANONYMOUS:
        return _(
            "This survey keeps answers together with who gave them. A kiosk does not know who stands before it, so it would "
            "break what the first page promises. Send personal links or print sheets instead."
        )
    if not takes_answers(survey):
        return _("This survey is not open. Open it first; then people can answer at a kiosk.")
    return ""
