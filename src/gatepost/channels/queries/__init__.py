"""What goes out and what became of it: for workers, for the family's own page, for staff who look at it."""

from gatepost.channels.queries.outgoing import (
    MailingLine,
    RunLine,
    deliveries_found,
    deliveries_of,
    delivery_for,
    letter_run_for,
    letter_runs,
    mailing_for,
    mailings_for,
    system_mail_for,
)
from gatepost.channels.queries.ways import families_to_tell, next_way, owner_of, zone_of

__all__ = [
    "MailingLine",
    "RunLine",
    "deliveries_found",
    "deliveries_of",
    "delivery_for",
    "families_to_tell",
    "letter_run_for",
    "letter_runs",
    "mailing_for",
    "mailings_for",
    "next_way",
    "owner_of",
    "system_mail_for",
    "zone_of",
]
