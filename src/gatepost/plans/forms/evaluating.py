"""Two minutes after an action: how it went, what helped, what to change."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gatepost.kernel.text import clean_text
from gatepost.plans.commands.evaluating import LONGEST
from gatepost.plans.evidence_wording import WENT


class _Words(forms.CharField):
    """A few lines, cleaned first, so that a line end counts once."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "")


class EvaluationForm(forms.Form):
    went = forms.TypedChoiceField(
        label=_("How did it go?"),
        coerce=int,
        choices=[(step, words) for step, words in reversed(WENT.items())],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of the five.")},
    )
    helped = _Words(label=_("What helped?"), help_text=_("So that it is there again next time."))
    change = _Words(label=_("What would you change?"), help_text=_("One thing is enough."))
