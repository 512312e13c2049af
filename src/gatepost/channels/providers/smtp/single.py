"""One message of Gatepost's own, in a session of its own."""

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid, parseaddr

from django.conf import settings

from gatepost.channels.mime import BadAddressError, from_address, wire_address
from gatepost.channels.models import SystemMail
from gatepost.channels.ports import DeliveryError
from gatepost.channels.providers.smtp.replies import reason_of
from gatepost.channels.providers.smtp.session import LostError, Session
from gatepost.kernel.text import clean_line


def send(mail: SystemMail) -> None:
    """Raises DeliveryError where it was not taken."""
    try:
        recipients = [wire_address(address) for address in mail.to]
    except BadAddressError as error:
        raise DeliveryError(f"no address: {error}", permanent=True) from error
    with Session() as session:
        try:
            _hand_over(session, recipients, as_bytes(mail))
        except LostError as error:
            raise DeliveryError(str(error), permanent=False) from error


def as_bytes(mail: SystemMail) -> bytes:
    """The message with the headers that keep machines from answering it."""
    message = EmailMessage(policy=SMTP)
    display_name, _address = parseaddr(clean_line(mail.from_address))
    message["From"] = from_address(display_name)
    message["To"] = ", ".join(clean_line(address) for address in mail.to)
    message["Subject"] = clean_line(mail.subject)
    message["Date"] = formatdate(mail.created_at.timestamp())
    message["Message-ID"] = make_msgid(f"system.{mail.pk}", settings.MAIL_DOMAIN)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(mail.body, cte="quoted-printable")
    if mail.html:
        message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    return message.as_bytes()


def _hand_over(session: Session, recipients: list[str], data: bytes) -> None:
    commands = [f"MAIL FROM:<{settings.MAIL_FROM}>", *(f"RCPT TO:<{address}>" for address in recipients), "DATA"]
    for command in commands:
        reply = session.ask(command)
        if not reply.is_ok:
            raise DeliveryError(reply.words, permanent=reply.is_permanent, reason=reason_of(reply))
    session.write(stuffed(data))
    reply = session.read()
    if not reply.is_ok:
        raise DeliveryError(reply.words, permanent=reply.is_permanent, reason=reason_of(reply))


def stuffed(data: bytes) -> bytes:
    """As it goes after DATA: no line of the message can end it before its end (RFC 5321, 4.5.2)."""
    if data.startswith(b"."):
        data = b"." + data
    if b"\n." in data:
        data = data.replace(b"\n.", b"\n..")
    return data + (b".\r\n" if data.endswith(b"\r\n") else b"\r\n.\r\n")
