"""Gatepost's own mail: codes to sign in, notices about an account. Ahead of every newsletter, gone once it is sent."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from gatepost.channels import registry
from gatepost.channels.models import Channel, SystemMail
from gatepost.channels.ports import CarriesSystemMail, DeliveryError
from gatepost.kernel import clock, jobs

MOST_TRIES = 8


@transaction.atomic
def post_system_mail(to: Sequence[str], *, subject: str, body: str, html: str = "", from_address: str = "") -> SystemMail:
    """Leave it to the workers: the page that asked for it answers equally fast whether there is an account or not."""
    now = clock.now()
    mail = SystemMail.objects.create(
        to=list(to), subject=subject[:400], body=body, html=html, from_address=from_address, created_at=now, due_at=now
    )
    if registry.nothing_leaves_by_mail():
        mail.sent_at = now
        mail.save(update_fields=["sent_at"])
    else:
        jobs.defer("channels.send_system_mail", queue="urgent", once="channels.send_system_mail")
    return mail


def send_system_mail() -> int:
    """Everything that is due, one after the other. A worker killed in between repeats one message at most."""
    carrier = registry.provider_for(Channel.EMAIL)
    if not isinstance(carrier, CarriesSystemMail):
        return 0
    sent = 0
    while (mail := _next_due()) is not None:
        try:
            carrier.send_system_mail(mail)
        except DeliveryError as error:
            _try_later(mail, error)
        else:
            mail.delete()
            sent += 1
    return sent


@transaction.atomic
def _next_due() -> SystemMail | None:
    """Taken up by moving its hour: should we die now, it is due again in two minutes."""
    due = SystemMail.objects.filter(sent_at=None, failed_at=None, due_at__lte=clock.now()).order_by("due_at", "pk")
    mail = due.select_for_update(skip_locked=True).first()
    if mail is not None:
        mail.attempts += 1
        mail.due_at = clock.now() + dt.timedelta(minutes=2**mail.attempts)
        mail.save(update_fields=["attempts", "due_at"])
    return mail


def _try_later(mail: SystemMail, error: DeliveryError) -> None:
    """What cannot be sent is kept for a day for the person who runs this, without its words: they may hold a code."""
    mail.reason = str(error)[:200]
    if error.permanent or mail.attempts >= MOST_TRIES:
        mail.failed_at, mail.body, mail.html = clock.now(), "", ""
    mail.save(update_fields=["reason", "failed_at", "body", "html"])
