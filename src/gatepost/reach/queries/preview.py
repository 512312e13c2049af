"""What another window would change: how many families in each state, and which ones in another than now."""

import datetime as dt
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gatepost.people.models import Family, Person, School
from gatepost.reach.models import ReachState
from gatepost.reach.queries.states_then import states_with_windows

PAGE = 50
_ORDER = {state.value: place for place, state in enumerate(ReachState)}


@dataclass(frozen=True)
class Line:
    """One state: how many families are in it now, and would be."""

    state: ReachState
    now: int
    then: int

    @property
    def difference(self) -> str:
        change = self.then - self.now
        return f"+{change}" if change > 0 else str(change).replace("-", "−")


@dataclass(frozen=True)
class Moved:
    """A family whose state would be another one."""

    family: Family
    now: ReachState
    then: ReachState


@dataclass(frozen=True)
class Preview:
    """`moved`: one page of the families that would change, those we would lose sight of first."""

    window: int
    days: int
    lines: list[Line]
    total: int
    page: "Page[int]"
    moved: list[Moved]

    @property
    def sentence(self) -> str:
        changed = self.page.paginator.count
        if not changed:
            return _("With %(days)d school days, every family would be in the same state as now.") % {"days": self.days}
        words = ngettext(
            "With %(days)d school days instead of %(window)d, %(changed)d of %(total)d families would be in another state.",
            "With %(days)d school days instead of %(window)d, %(changed)d of %(total)d families would be in another state.",
            changed,
        )
        return words % {"days": self.days, "window": self.window, "changed": changed, "total": self.total}


def preview_of(school: School, viewer: Person, *, days: int, at: dt.datetime, number: str | None) -> Preview:
    """Both counts from the ledger as it is at this moment, so that nothing but the window differs."""
    now, then = states_with_windows(school, at=at, windows=(school.window_school_days, days))
    changed = sorted(
        (family for family, state in now.items() if then[family] != state),
        key=lambda family: (-_ORDER[then[family]], -_ORDER[now[family]], family),
    )
    page = Paginator(changed, PAGE).get_page(number)
    families = Family.objects.visible_to(viewer).select_related("student").in_bulk(list(page.object_list))
    return Preview(
        window=school.window_school_days,
        days=days,
        lines=[Line(state, _count(now, state), _count(then, state)) for state in ReachState],
        total=len(now),
        page=page,
        moved=[Moved(families[pk], ReachState(now[pk]), ReachState(then[pk])) for pk in page.object_list if pk in families],
    )


def _count(states: dict[int, str], state: ReachState) -> int:
    return sum(found == state for found in states.values())
