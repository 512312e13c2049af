"""Words of the ground floor that a family can see."""

from django.utils.translation import gettext_lazy as _

TODAY = _("today")
YESTERDAY = _("yesterday")
TOMORROW = _("tomorrow")
TRIED_TOO_OFTEN = _("That was tried too often. Please wait a while and try again; nothing was lost.")
NO_SUCH_PAGE = _("There is no such page here, or it is not meant for you.")
OPEN_TOO_LONG = _("This page had been open for a long time. Nothing was lost: go back, reload it and press the button again.")
NOT_UNDERSTOOD = _("We could not understand this request. Nothing was changed. Please go back and try again.")
NOT_ALLOWED = _("You may not see this page. Ask the school if you should be able to.")
