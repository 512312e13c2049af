"""Mending one entry of the ledger that a person wrote down."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gatepost.framework.types import ContentKind, InvolvementType, Tone
from gatepost.kernel.text import clean_text
from gatepost.touchpoints.models import Means, Outcome, Place
from gatepost.touchpoints.part_of import PartOfForm

_OUTCOMES = (Outcome.ANSWERED, Outcome.TOOK_PART, Outcome.DECLINED, Outcome.NO_ANSWER, Outcome.SENT, Outcome.DELIVERED)


class EntryForm(PartOfForm):
    """What stands in the new row; day, family and who wrote it stay."""

    means = forms.ChoiceField(label=_("How"), choices=Means.choices)
    place = forms.ChoiceField(label=_("Where"), choices=Place.choices)
    outcome = forms.ChoiceField(label=_("What came of it"), choices=[(one.value, one.label) for one in _OUTCOMES])
    content_kind = forms.ChoiceField(label=_("About"), choices=ContentKind.choices)
    tone = forms.ChoiceField(label=_("Tone"), choices=Tone.choices)
    involvement_type = forms.ChoiceField(label=_("Type of involvement"), choices=InvolvementType.choices)
    note = forms.CharField(label=_("A few words"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def clean_note(self) -> str:
        return clean_text(self.cleaned_data["note"])

    @property
    def mended(self) -> dict[str, Any]:
        """The new row's words; what it is part of only where that was asked."""
        words = {name: value for name, value in self.cleaned_data.items() if name != "activity"}
        return words | ({"activity_id": self.activity_id} if self.part_of else {})
