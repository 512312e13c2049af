"""Forms of the builder: a survey begun, its settings, its words in a further language."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gatepost.framework.types import Sector
from gatepost.kernel import clock
from gatepost.languages.tags import is_rtl, language_name
from gatepost.people.models import Section
from gatepost.surveys.commands.changing import languages_stand
from gatepost.surveys.models import ItemKind, Privacy, Survey, SurveyState, Unit
from gatepost.surveys.queries.surveys import first_language, own_words_faults
from gatepost.surveys.wording import Words

MOST_REMINDERS = 5
# What is asked in a pulse, in one choice: the kind of question, and which ready steps it has.
PULSE_KINDS = [
    (ItemKind.SCALE.value, _("How much, in five steps")),
    (ItemKind.FREQUENCY.value, _("How often, in five steps")),
    (ItemKind.TEXT.value, _("In own words")),
]


def _several(label: Any, choices: Sequence[tuple[str, Any]], **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, widget=forms.CheckboxSelectMultiple, **more)


class BeginForm(forms.Form):
    """A survey from a blank page."""

    title = forms.CharField(label=_("What is it about?"), max_length=150)
    sectors = _several(_("Whom does it ask?"), Sector.choices, initial=[Sector.FAMILIES.value])


class PulseForm(BeginForm):
    """Two or three questions, on one page."""

    prefix = "pulse"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, label in enumerate((_("First question"), _("Second question"), _("Third question, if you like")), start=1):
            self.fields[f"words_{number}"] = forms.CharField(label=label, max_length=300, required=number < 3)
            self.fields[f"kind_{number}"] = forms.ChoiceField(label=_("It is answered"), choices=PULSE_KINDS)

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        return [(self[f"words_{number}"], self[f"kind_{number}"]) for number in (1, 2, 3)]

    @property
    def questions(self) -> list[tuple[str, str]]:
        """(kind, words) of those that were asked."""
        given = [(self.cleaned_data[f"kind_{number}"], self.cleaned_data[f"words_{number}"]) for number in (1, 2, 3)]
        return [(kind, words) for kind, words in given if words]


class SurveyForm(forms.Form):
    """Title, introduction, and what is promised to whom."""

    title = forms.CharField(label=_("Title"), max_length=150)
    intro = forms.CharField(
        label=_("What it is for, and what becomes of the answers"),
        help_text=_("Two or three plain sentences. They stand in the invitation and on the first page."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    sectors = _several(_("Whom does it ask?"), Sector.choices)
    sections = forms.ModelMultipleChoiceField(
        label=_("Only some classes?"),
        help_text=_("None chosen: the whole school."),
        queryset=Section.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    privacy = forms.ChoiceField(label=_("What do you promise?"), choices=Privacy.choices, widget=forms.RadioSelect)
    unit = forms.ChoiceField(label=_("Who answers once?"), choices=Unit.choices, widget=forms.RadioSelect)
    languages = _several(_("In which languages can it be answered?"), [])
    closes_on = forms.DateField(
        label=_("Last day"),
        help_text=_("Empty: until you close it."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reminders = forms.IntegerField(
        label=_("How often at most is somebody reminded who has not answered?"), min_value=0, max_value=MOST_REMINDERS
    )
    reminds_itself = forms.BooleanField(
        label=_("Remind without a press, on school days at nine, whoever may be reminded"), required=False
    )
    # What was promised and said when the invitations went out.
    promised = ("title", "intro", "sectors", "sections", "privacy", "unit")

    def __init__(self, data: Any = None, *, survey: Survey, codes: Sequence[str]) -> None:
        self.survey, first = survey, first_language(survey)
        initial = {
            **{
                name: getattr(survey, name) for name in ("privacy", "unit", "sectors", "closes_on", "reminders", "reminds_itself")
            },
            "title": survey.title.get(first, ""),
            "intro": survey.intro.get(first, ""),
            "languages": survey.languages,
            "sections": survey.sections.all(),
        }
        super().__init__(data, initial=initial)
        others = [code for code in codes if code != first]
        self.fields["languages"].choices = [(code, language_name(code, "en")) for code in (first, *others)]  # type: ignore[attr-defined]
        self.fields["sections"].queryset = Section.objects.current().filter(school=survey.school_id)  # type: ignore[attr-defined]
        if survey.state != SurveyState.DRAFT:
            for name in self.promised:
                del self.fields[name]
        if survey.is_promised:
            del self.fields["languages"]

    def clean_languages(self) -> list[str]:
        """The first language stays in front; the others in the order of the house."""
        first, chosen = first_language(self.survey), self.cleaned_data["languages"]
        if self.survey.state != SurveyState.DRAFT and not set(self.survey.languages) <= {first, *chosen}:
            raise forms.ValidationError(languages_stand())
        return [first, *(code for code in chosen if code != first)]

    def clean_privacy(self) -> str:
        privacy: str = self.cleaned_data["privacy"]
        faults = own_words_faults(privacy, self.survey.items.all()) if privacy != self.survey.privacy else []
        if faults:
            raise forms.ValidationError(faults)
        return privacy

    def clean_closes_on(self) -> Any:
        day = self.cleaned_data["closes_on"]
        if day is not None and day != self.survey.closes_on and day < clock.today(self.survey.school.timezone):
            raise forms.ValidationError(_now("This day has passed."))
        return day


class LanguageForm(forms.Form):
    """Every text of a survey beside its version in one further language; what stands there twice is asked once."""

    def __init__(self, *args: Any, texts: Sequence[Words], first: str, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.phrases: dict[str, str] = {}
        direction = "rtl" if is_rtl(language) else "ltr"
        for words in texts:
            original = words.get(first, "")
            name = "t" + hashlib.sha256(original.encode()).hexdigest()[:16]
            if not original or name in self.phrases:
                continue
            self.phrases[name] = original
            attrs = {"rows": 1 + len(original) // 60, "lang": language, "dir": direction}
            self.fields[name] = forms.CharField(
                label=original,
                required=False,
                max_length=4000,
                initial=words.get(language, ""),
                widget=forms.Textarea(attrs=attrs),
            )

    @property
    def changed_phrases(self) -> Mapping[str, str]:
        """Only what was typed here: the same words may be said in two ways, and both stay."""
        return {self.phrases[name]: self.cleaned_data[name].strip() for name in self.changed_data if name in self.phrases}
