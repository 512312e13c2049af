"""An e-mail as its reader got it: made again from the rows, which never change, and read back from its bytes."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from gatepost.channels import tokens
from gatepost.channels.composing import compose
from gatepost.channels.mime import BadAddressError, Message, wire_address
from gatepost.channels.models import Delivery
from gatepost.languages.tags import is_rtl


@dataclass(frozen=True)
class Mail:
    """What stands in the reader's mail program."""

    subject: str
    sender: str
    to: str
    reply_to: str
    text: str
    link: str
    language: str
    is_rtl: bool
    size: int


def mail_of(delivery: Delivery) -> Mail:
    """The message of this delivery. Only its date is of today."""
    content = delivery.content
    raw = Message(compose(content, kind=delivery.mailing.kind), content.pk).filled(
        delivery.pk, _address(delivery), delivery.personal
    )
    read = message_from_bytes(raw, policy=policy.default)
    return Mail(
        subject=str(read["Subject"]),
        sender=str(read["From"]),
        to=str(read["To"]),
        reply_to=str(read["Reply-To"]),
        text=_text_of(read),
        link=tokens.link_url(delivery),
        language=content.frame_language,
        is_rtl=is_rtl(content.frame_language),
        size=len(raw),
    )


def _address(delivery: Delivery) -> str:
    try:
        return wire_address(delivery.address)
    except BadAddressError:
        return ""


def _text_of(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    return str(part.get_content()) if part is not None else ""
