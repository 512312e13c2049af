"""What the pages of an old call log ask: the sheet, which column is what, and what only a person knows."""

import hashlib
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gatepost.touchpoints.importing.dates import DAY_FIRST, MONTH_FIRST
from gatepost.touchpoints.importing.fields import FIELDS
from gatepost.touchpoints.importing.sheet import order_of
from gatepost.touchpoints.queries.imports import CHOICES, Question

_WHO = ("child_id", "child_name", "child_given")


class LogUploadForm(forms.Form):
    """The sheet."""

    file = forms.FileField(
        label=_("The sheet"),
        help_text=_("CSV or XLSX, one row for each call, letter or talk; any columns in any order."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )


class LogColumnsForm(forms.Form):
    """Our field → the sheet's column, and how to read what the sheet leaves open."""

    # The page says what is missing and why, not the browser's bubble.
    use_required_attribute = False

    has_header = forms.BooleanField(label=_("The first row holds the names of the columns"), required=False)
    day_order = forms.ChoiceField(
        label=_("In dates such as 03/04/2025, first comes"),
        required=False,
        choices=[("", _("as the dates show")), (DAY_FIRST, _("the day: 3 April")), (MONTH_FIRST, _("the month: 4 March"))],
    )
    usual_means = forms.ChoiceField(
        label=_("Where a row does not say how, it was"),
        required=False,
        choices=[("", _("not known")), *CHOICES["means"]],
    )
    usual_outcome = forms.ChoiceField(
        label=_("Where a row does not say what came of it, it was"),
        required=False,
        choices=[("", _("not known")), *CHOICES["outcome"]],
    )

    def __init__(self, *args: Any, found: dict[str, Any], options: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = options.get("columns") or found.get("guess", {})
        before = {"has_header": found["has_header"], "day_order": options.get("day_order", "")}
        self.initial = before | {f"usual_{name}": options.get(name, "") for name in ("means", "outcome")}
        self._found = found
        choices = [("", _("not in this sheet")), *((label, label) for label in found["labels"])]
        for name, words in FIELDS.items():
            self.fields[name] = forms.ChoiceField(
                choices=choices, label=str(words), required=False, initial=columns.get(name, "")
            )

    def column_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in FIELDS]

    def options(self) -> dict[str, Any]:
        """As they are kept with the import."""
        cleaned = self.cleaned_data
        return {
            "columns": {name: cleaned[name] for name in FIELDS if cleaned[name]},
            "day_order": cleaned["day_order"] or order_of(self._found["evidence"], cleaned["date"]),
            "means": cleaned["usual_means"],
            "outcome": cleaned["usual_outcome"],
            "has_header": cleaned["has_header"],
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("has_header") != self._found["has_header"]:
            return cleaned  # the columns get other names and are asked for again
        if not cleaned.get("date"):
            self.add_error("date", _("Choose the column with the date."))
        if not any(cleaned.get(name) for name in _WHO):
            self.add_error("child_name", _("Choose the column with the child's name, or with the roster's id."))
        self._check_order(cleaned)
        chosen = [cleaned[name] for name in FIELDS if cleaned.get(name)]
        twice = [label for label in chosen if chosen.count(label) > 1]
        if twice:
            self.add_error(None, _("The column “%(column)s” is chosen twice.") % {"column": twice[0]})
        return cleaned

    def _check_order(self, cleaned: dict[str, Any]) -> None:
        shows = self._found["evidence"].get(cleaned.get("date") or "", (0, 0, 0))
        if not cleaned.get("day_order") and any(shows) and not order_of(self._found["evidence"], cleaned.get("date")):
            self.add_error("day_order", _("The dates do not show it by themselves. Please say which comes first."))


class AnswersForm(forms.Form):
    """One choice for every question; a blank one leaves the rows where they are."""

    use_required_attribute = False

    def __init__(self, *args: Any, questions: list[Question], answers: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._keys: dict[str, str] = {}
        for question in questions:
            name = "q" + hashlib.sha256(question.key.encode()).hexdigest()[:16]
            self._keys[name] = question.key
            self.fields[name] = forms.ChoiceField(
                choices=[("", _("leave these rows out")), *question.choices],
                label=question.written,
                required=False,
                initial=answers.get(question.key, ""),
            )

    def answers(self) -> dict[str, str]:
        return {key: self.cleaned_data[name] for name, key in self._keys.items()}

    def asked(self, questions: list[Question]) -> list[tuple[Question, forms.BoundField]]:
        names = {key: name for name, key in self._keys.items()}
        return [(question, self[names[question.key]]) for question in questions]
