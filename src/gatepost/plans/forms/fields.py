"""Fields that several forms of the plan share."""

from typing import Any

from django import forms

from gatepost.kernel.text import clean_line, clean_text


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day of the calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def number_field(label: Any, **more: Any) -> forms.DecimalField:
    """A number with two places after the point at most."""
    widget = forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"})
    return forms.DecimalField(label=label, required=False, max_digits=10, decimal_places=2, widget=widget, **more)


class LineField(forms.CharField):
    """One line of words."""

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "")


class WordsField(forms.CharField):
    """Many lines of words."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "")


class SeenForm(forms.Form):
    """A form that knows what stood there when its page was opened."""

    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    @property
    def stamp(self) -> str:
        """The stamp sent along; one that fits nothing where it was left out."""
        return str(self.cleaned_data.get("seen", "")) if self.is_bound else ""
