"""Common pitfalls looked for in the school's own records: each finding shows the rows behind it and one thing to try."""

from collections.abc import Callable

from gatepost.plans.queries.pitfalls.contacts import deficit_wording, one_language, one_way, presence
from gatepost.plans.queries.pitfalls.finding import Finding, Row, Scope, Verdict, scope_of
from gatepost.plans.queries.pitfalls.planning import alone, ignoring, imported, visible_forms
from gatepost.plans.queries.pitfalls.support import dropped_support

ALL: tuple[Callable[[Scope], Finding], ...] = (
    one_way,
    one_language,
    dropped_support,
    alone,
    visible_forms,
    presence,
    ignoring,
    deficit_wording,
    imported,
)


def findings(scope: Scope) -> list[Finding]:
    """All nine, what was found first."""
    return sorted((look(scope) for look in ALL), key=lambda finding: finding.verdict.order)


__all__ = ["ALL", "Finding", "Row", "Scope", "Verdict", "findings", "scope_of"]
