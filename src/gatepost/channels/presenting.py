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


def mail_of(delivery: Delivery, *, shows_keys: bool) -> Mail:
    """The message of this delivery. Only its date is of today.

    Whoever holds the personal link or the reply address can answer in the family's name: they are blotted out
    (`shows_keys=False`) where the message has really left, and shown where the mailroom is the only place to see it.
    """
    content = delivery.content
    raw = Message(compose(content, kind=delivery.mailing.kind), content.pk).filled(
        delivery.pk, _address(delivery), delivery.personal
    )
    read = message_from_bytes(raw, policy=policy.default)
    text, reply_to = _text_of(read), str(read["Reply-To"])
    return Mail(
        subject=str(read["Subject"]),
        sender=str(read["From"]),
        to=str(read["To"]),
        reply_to=reply_to if shows_keys else _blot(reply_to, delivery),
        text=text if shows_keys else _blot(text, delivery),
        link=tokens.link_url(delivery) if shows_keys else "",
        language=content.frame_language,
        is_rtl=is_rtl(content.frame_language),
        size=len(raw),
    )


def _blot(words: str, delivery: Delivery) -> str:
    links = [link for link in (tokens.link_url(delivery), tokens.own_link(delivery.personal)) if link]
    for key in (*(link.rstrip("/").rsplit("/", 1)[-1] for link in links), tokens.reply_address(delivery).split("@")[0]):
        words = words.replace(key, "…")
    return words


def _address(delivery: Delivery) -> str:
    try:
        return wire_address(delivery.address)
    except BadAddressError:
        return ""


def _text_of(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    return str(part.get_content()) if part is not None else ""
