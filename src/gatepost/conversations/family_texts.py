"""The ready answers of the family page, said in the family's language and in the school's."""

from django.utils.translation import gettext_lazy as _

READY_ANSWERS = {
    "call-me": _("Please call me."),
    "not-understood": _("I did not understand the message."),
}
