"""The words on the table that a survey makes: it is handed to boards and families in their language."""

from django.utils.translation import gettext_lazy as _

TITLE = _("{survey}: how many of those who answered say that this happens")
RULE = _(
    "Somebody says that a kind of working together happens when at least half of the questions about it that she or he "
    "answered were answered with yes, or with one of the steps that mean yes. Everybody counts once; nothing is weighted."
)
PAPER = _("What families, teachers and school leadership say")
SCHOOLS_TITLE = _("In how many schools it is said that this happens")
SCHOOLS_RULE = _(
    "In each school, a group says that a kind of working together happens when more than half of those of the group who "
    "answered say so. A school counts only for groups of which ten or more have answered; the school leadership always counts."
)
