"""The number the sender saw, and where many are asked, types once more."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _


class SendForm(forms.Form):
    expected = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    typed_count = forms.CharField(required=False)

    def __init__(self, *args: Any, type_the_count: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.type_the_count = type_the_count

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.type_the_count and cleaned.get("typed_count", "").strip() != str(cleaned.get("expected")):
            self.add_error("typed_count", _("That is not the number of people. Nothing was sent."))
        return cleaned
