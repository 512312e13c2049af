"""Of several rosters of one source that wait, the one uploaded last is the one to decide about."""

from collections.abc import Callable

from gatepost.people.models import RosterRun, RunState
from gatepost.people.models.runs import WAITING


def supersede(run: RosterRun, forget: Callable[[RosterRun], None]) -> None:
    """The later upload wins, whichever was compared first; the other keeps the number of the one that replaced it."""
    waiting = RosterRun.objects.filter(source=run.source, state__in=WAITING).select_for_update(of=("self",))
    later = waiting.filter(pk__gt=run.pk).order_by("pk").last()
    if later is not None:
        _replace(run, later, forget)
        return
    for older in waiting.filter(pk__lt=run.pk):
        _replace(older, run, forget)


def _replace(older: RosterRun, later: RosterRun, forget: Callable[[RosterRun], None]) -> None:
    older.state = RunState.SUPERSEDED
    older.options = older.options | {"superseded_by": later.pk}
    older.save(update_fields=["state", "options"])
    forget(older)
