"""What a person types on the page of the school calendar."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gatepost.kernel.text import clean_line


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class TermForm(forms.Form):
    """One term of the school year."""

    prefix = "term"

    name = forms.CharField(label=_("Name of the term"), max_length=120)
    begins_on = _day(_("First day of lessons"))
    ends_on = _day(_("Last day of lessons"))

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"])


class ClosedForm(forms.Form):
    """A day, or a stretch of days, without lessons."""

    prefix = "closed"

    name = forms.CharField(label=_("What for"), max_length=120, help_text=_("Such as “Winter holidays” or “Teachers’ day”."))
    first = _day(_("First day"))
    last = _day(_("Last day"), required=False, help_text=_("Empty for one day only."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["last"] = cleaned.get("last") or cleaned.get("first")
        return cleaned


class StretchForm(forms.Form):
    """Which closed days are to be removed."""

    first = forms.DateField()
    last = forms.DateField()
