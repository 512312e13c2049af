"""Words of the ground floor that a family can see."""

from django.utils.translation import gettext_lazy as _

TODAY = _("today")
YESTERDAY = _("yesterday")
TOMORROW = _("tomorrow")
TRIED_TOO_OFTEN = _("That was tried too often. Please wait a while and try again; nothing was lost.")
NO_SUCH_PAGE = _("This page does not exist, or it is meant for somebody else.")
OPEN_TOO_LONG = _(
    "This page had been open for a long time, so the button did not work. Please go back, copy what you wrote, open the page again and press the button once more."
)
NOT_UNDERSTOOD = _("Something did not work on our side. Nothing was changed. Please go back and try again.")
NOT_ALLOWED = _("This page is not open to you. If you think it should be, please ask the school.")
