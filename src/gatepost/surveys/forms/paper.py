"""Forms for paper: what to print, what was crossed on a sheet, who handed one in, a scan."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gatepost.framework.types import Sector
from gatepost.surveys.commands.entering import Answers
from gatepost.surveys.commands.sheets import MOST_SHEETS, Wanted
from gatepost.surveys.models import FEWEST
from gatepost.surveys.paper.questions import Question
from gatepost.surveys.sealing import LONGEST_WORDS

_WHOLE_SCHOOL = ("", _("The whole school"))


class PrintForm(forms.Form):
    """A run of sheets; only the number of them where they belong to nobody."""

    sector = forms.ChoiceField(label=_("For whom"))
    language = forms.ChoiceField(label=_("Language"))
    section_name = forms.ChoiceField(label=_("Section"), required=False)
    blank = forms.IntegerField(label=_("How many sheets"), min_value=1, max_value=MOST_SHEETS, initial=FEWEST)
    again = forms.BooleanField(label=_("Also for those whose sheet got lost: their earlier one no longer counts"), required=False)

    def __init__(
        self, data: Any = None, *, sectors: Sequence[str], languages: Any, sections: Sequence[str], is_blank: bool
    ) -> None:
        super().__init__(data)
        self._choices("sector", [(value, label) for value, label in Sector.choices if value in sectors])
        self._choices("language", languages)
        self._choices("section_name", [_WHOLE_SCHOOL, *((name, name) for name in sections)])
        # Blank sheets know no section: their number is all that is chosen by it.
        for name in ("again", "section_name") if is_blank else ("blank",):
            del self.fields[name]

    def _choices(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type only
        field.choices = choices

    def wanted(self) -> Wanted:
        clean = self.cleaned_data
        return Wanted(
            sector=clean["sector"],
            language=clean["language"],
            section_name=clean.get("section_name", ""),
            blank=clean.get("blank") or 0,
            again=bool(clean.get("again")),
        )


class HandedInForm(forms.Form):
    """Which section, of which sector."""

    sector = forms.ChoiceField(label=_("For whom"), choices=Sector.choices)
    section_name = forms.CharField(label=_("Section"), required=False, max_length=120)


class CodeForm(forms.Form):
    code = forms.CharField(label=_("Code of the sheet"), max_length=60)


class SheetForm(forms.Form):
    """The items of one sheet in its order; every one may be left empty."""

    def __init__(self, data: Any = None, *, questions: Sequence[Question], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.questions = questions
        for question in questions:
            self.fields[_name(question)] = _field(question)

    def lines(self) -> list[tuple[Question, forms.BoundField]]:
        return [(question, self[_name(question)]) for question in self.questions]

    def answers(self) -> Answers:
        found = Answers()
        for question in self.questions:
            given = self.cleaned_data[_name(question)]
            if given in ("", []):
                continue
            if question.is_words:
                found.remarks[question.key] = given
            else:
                found.marks[question.key] = [int(value) for value in given] if question.takes_several else int(given)
        return found


def _name(question: Question) -> str:
    return f"item-{question.key}"


def _field(question: Question) -> forms.Field:
    choices = [(str(option.value), option.words) for option in question.options]
    if question.is_words:
        return forms.CharField(required=False, max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 3}))
    if question.takes_several:
        return forms.MultipleChoiceField(choices=choices, required=False, widget=forms.CheckboxSelectMultiple)
    return forms.ChoiceField(choices=choices, required=False, widget=forms.RadioSelect)
