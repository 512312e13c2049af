"""What a person types about the first inquiry and the self-review."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gatepost.framework.types import InvolvementType
from gatepost.plans.queries.inquiry import UNSORTED, Choice
from gatepost.surveys.models import Privacy

PROMISES = (
    (
        Privacy.ANONYMOUS,
        _("Anonymous: nobody can find out who said what. What is said comes in groups of ten, so it takes longer."),
    ),
    (Privacy.CONFIDENTIAL, _("Confidential: kept with the person, but shown without names and from ten answers on.")),
)
_BIGGEST = 2**31


class StartForm(forms.Form):
    closes_on = forms.DateField(
        label=_("Last day to answer"),
        help_text=_("Three weeks are enough for paper to come back, too. You can leave it open."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class StartInquiryForm(StartForm):
    privacy = forms.ChoiceField(
        label=_("What you promise families"), choices=PROMISES, initial=Privacy.ANONYMOUS, widget=forms.RadioSelect
    )
    field_order = ["privacy", "closes_on"]


class AgreeForm(forms.Form):
    """The five sentences to choose from are the survey's own."""

    level = forms.TypedChoiceField(label=_("What you agreed on"), coerce=int, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In your words: why, and what comes next"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, levels: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = levels  # type: ignore[attr-defined]


def number_in(query: QueryDict, name: str) -> int | None:
    """A number in the address; what is none, or could be no key, counts as not there."""
    text = query.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 10 and 0 < int(text) < _BIGGEST else None


def read_choice(query: QueryDict) -> Choice:
    """What was chosen in the address; what is not offered counts as not chosen."""
    kind = query.get("type", "")
    question = query.get("question", "")
    return Choice(
        survey=number_in(query, "survey"),
        question=question if len(question) <= 60 and "\x00" not in question else "",
        involvement_type=kind if kind in {*InvolvementType.values, UNSORTED} else "",
    )
