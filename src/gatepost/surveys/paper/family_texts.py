"""What stands on a paper sheet besides the questions: said to whoever fills it in."""

from django.utils.translation import gettext_lazy as _

HOW_TO = _("For each question, put one cross in one box.")
MENDING = _("If you crossed the wrong box, fill it in completely and cross another.")
MAY_SKIP = _("You may leave out any question.")
ANY_NUMBER = _("You may cross several boxes.")
OWN_WORDS = _("Write on the lines, in the language you like best.")
ONLY_IF = _("Only if you crossed “%(answer)s” at question %(number)s.")
GIVE_BACK_BY = _("Please give this sheet back to the school by %(day)s.")
GIVE_BACK = _("Please give this sheet back to the school.")
PAGE_OF = _("Page %(page)s of %(pages)s")
CODE = _("Code")
COUNTED_ONCE = _("The code is there so that each sheet is counted once. Nobody writes down who got which sheet.")
FOR_WHOM = _("For %(name)s")
TEAR_OFF = _("Tear this strip off before you give the sheet back. The sheet itself shows only a code.")
STRIP_STAYS = _("The school reads your name together with your answers.")
