"""Typed text of training."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gatepost.framework.types import Sector
from gatepost.training.family_texts import ANSWERS
from gatepost.training.modules import MODULES

_STEPS = [(str(number), words) for number, words in enumerate(ANSWERS, start=1)]


class SessionForm(forms.Form):
    module = forms.ChoiceField(label=_("Module"), choices=lambda: [(slug, module.title) for slug, module in MODULES.items()])
    meets_on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    begins_at = forms.TimeField(label=_("Begins at"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    place = forms.CharField(label=_("Where"), required=False, max_length=200)
    led_by = forms.CharField(
        label=_("Led by"), required=False, max_length=300, help_text=_("One from school and one from a family is best.")
    )
    languages = forms.CharField(label=_("Languages spoken or interpreted"), required=False, max_length=200)


class GuestForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    sector = forms.ChoiceField(label=_("Comes from"), choices=Sector.choices)


class SlipForm(forms.Form):
    sector = forms.ChoiceField(label=_("Side"), choices=Sector.choices)
    before = forms.TypedChoiceField(label=_("Before"), choices=_STEPS, coerce=int)
    after = forms.TypedChoiceField(label=_("After"), choices=_STEPS, coerce=int)
