"""What this room hears: a call was made, a pile of letters was handed out, somebody's rights have changed."""

from typing import Any

from django.dispatch import receiver

from gatepost.channels import commands
from gatepost.channels.models import LetterRun
from gatepost.errands import signals as errands
from gatepost.errands.models import Errand, ErrandKind
from gatepost.kernel import jobs
from gatepost.people import signals as people
from gatepost.people.models import Person


@receiver(errands.errand_closed)
def on_errand_closed(sender: object, errand: Errand, by: Person, **_more: Any) -> None:
    if errand.kind == ErrandKind.CALL:
        commands.record_call(errand, by=by)
    if errand.kind == ErrandKind.HAND_OUT:
        for run in LetterRun.objects.filter(pk=_run_id(errand)).select_related("mailing"):
            commands.hand_out(run, by=by)


@receiver(people.rights_changed)
def on_rights_changed(sender: object, adult_id: int, **_more: Any) -> None:
    commands.review_calls(adult_id=adult_id)
    commands.call_off_searches(adult_id=adult_id)


@receiver(people.roster_applied)
def on_roster_applied(sender: object, **_more: Any) -> None:
    jobs.defer("channels.review_calls", queue="default", once="channels.review_calls")


def _run_id(errand: Errand) -> int:
    """The pile of letters an errand was made for; 0 for errands of other origin."""
    kind, _colon, key = errand.source.partition(":")
    return int(key) if kind == "channels.letterrun" and key.isdigit() else 0
