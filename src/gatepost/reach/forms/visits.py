"""What people type about a visit, as clean values. Nothing typed is lost when something is refused."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from gatepost.kernel.text import clean_text
from gatepost.reach.models import CalledOff, HomeVisit
from gatepost.reach.queries.visit_pairs import Choices
from gatepost.reach.visit_words import refused_words
from gatepost.touchpoints.models import Means
from gatepost.touchpoints.part_of import PartOfForm

LONGEST_NOTE = 4000
_HOW_ASKED = [
    (Means.GATE.value, _("In a talk")),
    (Means.PHONE.value, _("In a call")),
    (Means.LETTER.value, _("On paper")),
    (Means.EMAIL.value, _("In a message from here")),
]
# What a person may say of the end of a visit that was planned; the other reasons are found, not chosen.
_REASONS = [(reason.value, reason.label) for reason in (CalledOff.FAMILY, CalledOff.STAFF)]


class OfferForm(PartOfForm):
    """How the family was asked."""

    means = forms.ChoiceField(label=_("How do you ask them?"), choices=_HOW_ASKED, initial=Means.GATE, widget=forms.RadioSelect)


class AnswerForm(forms.Form):
    """What they said, how, when, and what suits them. The two buttons say which."""

    answer = forms.ChoiceField(choices=[("yes", _("They would like it")), ("no", _("They would rather not"))])
    means = forms.ChoiceField(label=_("How did they say so?"), choices=_HOW_ASKED, initial=Means.GATE, widget=forms.RadioSelect)
    on = forms.DateField(label=_("When?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    suits = forms.CharField(
        label=_("Days and hours that suit them"),
        required=False,
        max_length=200,
        help_text=_("In their words, such as “Thursdays after six”."),
    )


class PlanForm(PartOfForm):
    """Who goes, when, where, who interprets, and what the visit is part of."""

    lead = forms.TypedChoiceField(label=_("Who goes"), coerce=int)
    partner = forms.TypedChoiceField(label=_("Together with"), coerce=int)
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    begins = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("Until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    where = forms.CharField(
        label=_("Where, if not at their home"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    interpreter = forms.CharField(
        label=_("Who interprets"),
        required=False,
        max_length=120,
        help_text=_("Needed where neither of the two speaks a language of the family."),
    )

    def __init__(self, *args: Any, colleagues: Choices, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(zone)
        for name in ("lead", "partner"):
            self.fields[name].choices = [("", "—"), *colleagues]  # type: ignore[attr-defined]

    def moment(self, name: str) -> dt.datetime:
        """The day at the hour of that field, where the school is."""
        return dt.datetime.combine(self.cleaned_data["day"], self.cleaned_data[name], tzinfo=self.zone)


class CallOffForm(forms.Form):
    """Why it does not take place."""

    because = forms.ChoiceField(label=_("Why?"), choices=_REASONS)


class HopesField(forms.CharField):
    """Words about hopes and strengths."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 5}), **kwargs)

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "")


class NotesForm(forms.Form):
    """Three fields and no other: what the family hopes for, what it knows, what it asks of us.

    What a visit is not about is named, with the reason. Once it was explained, a tick says that those words mean something else
    here, and they stay. `initial`: what stands there already; a field nobody changed is not looked through again.
    """

    hopes = HopesField(label=_("Hopes and dreams"), help_text=_("What do they wish for their child?"))
    strengths = HopesField(
        label=_("Strengths, and what the family knows"),
        help_text=_("What is the child good at, what does the family know and do?"),
    )
    asked_of_school = HopesField(label=_("What they ask of the school"), help_text=_("What could we do?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The words the page names now, in order: those it asks about.
        self.explained: list[str] = []

    @property
    def seen(self) -> str:
        """Which words stood there when this page was opened."""
        return str(self.data.get("seen", ""))

    @property
    def kept(self) -> frozenset[str]:
        """Words that were explained on the page before, and that are not about marks, absences or discipline."""
        shown = forms.MultipleHiddenInput().value_from_datadict(self.data, self.files, "explained")
        return frozenset(shown) if self.data.get("something_else") else frozenset()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in [name for name in self.changed_data if name in cleaned]:
            found = refused_words(cleaned[name])
            self.explained += [one.key for one in found if one.key not in self.explained]
            for one in found:
                if one.key not in self.kept:
                    self.add_error(name, one.why)
        return cleaned


class HoursForm(forms.Form):
    """Minutes at the visit and on the way, for each of the two."""

    def __init__(self, *args: Any, visit: HomeVisit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visit = visit
        for person in visit.pair:
            for part, label in (("minutes", _("at the visit")), ("travel", _("there and back"))):
                self.fields[f"{part}_{person.pk}"] = forms.IntegerField(label=label, min_value=0, max_value=720)

    @property
    def lines(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """By colleague: the name and the two fields."""
        return [(one.full_name, self[f"minutes_{one.pk}"], self[f"travel_{one.pk}"]) for one in self.visit.pair]

    @property
    def hours(self) -> dict[int, tuple[int, int]]:
        clean = self.cleaned_data
        return {one.pk: (clean[f"minutes_{one.pk}"], clean[f"travel_{one.pk}"]) for one in self.visit.pair}


class SettleForm(forms.Form):
    """Whose hours of which month are settled, and how many minutes stood on the page."""

    person = forms.IntegerField()
    month = forms.DateField(input_formats=["%Y-%m"])
    minutes = forms.IntegerField(min_value=1)
