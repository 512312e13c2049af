"""What those who are asked read before they answer: the invitation and the reminder, in the reader's language."""

from django.utils.translation import gettext_lazy as _

SUBJECT = _("%(school)s would like to ask you something")
SUBJECT_AGAIN = _("%(school)s would still like to hear from you")

# The first line says what it is; the school's own words follow where there are any.
ASKS = _("%(school)s asks for your opinion: %(title)s.")
HOW_LONG = _("It takes about %(minutes)s minutes. You may leave out any question.")
AGAIN = _("We wrote to you about %(title)s. We have no answer from you yet, and your answer matters.")
# A family of two adults may get it twice; one of them is enough.
ONE_FOR_FAMILY = _("One answer for your family is enough.")
EACH_ADULT = _("Every adult of the family may answer. This link is only for you.")
LAST_DAY = _("You can answer until %(day)s.")
OPEN_HERE = _("Answer here, in your language. You need no account and no password:")
STAFF_OPEN = _("Sign in and answer on your page of surveys:")
OR_ON_PAPER = _("You would rather answer on paper, or need help? Tell us, and we will see to it.")

LAST_WORD = _("You do not want to be reminded? You can say so on the page.")
