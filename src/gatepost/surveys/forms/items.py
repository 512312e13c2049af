"""Forms of one question and of one part, in the survey's first language."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gatepost.framework.types import InvolvementType, Sector
from gatepost.surveys.commands.items import Question
from gatepost.surveys.models import AVERAGED, Item, ItemKind, Part, Survey, SurveyState
from gatepost.surveys.queries.surveys import STEPS, first_language, own_words_faults
from gatepost.surveys.wording import wording_of

MOST_OPTIONS = 12
_SPARE_ROWS = 3
_STEP_HINTS = (_("least"), "", "", "", _("most"))


class PartForm(forms.Form):
    title = forms.CharField(label=_("Title of the part"), max_length=150, required=False)
    lead = forms.CharField(
        label=_("A sentence before its questions"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any = None, *, part: Part) -> None:
        language = first_language(part.survey)
        self.before = {"title": part.title.get(language, ""), "lead": part.lead.get(language, "")}
        super().__init__(data, initial=self.before)
        # What has been sent out stands; what was never said may still be.
        if part.survey.state != SurveyState.DRAFT:
            for name in [name for name, words in self.before.items() if words]:
                del self.fields[name]

    @property
    def words(self) -> dict[str, str]:
        """Both, whatever of them could be typed."""
        return self.before | self.cleaned_data


class ItemForm(forms.Form):
    """The words of the question, of its answers, of whom it is asked, what it is counted under, and when it is shown."""

    words = forms.CharField(label=_("The question"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    sectors = forms.MultipleChoiceField(label=_("Of whom is it asked?"), widget=forms.CheckboxSelectMultiple)
    involvement_type = forms.ChoiceField(
        label=_("Which type of involvement is it about?"), choices=[("", _("None"))], required=False
    )
    practice = forms.ChoiceField(
        label=_("Does it ask for one of the practices?"),
        help_text=_("Then the answers of all sides are set beside each other, and beside what the ledger counts."),
        required=False,
    )
    scale = forms.SlugField(
        label=_("Averaged together with"),
        help_text=_("A short name, the same for all questions that belong together. Empty: it stands alone."),
        max_length=40,
        required=False,
    )
    is_reversed = forms.BooleanField(label=_("The last step is the least: turned round before it is averaged"), required=False)
    favourable_from = forms.TypedChoiceField(
        label=_("From which step on does it count as “yes”?"), choices=[(step, str(step)) for step in range(2, 6)], coerce=int
    )
    shown_if = forms.MultipleChoiceField(
        label=_("Shown only to those who answered an earlier question so"),
        help_text=_("Choose answers of one question only. None chosen: shown to everybody."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, data: Any = None, *, survey: Survey, item: Item, earlier: Sequence[Item], practices: Mapping[str, str]
    ) -> None:
        self.item, self.language, self.privacy = item, first_language(survey), survey.privacy
        self.asked = [Sector(sector) for sector in Sector.values if sector in survey.sectors]
        super().__init__(data, initial=self._initial(survey))
        choices = [(sector.value, sector.label) for sector in self.asked]
        self.fields["sectors"].choices = choices  # type: ignore[attr-defined]
        self.fields["involvement_type"].choices = [("", _("None")), *InvolvementType.choices]  # type: ignore[attr-defined]
        self.fields["practice"].choices = [("", _("No")), *practices.items()]  # type: ignore[attr-defined]
        self.fields["shown_if"].choices = self._branches(earlier)  # type: ignore[attr-defined]
        for sector in self.asked if len(self.asked) > 1 else []:
            self.fields[f"words_{sector.value}"] = forms.CharField(
                label=_("In other words for: %(sector)s") % {"sector": sector.label},
                max_length=600,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self._add_options()
        for name in self._needless():
            del self.fields[name]

    def _initial(self, survey: Survey) -> dict[str, Any]:
        item = self.item
        said = {sector: words.get(self.language, "") for sector, words in item.wordings.items()}
        branch = item.shown_if
        return {
            **{f"words_{sector}": text for sector, text in said.items() if sector},
            "words": said.get("", ""),
            "sectors": item.sectors or survey.sectors,
            "involvement_type": item.involvement_type,
            "practice": item.practice,
            "scale": item.scale,
            "is_reversed": item.is_reversed,
            "favourable_from": item.favourable_from,
            "shown_if": [f"{branch['item']}:{value}" for value in branch.get("values", [])] if branch else [],
        }

    def _branches(self, earlier: Sequence[Item]) -> list[tuple[str, list[tuple[str, str]]]]:
        groups = []
        for item in earlier:
            if item.kind == ItemKind.TEXT:
                continue
            words = f"{item.number}. {wording_of(item, '', self.language)}"
            answers = [
                (f"{item.key}:{option['value']}", option["words"].get(self.language) or str(option["value"]))
                for option in item.options
            ]
            groups.append((words, answers))
        return groups

    def _needless(self) -> list[str]:
        kind = self.item.kind
        needless = [] if kind in AVERAGED else ["scale", "is_reversed", "favourable_from", "practice"]
        return needless if self.fields["shown_if"].choices else [*needless, "shown_if"]  # type: ignore[attr-defined]

    def _add_options(self) -> None:
        kind, options = self.item.kind, self.item.options
        if kind == ItemKind.TEXT:
            self.rows: list[int] = []
            return
        self.rows = [option["value"] for option in options]
        if kind in AVERAGED:
            self.rows += [0] * (STEPS - len(self.rows))
        else:
            self.rows += [0] * max(_SPARE_ROWS, 4 - len(self.rows))
        for place, _value in enumerate(self.rows[: max(MOST_OPTIONS, len(options))]):
            before = options[place]["words"].get(self.language, "") if place < len(options) else ""
            hint = _STEP_HINTS[place] if kind in AVERAGED else ""
            label = f"{_now('Step') if kind in AVERAGED else _now('Answer')} {place + 1}{f' ({hint})' if hint else ''}"
            self.fields[f"option_{place}"] = forms.CharField(label=label, max_length=200, required=False, initial=before)

    @property
    def option_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("option_")]

    @property
    def branches(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """Earlier questions with their answers, those that are chosen marked."""
        chosen = set(self["shown_if"].value() or [])
        choices = self.fields["shown_if"].choices  # type: ignore[attr-defined]
        return [
            (str(words), [{"value": value, "label": label, "selected": value in chosen} for value, label in answers])
            for words, answers in choices
        ]

    @property
    def own_words(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("words_")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        texts = [cleaned.get("words", ""), *(cleaned.get(f"words_{sector.value}", "") for sector in self.asked)]
        if not any(texts):
            self.add_error("words", _now("Please write the question."))
        if len({chosen.rsplit(":", 1)[0] for chosen in cleaned.get("shown_if", [])}) > 1:
            self.add_error("shown_if", _now("Choose answers of one earlier question only."))
        if cleaned.get("shown_if"):
            asked = Item(number=self.item.number, kind=self.item.kind, shown_if={"item": cleaned["shown_if"][0]})
            for fault in own_words_faults(self.privacy, [asked]):
                self.add_error("shown_if", fault)
        if cleaned.get("is_reversed") and not cleaned.get("scale"):
            self.add_error("scale", _now("Only a question that is averaged with others can be turned round. Name the scale."))
        return cleaned

    @property
    def question(self) -> Question:
        cleaned = self.cleaned_data
        chosen = cleaned.get("shown_if", [])
        branch = {"item": chosen[0].rsplit(":", 1)[0], "values": [int(one.rsplit(":", 1)[1]) for one in chosen]} if chosen else {}
        names = [name for name in self.fields if name.startswith("option_")]
        return Question(
            wordings={"": cleaned["words"]} | {one.value: cleaned.get(f"words_{one.value}", "") for one in self.asked},
            sectors=cleaned["sectors"],
            options=[(self.rows[int(name.rsplit("_", 1)[1])], cleaned[name]) for name in names],
            involvement_type=cleaned["involvement_type"],
            practice=cleaned.get("practice", ""),
            scale=cleaned.get("scale", ""),
            is_reversed=cleaned.get("is_reversed", False),
            favourable_from=cleaned.get("favourable_from", self.item.favourable_from),
            shown_if=branch,
        )
