"""Why something was not sent or came back: slugs on the rows, sentences on the pages."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NO_RIGHT, UNUSABLE, STOPPED, UNREACHABLE = "no-contact-right", "contact-unusable", "stopped", "unreachable"
TOLD_ALREADY = "told-already"
NO_SUCH_ADDRESS, REFUSED, UNDER_WAY, TOO_OFTEN = "no-such-address", "refused", "lost-under-way", "tried-too-often"

SENTENCES: dict[str, str | Promise] = {
    NO_RIGHT: _("When it was about to leave, this person no longer had the right to be contacted about the child."),
    UNUSABLE: _("When it was about to leave, this address was no longer in use."),
    STOPPED: _("It was stopped before it left."),
    UNREACHABLE: _("The mail server cannot be reached; we keep trying."),
    "server-refuses-us": _("The mail server refuses our name or password; the person who runs Gatepost has to look."),
    NO_SUCH_ADDRESS: _("There is no such address."),
    "no-such-domain": _("There is no such address: its domain does not exist."),
    "address-closed": _("The address was closed."),
    "message-too-large": _("The message was too large for the family's mail server."),
    "server-silent": _("The mail server of the family did not answer for days."),
    "unsubscribed": _("The family asked by e-mail for no more messages at this address."),
    "mailbox-full": _("The mailbox is full."),
    REFUSED: _("The mail server of the family refused the message."),
    "busy": _("The mail server of the family is busy; we try again."),
    UNDER_WAY: _("The connection broke while it was being handed over; we try again."),
    TOO_OFTEN: _("It was tried many times without success."),
    "worker-ended": _("A worker ended while it held this; we try again."),
    "cannot-be-written": _("The message could not be put together; the person who runs Gatepost has to look."),
    "no-answer": _("Nobody answered the phone, three times."),
    "wrong-number": _("The number belongs to somebody else."),
    "no-font": _("This computer has no font for the script of the letter."),
    TOLD_ALREADY: _("The other parent was reached by a call about the same message."),
    "nobody-to-call": _("The school has nobody who could be asked to call."),
    "bounced": _("It came back."),
}


def sentence(slug: str) -> str:
    """The reason as a whole sentence; what a provider said in its own words stays as it is."""
    return str(SENTENCES.get(slug, slug))
