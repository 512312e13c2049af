"""How many school days count."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gatepost.people.commands.calendar import LONGEST_WINDOW, SHORTEST_WINDOW


class WindowForm(forms.Form):
    """The window, in school days."""

    days = forms.IntegerField(
        label=_("School days that count"),
        min_value=SHORTEST_WINDOW,
        max_value=LONGEST_WINDOW,
        help_text=_("From 5 to 120. Five are a week; thirty are about six weeks."),
        error_messages={
            "required": _("Please enter a number of school days, from 5 to 120."),
            "invalid": _("Please enter a number of school days, from 5 to 120."),
            "min_value": _("Please enter a number of school days, from 5 to 120."),
            "max_value": _("Please enter a number of school days, from 5 to 120."),
        },
    )
