"""Words of the family door that stand in forms."""

from django.utils.translation import gettext_lazy as _

EMAIL_LABEL = _("Your e-mail address")
EMAIL_MISSING = _("Please type your e-mail address.")
EMAIL_WRONG = _("This does not look like an e-mail address. Please look at it once more.")
CODE_LABEL = _("The code from the e-mail")
CODE_MISSING = _("Please type the code.")
CODE_WRONG = _("This code does not work, or its time is over. Please look at the newest e-mail once more, or ask for a new code.")
WHO_LABEL = _("Please choose your name.")
TOO_OFTEN = _("That was tried too often. Please wait an hour, or call the school. Nothing was lost.")
