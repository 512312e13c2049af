"""Mails as families' programs write them, made up here: bodies, whole messages, notices of mail servers."""

import base64
import quopri
from email.header import Header

from gatepost.channels.inbound.marker import marker_line

FAMILY = "amina@example.org"
SCHOOL = "reply+token@school.example"
MARKER = marker_line("Please write your answer above this line")
NOTE = f"{MARKER}\n\nHello Amina Warsame,\n\nFrom Ben Ortiz, Riverside School\nAbout Yusuf\n\nThe trip is on Friday.\n\n--\nTo answer, simply reply."


def mail(
    body: str | bytes = "Yes, he can come.",
    *,
    sender: str = f"Amina Warsame <{FAMILY}>",
    to: str = SCHOOL,
    subject: str = "Re: A note from Riverside School",
    content_type: str = "text/plain; charset=utf-8",
    encoding: str = "8bit",
    extra: str = "",
) -> bytes:
    """One message as bytes, CRLF line ends."""
    data = body.encode() if isinstance(body, str) else body
    if encoding == "base64":
        data = base64.encodebytes(data)
    elif encoding == "quoted-printable":
        data = quopri.encodestring(data)
    shown = subject if subject.isascii() else Header(subject, "utf-8").encode()
    head = (
        f"From: {sender}\nTo: {to}\nSubject: {shown}\nDate: Sat, 21 Nov 2026 10:00:00 +0100\nMessage-ID: <one@example.org>\n"
        f"MIME-Version: 1.0\nContent-Type: {content_type}\nContent-Transfer-Encoding: {encoding}\n{extra}"
    )
    return (head.encode() + b"\n" + data).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def multipart(*parts: tuple[str, str], kind: str = "alternative", **more: str) -> bytes:
    """A message of parts: (their header, their body)."""
    body = "".join(f"--=_b\n{head}\n\n{text}\n" for head, text in parts) + "--=_b--\n"
    return mail(body, content_type=f'multipart/{kind}; boundary="=_b"', **more)  # type: ignore[arg-type]


def dsn(
    *, action: str, status: str, diagnostic: str = "", to: str = "bounce+token@school.example", address: str = FAMILY
) -> bytes:
    """A notice as RFC 3464 wants it."""
    words = f"Diagnostic-Code: smtp; {diagnostic}\n" if diagnostic else ""
    report = (
        f"Reporting-MTA: dns; mx.example.org\n\nFinal-Recipient: rfc822; {address}\nAction: {action}\nStatus: {status}\n{words}"
    )
    return multipart(
        ("Content-Type: text/plain", "This is the mail system at host mx.example.org.\n\nAbout your message."),
        ("Content-Type: message/delivery-status", report),
        (
            "Content-Type: message/rfc822",
            f"From: school@school.example\nTo: {address}\nSubject: A note\n\nThe trip is on Friday.",
        ),
        kind="report; report-type=delivery-status",
        sender="Mail Delivery System <MAILER-DAEMON@mx.example.org>",
        to=to,
        subject="Undelivered Mail Returned to Sender",
        extra="Auto-Submitted: auto-replied\n",
    )


def quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
