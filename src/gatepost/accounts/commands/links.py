"""Personal links: made useless at once, and the codes that are printed on letters."""

import datetime as dt

from django.db import transaction

from gatepost.accounts.queries.links import Visit, visit_of
from gatepost.accounts.rules import Perm
from gatepost.channels import tokens
from gatepost.channels.models import Delivery
from gatepost.history import commands as history
from gatepost.kernel import clock, limits
from gatepost.kernel.access import GRANTS, ensure
from gatepost.people.models import Person

TEN_MINUTES, HOUR = dt.timedelta(minutes=10), dt.timedelta(hours=1)
# Wrong letter codes. A code opens one message, not an account, but there are many of them, so everybody's wrong tries
# are counted together too: at most 600 in an hour against 2.6 × 10¹⁰ codes. A whole school may type from one address.
WRONG_PER_IP, WRONG_EVERYWHERE = 40, 600


@transaction.atomic
def revoke_links(subject: Person | Delivery, *, by: Person | None) -> int:
    """Make the link, the code and the reply address of one delivery, or of all of a person's, useless at once."""
    ensure(by, Perm.REVOKE_LINKS)
    chosen = {"person": subject} if isinstance(subject, Person) else {"pk": subject.pk}
    deliveries = Delivery.objects.filter(link_revoked_at=None, **chosen)
    if by is not None:
        deliveries = deliveries.filter(mailing__school_id__in=by.schools_as(GRANTS[Perm.REVOKE_LINKS].roles))
    revoked = deliveries.update(link_revoked_at=clock.now())
    history.record("accounts.revoke_links", by=by, subject=subject, links=revoked)
    return revoked


def try_typed_code(typed: str, *, ip: str) -> Visit | None:
    """What a code from a letter opens, or None; the page says the same for every reason.

    A try counts as wrong until it has proved right, so that many at once do not slip through. Raises TooManyTriesError.
    """
    own, everywhere = f"accounts.wrong_letter_codes.ip:{ip}", "accounts.wrong_letter_codes"
    limits.ensure_below(own, limit=WRONG_PER_IP, within=TEN_MINUTES)
    limits.ensure_below(everywhere, limit=WRONG_EVERYWHERE, within=HOUR)
    visit = visit_of(tokens.delivery_of_code(typed))
    if visit is not None:
        for key in (own, everywhere):
            limits.take_back(key)
    return visit
