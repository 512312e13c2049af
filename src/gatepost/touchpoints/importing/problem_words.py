"""Every reason why a row cannot be placed, as a sentence: what is wrong and what to do."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_WORDS: dict[str, str | Promise] = {
    "row_long": gettext_lazy("the row has more cells than there are columns; perhaps a comma is not quoted. Mend it in your sheet."),
    "date_missing": gettext_lazy("there is no date."),
    "date_unreadable": gettext_lazy("“%(value)s” is not a date we can read. Write it as YYYY-MM-DD."),
    "date_ambiguous": gettext_lazy(
        "“%(value)s” can be read in two ways. Say under “Columns” whether the day or the month comes first."
    ),
    "date_order": gettext_lazy("“%(value)s” cannot be read in the order of day and month of this sheet. Write it as YYYY-MM-DD."),
    "date_future": gettext_lazy("“%(value)s” lies in the future."),
    "date_old": gettext_lazy("“%(value)s” is more than thirty years ago; perhaps a digit of the year is wrong."),
    "child_missing": gettext_lazy("the row does not say which child it is about."),
    "child_unknown": gettext_lazy("no child of this school is called “%(value)s”. Write the name as the roster has it, or the roster's id."),
    "child_id_unknown": gettext_lazy("no child of this school has the id “%(value)s”. Write the name beside it."),
    "child_left": gettext_lazy("“%(value)s” is not at this school any more. Entries are kept for the families of today."),
    "child_several": gettext_lazy("%(n)s children are called “%(value)s”; write the section beside the name, or choose."),
    "child_section": gettext_lazy("the child is not, and as far as we know never was, in the section “%(value)s” names; mend it, or choose."),
    "child_id_name": gettext_lazy("the id belongs to a child who is not called “%(value)s”; mend it, or choose."),
    "home_several": gettext_lazy(
        "“%(value)s” has two homes, and the row does not say which adult it was; write the adult's name as the roster has it, or choose."
    ),
    "no_family": gettext_lazy("“%(value)s” has no guardian here, so there is no family the entry could belong to."),
    "means_unknown": gettext_lazy("we do not know what “%(value)s” means; say it once for all such rows."),
    "outcome_unknown": gettext_lazy("we do not know what “%(value)s” means; say it once for all such rows."),
    "direction_unknown": gettext_lazy("we do not know what “%(value)s” means; say it once for all such rows."),
    "means_missing": gettext_lazy("the row does not say how: by phone, by letter, at the gate."),
    "outcome_missing": gettext_lazy("the row does not say what came of it."),
}  # fmt: skip


def problem_sentence(number: int, problem: Mapping[str, str]) -> str:
    """ "Row 14, column Child: two children are called …"."""
    words = _WORDS.get(problem["code"])
    said = str(words) % {"value": problem["value"], "n": problem.get("n", "")} if words else problem["code"]
    if problem["field"]:
        return _("Row %(row)d, column %(column)s: %(said)s") % {"row": number, "column": problem["field"], "said": said}
    return _("Row %(row)d: %(said)s") % {"row": number, "said": said}
