"""What came of an errand, as clean values."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gatepost.errands.results import Result
from gatepost.kernel.text import clean_text


class ResultForm(forms.Form):
    """One of the results of this kind of errand, a few words (in a call the family's apart), and another day to try it again."""

    result = forms.ChoiceField()
    note = forms.CharField(
        label=_("A few words, if you like"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    said = forms.CharField(
        label=_("What the family said (goes into the thread)"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    again_on = forms.DateField(
        label=_("Try again on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, results: tuple[Result, ...], is_call: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.results = results
        self.fields["result"].choices = [(result.slug, result.label) for result in results]  # type: ignore[attr-defined]
        if is_call:
            self.fields["note"].label = _("Your own note")
        else:
            del self.fields["said"]

    @property
    def may_be_tried_again(self) -> bool:
        return any(not result.is_final for result in self.results)

    def clean_said(self) -> str:
        return clean_text(self.cleaned_data["said"])

    def clean_note(self) -> str:
        return clean_text(self.cleaned_data["note"])
