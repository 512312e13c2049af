"""What an import brings, or has brought, in the words of the page's headline."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gatepost.people.roster.sentences import joined
from gatepost.touchpoints.importing.dates import DAY_FIRST, MONTH_FIRST
from gatepost.touchpoints.models import ImportState, LedgerImport, Verdict


def difference_sentence(run: LedgerImport) -> str:
    """The sentence a reader came for; in the past tense once it is decided."""
    if run.state == ImportState.APPLIED:
        return _("%(what)s written into the ledger.") % {"what": _written(run)}
    if run.state == ImportState.UNDONE:
        return _("Undone: %(what)s written into the ledger and withdrawn again.") % {"what": _written(run)}
    new, known, problem = (run.counts.get(verdict, 0) for verdict in (Verdict.NEW, Verdict.KNOWN, Verdict.PROBLEM))
    parts = [
        ngettext("%(n)s entry is new", "%(n)s entries are new", new) % {"n": f"{new:,}"} if new else _("Nothing is new"),
    ]
    if known:
        words = ngettext("%(n)s stands in the ledger already", "%(n)s stand in the ledger already", known)
        parts.append(words % {"n": f"{known:,}"})
    if problem:
        parts.append(_("%(n)s cannot be placed") % {"n": f"{problem:,}"})
    return ", ".join(parts) + "."


def hold_sentence(run: LedgerImport) -> str:
    rows = sum(run.counts.get(verdict, 0) for verdict in Verdict.values)
    return _("%(n)s of %(rows)s rows cannot be placed. Perhaps a column is taken for another one.") % {
        "n": f"{run.counts.get(Verdict.PROBLEM, 0):,}",
        "rows": f"{rows:,}",
    }


def order_sentence(order: str, evidence: tuple[int, int, int]) -> str:
    """What the dates of the chosen column show about day and month."""
    day_first, month_first, either = evidence
    if order == DAY_FIRST:
        return _("The day comes first: some dates, such as those with 13 or more in front, can only be read that way.")
    if order == MONTH_FIRST:
        return _("The month comes first: some dates, such as those with 13 or more in the middle, can only be read that way.")
    if day_first and month_first:
        return _("The dates contradict each other: in some the day must come first, in others the month. Please say what holds.")
    if either:
        return _("Every date can be read in two ways, 03/04 as 3 April or as 4 March. Please say what holds.")
    return _("The dates can be read in one way only.")


def repeats_sentence(run: LedgerImport) -> str:
    """Rows that say the same as another one; "" where there are none."""
    n = run.counts.get("repeats", 0)
    if not n:
        return ""
    rows = joined([str(number) for number in run.found.get("repeats", [])[:8]])
    more = " …" if n > 8 else ""
    return ngettext(
        "Row %(rows)s says word for word the same as an earlier one. It counts as a try of its own; delete it in the sheet if it is there by mistake.",
        "Rows %(rows)s say word for word the same as earlier ones. They count as tries of their own; delete them in the sheet if they are there by mistake.",
        n,
    ) % {"rows": rows + more}


def _written(run: LedgerImport) -> str:
    new, families = run.counts.get(Verdict.NEW, 0), run.counts.get("families", 0)
    entries = ngettext("%(n)s entry", "%(n)s entries", new) % {"n": f"{new:,}"}
    of = ngettext("%(n)s family", "%(n)s families", families) % {"n": f"{families:,}"}
    return _("%(entries)s of %(families)s") % {"entries": entries, "families": of}
