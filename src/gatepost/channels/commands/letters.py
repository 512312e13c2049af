"""Letters: kept as a run of paper, handed out, made anew when somebody's rights have changed meanwhile."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gatepost.channels import queries, signals
from gatepost.channels.commands.claiming import judge
from gatepost.channels.commands.mailings import defer_carrying, run_source
from gatepost.channels.models import Channel, Delivery, DeliveryState, LetterRun, Mailing, WaitsFor
from gatepost.channels.rules import Perm
from gatepost.errands import commands as errands
from gatepost.errands.models import Errand, ErrandKind
from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import ConflictError, NotReadyError
from gatepost.people.models import Person


@dataclass(frozen=True)
class Paper:
    """A printed run: the PDF and which deliveries are in it, in its order."""

    pdf: bytes
    delivery_ids: Sequence[int]
    pages: int


@transaction.atomic
def keep_run(mailing_id: int, paper: Paper, *, lease: uuid.UUID) -> LetterRun | None:
    """Keep the PDF, and its letters as printed, together or not at all: so no letter is on paper twice.

    None where the rows are no longer ours; then another worker prints them.
    """
    mailing = Mailing.objects.select_related("school", "section", "sender").get(pk=mailing_id)
    run = LetterRun.objects.create(
        mailing=mailing, pdf=paper.pdf, letters=len(paper.delivery_ids), pages=paper.pages, made_at=clock.now()
    )
    ours = Delivery.objects.filter(pk__in=paper.delivery_ids, state=DeliveryState.SENDING, lease=lease, letter_run=None)
    kept = ours.update(
        letter_run=run, state=DeliveryState.QUEUED, waits_for=WaitsFor.HAND_OUT, lease=None, leased_until=None, provider="letters"
    )
    if kept != len(paper.delivery_ids):
        transaction.set_rollback(True)
        return None
    _ask_to_hand_out(run)
    return run


@transaction.atomic
def hand_out(run: LetterRun, *, by: Person) -> tuple[int, int]:
    """The letters are on their way home: only now do they count as sent. (how many, how many of the pile do not count).

    A letter does not count whose addressee lost the right to be contacted since it was printed. One that names a child or
    an adult for whom the right is gone does not count either, and is printed again without that name.
    """
    ensure(by, Perm.HAND_OUT, run.mailing)
    locked = LetterRun.objects.select_for_update(of=("self",)).select_related("mailing__school").get(pk=run.pk)
    if locked.handed_out_at is not None:
        return 0, 0
    printed = list(locked.deliveries.filter(state=DeliveryState.QUEUED).values_list("pk", flat=True))
    judged = judge(locked.mailing, printed)
    now = clock.now()
    for key, reason in judged.refused.items():
        Delivery.objects.filter(pk=key).update(state=DeliveryState.SUPPRESSED, reason=reason, settled_at=now, waits_for="")
    _print_anew(locked.mailing, judged.outdated)
    gone = [key for key in printed if key not in judged.refused and key not in judged.outdated]
    refused = len(printed) - len(gone)
    Delivery.objects.filter(pk__in=gone).update(state=DeliveryState.SENT, sent_at=now, settled_at=now, waits_for="", reason="")
    locked.handed_out_at, locked.handed_out_by = now, by
    locked.save(update_fields=["handed_out_at", "handed_out_by"])
    history.record("channels.hand_out", by=by, subject=locked, letters=len(gone), refused=refused)
    signals.deliveries_sent.send(sender=Delivery, delivery_ids=gone)
    _close_errand(locked, by=by)
    return len(gone), refused


@transaction.atomic
def print_again(run: LetterRun, *, by: Person) -> int:
    """Throw a run away and print what may still go home, in a new one. For when rights or addresses have changed."""
    ensure(by, Perm.HAND_OUT, run.mailing)
    locked = LetterRun.objects.select_for_update(of=("self",)).select_related("mailing").get(pk=run.pk)
    if locked.handed_out_at is not None:
        raise ConflictError(_("These letters have been handed out already. Nothing was changed."))
    waiting = locked.deliveries.filter(state=DeliveryState.QUEUED)
    again = waiting.update(letter_run=None, waits_for=WaitsFor.PROVIDER, due_at=clock.now())
    errands.withdraw([run_source(locked.pk)], by=by)
    history.record("channels.print_again", by=by, subject=locked, letters=again)
    defer_carrying(locked.mailing, [Channel.LETTER], how_many=again)
    Delivery.objects.filter(letter_run=locked).update(letter_run=None)
    locked.delete()
    return again


def paper_of(run: LetterRun, *, by: Person) -> bytes:
    """The PDF to print. Refused when a letter in it may not go home any more: then it has to be printed again."""
    ensure(by, Perm.HAND_OUT, run.mailing)
    waiting = list(run.deliveries.filter(state=DeliveryState.QUEUED).values_list("pk", flat=True))
    if judge(run.mailing, waiting) or len(waiting) != run.letters:
        if run.handed_out_at is None:
            raise NotReadyError(
                _(
                    "Since these letters were made, somebody's rights have changed or a letter was taken back. Please make them again."
                )
            )
        raise NotReadyError(_("These letters have been handed out. They are no longer kept for printing."))
    history.record("channels.print_letters", by=by, subject=run, letters=run.letters)
    return bytes(run.pdf)


def _print_anew(mailing: Mailing, keys: Collection[int]) -> None:
    if keys:
        Delivery.objects.filter(pk__in=keys).update(letter_run=None, waits_for=WaitsFor.PROVIDER, due_at=clock.now())
        defer_carrying(mailing, [Channel.LETTER], how_many=len(keys))


def _ask_to_hand_out(run: LetterRun) -> None:
    owner, school = queries.owner_of(run.mailing), run.mailing.school
    if owner is None or school is None:
        return
    words = ngettext("Print and hand out %(count)d letter", "Print and hand out %(count)d letters", run.letters)
    wanted = errands.Wanted(
        kind=ErrandKind.HAND_OUT,
        school=school,
        owner=owner,
        source=run_source(run.pk),
        title=words % {"count": run.letters},
        reason=_("They are sorted by the student's family name. They count as sent once they are handed out: %(page)s")
        % {"page": f"{settings.BASE_URL}{reverse('channels:letters')}"},
        section=run.mailing.section,
    )
    errands.give_errand(wanted, by=None)


def _close_errand(run: LetterRun, *, by: Person) -> None:
    errand = Errand.objects.open().filter(source=run_source(run.pk)).first()
    if errand is not None:
        errands.record_result(errand, result="handed-out", by=by)
