"""What is typed at the yearly review."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gatepost.people.models import Person
from gatepost.plans.queries.plans import colleagues


class DecideForm(forms.Form):
    words = forms.CharField(label=_("What was decided"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}))
    reason = forms.CharField(label=_("Why"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}))
    owner = forms.ModelChoiceField(label=_("Who sees to it"), queryset=Person.objects.none(), required=False)
    due_on = forms.DateField(label=_("By when"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, school_id: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = colleagues(school_id)  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    met_on = forms.DateField(label=_("The meeting was on"), widget=forms.DateInput(attrs={"type": "date"}))
