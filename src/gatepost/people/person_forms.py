"""What the office types about a person, as clean values."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gatepost.kernel.text import clean_text
from gatepost.people.language_tags import language_tag
from gatepost.people.models import ContactKind, ContactState, NeedKind, Person

_JUDGEMENTS = (ContactState.VERIFIED, ContactState.UNVERIFIED, ContactState.WRONG_PERSON, ContactState.OPTED_OUT)


class ContactForm(forms.Form):
    """One more address or number."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ContactKind.choices)
    raw = forms.CharField(label=_("Address or number"), max_length=300)


class JudgementForm(forms.Form):
    """What is known of an address or number."""

    ENDED = "ended"

    state = forms.ChoiceField(choices=[*((state.value, state.label) for state in _JUDGEMENTS), (ENDED, _("Not in use any more"))])


class PreferencesForm(forms.Form):
    """Languages, a call rather than writing, needs."""

    read_language = forms.CharField(
        label=_("Reads"), required=False, max_length=60, help_text=_("A language, such as Somali, español or zh-Hans.")
    )
    spoken = forms.CharField(label=_("Speaks"), required=False, max_length=200, help_text=_("Several with commas between them."))
    prefers_call = forms.BooleanField(label=_("Please call rather than write"), required=False)
    needs = forms.MultipleChoiceField(
        label=_("What helps"), required=False, choices=NeedKind.choices, widget=forms.CheckboxSelectMultiple
    )

    def clean_read_language(self) -> str:
        return self._tag(self.cleaned_data["read_language"])

    def clean_spoken(self) -> list[str]:
        return [self._tag(part) for part in self.cleaned_data["spoken"].split(",") if part.strip()]

    def _tag(self, written: str) -> str:
        tag = language_tag(written)
        if written.strip() and not tag:
            raise forms.ValidationError(_("We know no language called “%(written)s”."), params={"written": written.strip()})
        return tag


class RestrictionForm(forms.Form):
    """What is barred, from when, until when, and why."""

    student: "forms.ModelChoiceField[Person]" = forms.ModelChoiceField(Person.objects.none(), label=_("For the child"))
    rights = forms.MultipleChoiceField(
        label=_("What is barred"),
        choices=[
            ("contact", _("To be written to and to answer")),
            ("records", _("To see the child's records")),
            ("pick_up", _("To fetch the child")),
            ("decide", _("To decide and consent")),
        ],
        initial=["contact", "records", "pick_up", "decide"],
        widget=forms.CheckboxSelectMultiple,
    )
    begins_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    ends_on = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    reason = forms.CharField(label=_("Why, and which document"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, students: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["student"].queryset = students  # type: ignore[attr-defined]

    def clean_reason(self) -> str:
        return clean_text(self.cleaned_data["reason"])
