"""The three sentences of the Monday letter. They say what the school tried and what is next, never what a family did not do."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gatepost.reach.wording import begin_large, number_in_words

# Up to here a total reads better as a word.
_FEW = 12


def where_we_stand(missed: int, lost: int, families: int, before: int | None) -> str:
    """How many families we do not reach, and how that compares with a week ago (`before`, where it was counted)."""
    if not missed and not lost:
        return _("Every family here has heard from us lately.")
    words = ngettext(
        "%(number)s of %(families)s family has not heard from us in a way that reached it",
        "%(number)s of %(families)s families have not heard from us in a way that reached them",
        families,
    )
    total = number_in_words(families) if families <= _FEW else str(families)
    sentence = begin_large(words % {"number": number_in_words(missed), "families": total})
    if before is not None:
        sentence += ", " + _compared(missed - before)
    if lost:
        words = ngettext(
            "for %(number)s more we hold no contact that works", "for %(number)s more we hold no contact that works", lost
        )
        sentence += "; " + words % {"number": number_in_words(lost)}
    return sentence + "."


def _compared(change: int) -> str:
    if not change:
        return _("as many as a week ago")
    words = _("%(number)s fewer than a week ago") if change < 0 else _("%(number)s more than a week ago")
    return words % {"number": number_in_words(abs(change))}


def what_was_tried(steps: int, in_dialogue: int, *, is_own: bool = False) -> str:
    """What was tried last week, and what came of it."""
    talking = ngettext("%(number)s family is in dialogue again", "%(number)s families are in dialogue again", in_dialogue) % {
        "number": number_in_words(in_dialogue)
    }
    if not steps:
        return _("Last week %(talking)s.") % {"talking": talking} if in_dialogue else _("Last week no planned step was finished.")
    if is_own:
        took = ngettext("Last week you took %(number)s step", "Last week you took %(number)s steps", steps)
    else:
        took = ngettext("Last week %(number)s step was taken", "Last week %(number)s steps were taken", steps)
    came = talking if in_dialogue else _("what comes of it may still take a while")
    return took % {"number": number_in_words(steps)} + "; " + came + "."


def what_this_week_asks(waiting: int, due: int, overdue: int) -> str:
    """For the principal: families for whom nothing is planned, and steps that are."""
    asks = []
    if waiting:
        words = ngettext("a next step for %(number)s family", "a next step for %(number)s families", waiting)
        asks.append(words % {"number": number_in_words(waiting)})
    if due:
        words = ngettext("%(number)s step that is planned already", "%(number)s steps that are planned already", due)
        asks.append(words % {"number": number_in_words(due)} + _overdue(due, overdue))
    if not asks:
        return _("This week asks for nothing that is not taken care of.")
    return _("This week asks for %(asks)s.") % {"asks": _(" and for ").join(asks)}


def _overdue(due: int, overdue: int) -> str:
    if not overdue:
        return ""
    if overdue == due:
        return ngettext(", and it is overdue", ", all of them overdue", due)
    words = ngettext(", %(number)s of them overdue", ", %(number)s of them overdue", overdue)
    return words % {"number": number_in_words(overdue)}


def whom_you_look_after(cases: int, without_step: int) -> str:
    """For an owner of cases, or of errands only."""
    if not cases:
        return _("You look after no family at the moment; other things stand on your list.")
    words = ngettext("You look after %(number)s family", "You look after %(number)s families", cases)
    sentence = words % {"number": number_in_words(cases)}
    if without_step:
        words = ngettext(
            "for %(number)s of them the next step is not planned yet", "for %(number)s of them the next step is not planned yet",
            without_step,
        )  # fmt: skip
        sentence += "; " + (
            words % {"number": number_in_words(without_step)} if cases > 1 else _("the next step is not planned yet")
        )
    return sentence + "."


def what_your_week_asks(due: int, overdue: int, first: str) -> str:
    """For an owner: how much is due, and with whom to begin (a child's given name)."""
    if not due:
        return _("This week nothing on your list is due.")
    words = ngettext("This week %(number)s thing on your list is due", "This week %(number)s things on your list are due", due)
    sentence = words % {"number": number_in_words(due)} + _overdue(due, overdue)
    return sentence + (_("; begin with %(child)s.") % {"child": first} if first else ".")
