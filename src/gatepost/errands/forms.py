"""What came of an errand, as clean values."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gatepost.errands.results import Result
from gatepost.kernel.text import clean_text


class ResultForm(forms.Form):
    """One of the results of this kind of errand, a few words, and another day where it is tried again."""

    result = forms.ChoiceField()
    note = forms.CharField(
        label=_("A few words, if you like"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    again_on = forms.DateField(
        label=_("Try again on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, results: tuple[Result, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.results = results
        self.fields["result"].choices = [(result.slug, result.label) for result in results]  # type: ignore[attr-defined]

    @property
    def may_be_tried_again(self) -> bool:
        return any(not result.is_final for result in self.results)

    def clean_note(self) -> str:
        return clean_text(self.cleaned_data["note"])
