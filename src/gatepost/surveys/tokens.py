"""What somebody who is asked holds in hand: a link of their own, derived from the key and never stored."""

from collections.abc import Mapping

from django.conf import settings

from gatepost.kernel import tokens
from gatepost.surveys.models import Invitation

ANSWER = "surveys.answer"
PAGE = "/s/"


def token_of(invitation: Invitation | int) -> str:
    return tokens.sign_id(ANSWER, invitation if isinstance(invitation, int) else invitation.pk)


def link_url(invitation: Invitation | int) -> str:
    """The page on which this person answers."""
    return f"{settings.BASE_URL}{PAGE}{token_of(invitation)}/"


def invitation_of_token(token: str) -> Invitation | None:
    """The invitation whose link this is. Whether its person may still be asked is a question for whoever opens it."""
    key = tokens.read_id(ANSWER, token)
    if key is None or key >= 2**63:
        return None
    return Invitation.objects.select_related("survey__school", "person").filter(pk=key).first()


def carried_by(invitation: Invitation | int) -> Mapping[str, str]:
    """The personal words from which channels make the link when a message is put together (`channels.tokens.own_link`)."""
    key = invitation if isinstance(invitation, int) else invitation.pk
    return {"own_page": PAGE, "own_purpose": ANSWER, "own_id": str(key)}
