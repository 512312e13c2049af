"""Letters: all of a mailing in one PDF, which then waits for somebody to hand it out."""

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path

from gatepost.channels import letters
from gatepost.channels.commands.letters import Paper, keep_run
from gatepost.channels.letters.gathering import letters_of
from gatepost.channels.models import Mailing
from gatepost.channels.ports import Outcome, Outgoing, Receipt
from gatepost.kernel.paper.typesetting import lacks_font_for, pages_of, typeset

_TEMPLATE = Path(letters.__file__).with_name("letter.typ")
logger = logging.getLogger(__name__)


class Letters:
    """Prints to the page “Letters”; a letter counts as sent once it is handed out."""

    name = "letters"
    claims = 1000
    gathers = True

    def send(self, batch: Iterable[Outgoing]) -> Iterator[Receipt]:
        everything = list(batch)
        printable = [outgoing for outgoing in everything if not lacks_font_for(outgoing.content.language)]
        for outgoing in everything:
            if outgoing not in printable:
                logger.warning("no font for %s: a letter cannot be printed", outgoing.content.language)
                yield Receipt(outgoing.delivery_id, Outcome.FAILED, reason="no-font")
        if not printable:
            return
        mailing = Mailing.objects.select_related("school", "section").get(pk=printable[0].mailing_id)
        data, order = letters_of(mailing, printable)
        pdf = typeset(data, _TEMPLATE)
        run = keep_run(mailing.pk, Paper(pdf, order, pages_of(pdf)), lease=printable[0].lease)
        outcome = Outcome.WAITING if run else Outcome.LATER
        for key in order:
            yield Receipt(key, outcome)
