"""What went wrong with a scan, said so that somebody at the copier knows what to do."""

from django.utils.translation import gettext_lazy as _

_DAMAGED = _("This page is damaged. Scan it again.")
SENTENCES = {
    "damaged": _DAMAGED,
    "slow": _("This page takes too long to read and was left out. Scan the sheet again, as a plain picture, or type it in."),
    "no-code": _("No code was found on this page. If it is one of our sheets, scan it again, straight and sharp, or type it in."),
    "other-survey": _("This page belongs to another survey. Bring it in there."),
    "corners": _("The black squares in the corners are not to be seen. Scan the page again with all four corners on it."),
    "unknown": _("No sheet of this survey has this code. Perhaps it was printed again, and this one no longer counts."),
    "counted": _("This sheet was counted before; nothing changed."),
    "empty": _("Nothing is crossed or written on this sheet. Put it aside: it is not counted."),
    "closed": _("The survey is closed, so this sheet was not entered."),
}
REFUSALS = {
    "kind": _("This is no PDF, JPEG or PNG. Save the scan as one of these and bring it in again."),
    "damaged": _(
        "This file is damaged and cannot be opened. Scan the sheets again and bring the new file in. Nothing was entered."
    ),
    "png": _("This kind of PNG cannot be read. Save the scan as PDF or JPEG. Nothing was entered."),
    "large": _("This picture has far more points than a scan needs. Scan with 150 to 300 dots to the inch. Nothing was entered."),
    "slow": _("This file takes too long to open. Scan the sheets again, as plain pictures. Nothing was entered."),
    "pages": _("This file has too many pages. Bring the pile in in several parts. Nothing was entered."),
}
CUT_SHORT = _("Reading ended before the last page: after it the file is damaged or takes too much. What had been read was kept.")


def sentence(problem: str) -> str:
    return str(SENTENCES.get(problem, _DAMAGED))


def refusal(problem: str) -> str:
    return str(REFUSALS.get(problem, REFUSALS["damaged"]))
