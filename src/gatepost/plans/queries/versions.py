"""The plan as it stood: its content now, its versions, and the difference between any two in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gatepost.plans.contents import LABELS, PARTS, in_words, of_action, of_goal, of_member, of_plan, title_in
from gatepost.plans.models import Plan, PlanVersion
from gatepost.reach.wording import begin_large, listed, number_in_words

Content = Mapping[str, Mapping[str, Mapping[str, Any]]]


@dataclass(frozen=True)
class Changed:
    """One field: what stood there, and what stands there."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One piece of the plan that came, went or was changed."""

    kind: str
    part: str
    title: str
    fields: tuple[Changed, ...] = ()

    @property
    def part_in_words(self) -> str:
        return str(PARTS[self.part])


@dataclass(frozen=True)
class Difference:
    changes: tuple[Change, ...]

    @property
    def sentence(self) -> str:
        """How much is different."""
        if not self.changes:
            return _("The two are the same.")
        counts = {kind: sum(change.kind == kind for change in self.changes) for kind in ("added", "removed", "changed")}
        said = {
            "added": ngettext("%(number)s thing was added", "%(number)s things were added", counts["added"]),
            "removed": ngettext("%(number)s was taken out", "%(number)s were taken out", counts["removed"]),
            "changed": ngettext("%(number)s was changed", "%(number)s were changed", counts["changed"]),
        }
        parts = [words % {"number": number_in_words(counts[kind])} for kind, words in said.items() if counts[kind]]
        return begin_large(listed(parts)) + "."


@dataclass(frozen=True)
class Piece:
    """One piece of a version as it is read."""

    title: str
    fields: tuple[tuple[str, str], ...]


def content_of(plan: Plan) -> dict[str, dict[str, dict[str, Any]]]:
    """All of the plan that a version keeps, in a fixed number of statements."""
    actions = plan.actions.select_related("goal", "owner").prefetch_related("sections")
    return {
        "plan": {"": of_plan(plan)},
        "team": {str(member.pk): of_member(member) for member in plan.members.filter(left_on=None)},
        "goals": {str(goal.pk): of_goal(goal) for goal in plan.goals.all()},
        "actions": {str(action.pk): of_action(action) for action in actions},
    }


def difference(before: Content, after: Content) -> Difference:
    """What came, went and was changed from one content to the other, in the order of the plan."""
    changes: list[Change] = []
    for part in PARTS:
        old, new = before.get(part, {}), after.get(part, {})
        for key in [*old, *(key for key in new if key not in old)]:
            change = _change(part, old.get(key), new.get(key))
            if change is not None:
                changes.append(change)
    return Difference(tuple(changes))


def _change(part: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> Change | None:
    if old == new:
        return None
    if old is None:
        piece = new or {}
        return Change(
            "added", part, title_in(part, piece), tuple(Changed(label, "", words) for label, words in _said(part, piece))
        )
    if new is None:
        return Change("removed", part, title_in(part, old))
    labels = LABELS[part]
    changed = [
        Changed(str(labels.get(name, name)), in_words(name, old.get(name)), in_words(name, new.get(name)))
        for name in dict.fromkeys([*labels, *old, *new])
        if old.get(name) != new.get(name)
    ]
    return Change("changed", part, title_in(part, new), tuple(changed))


def pieces_of(content: Content, part: str) -> list[Piece]:
    """One part of a version, piece by piece, with what is filled in."""
    return [Piece(title_in(part, piece), tuple(_said(part, piece))) for piece in content.get(part, {}).values()]


def _said(part: str, piece: Mapping[str, Any]) -> list[tuple[str, str]]:
    skipped = {"goals": {"number", "title"}, "actions": {"title"}, "team": {"name"}}.get(part, set())
    said = [(str(label), in_words(name, piece.get(name))) for name, label in LABELS[part].items() if name not in skipped]
    return [(label, words) for label, words in said if words]


def versions_of(plan: Plan) -> list[PlanVersion]:
    return list(plan.versions.select_related("made_by").defer("content"))


def version_of(plan: Plan, number: int) -> PlanVersion | None:
    return plan.versions.select_related("made_by").filter(number=number).first()


def content_at(plan: Plan, number: int) -> Content | None:
    """The content of a version; of the plan as it stands now for 0."""
    if number == 0:
        return content_of(plan)
    found = version_of(plan, number)
    return found.content if found is not None else None
