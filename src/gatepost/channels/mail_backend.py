"""Django's mail interface, so that allauth's messages and sign-in codes go out by the same door as all mail."""

from collections.abc import Sequence

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from gatepost.channels import commands


class ChannelBackend(BaseEmailBackend):
    """Leaves each message to the workers, ahead of everything else; without a mail server, to the mailroom."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        posted = [message for message in email_messages if message.recipients()]
        for message in posted:
            commands.post_system_mail(
                message.recipients(),
                subject=str(message.subject),
                body=str(message.body),
                html=_html_of(message),
                from_address=message.from_email,
            )
        return len(posted)


def _html_of(message: EmailMessage) -> str:
    if not isinstance(message, EmailMultiAlternatives):
        return ""
    found = (str(content) for content, kind in message.alternatives if kind == "text/html")
    return next(found, "")
