"""What was decided about a measure, as typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gatepost.plans.commands.measures import Decided
from gatepost.plans.models import Verdict


class DecisionForm(forms.Form):
    verdict = forms.ChoiceField(label=_("What was decided"), choices=Verdict.choices, widget=forms.RadioSelect)
    our_way = forms.CharField(
        label=_("If you do it your way: how"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 2})
    )
    reason = forms.CharField(label=_("Why"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}))
    decided_by = forms.CharField(
        label=_("Who decided"), max_length=200, help_text=_("Such as: the plan’s team, with two families in it.")
    )

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("verdict") == Verdict.ADAPT and not typed.get("our_way", "").strip():
            self.add_error("our_way", _("Please say how you do it."))
        return typed

    @property
    def decided(self) -> Decided:
        return Decided(**self.cleaned_data)
