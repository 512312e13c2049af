"""What the roster pages ask: the file, where it comes from, which column is what."""

from typing import Any

from babel import Locale
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from phonenumbers import SUPPORTED_REGIONS

from gatepost.people.models import RosterSource, School
from gatepost.people.roster.sheet_words import FIELDS

FIELD_WORDS = {
    "student_id": _("Student: id (required)"),
    "student_given": _("Student: given name (required, unless one column holds the whole name)"),
    "student_family": _("Student: family name"),
    "student_family2": _("Student: second family name"),
    "student_name": _("Student: whole name, if in one column"),
    "grade": _("Grade"),
    "section": _("Section"),
    "school": _("School"),
    "guardian_id": _("Guardian: id, if there is one"),
    "guardian_given": _("Guardian: given name"),
    "guardian_family": _("Guardian: family name"),
    "guardian_family2": _("Guardian: second family name"),
    "guardian_name": _("Guardian: whole name, if in one column"),
    "relation": _("Relation to the student"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "phone2": _("Second phone"),
    "language": _("Language to write in"),
    "home": _("Home, where a child has two"),
    "address": _("Postal address"),
    "teacher_id": _("Teacher: id"),
    "teacher_name": _("Teacher: name"),
}

NO_ID = _(
    "Choose the column with the student's id. It is how we know a student again next time; names are not enough, because two children"
    " may have the same one. If the sheet has no such column, export it again with the student number, or add a column with a number of your"
    " own that stays the same, save the sheet and upload it anew."
)


def _countries() -> list[tuple[str, str]]:
    names = Locale.parse((get_language() or "en").replace("-hans", "_Hans").replace("-", "_")).territories
    return sorted(((code, names.get(code, code)) for code in SUPPORTED_REGIONS), key=lambda pair: pair[1])


class UploadForm(forms.Form):
    """The file and what it does not say of itself."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_("A zip with OneRoster 1.1 or 1.2 files, or one CSV or XLSX sheet with a row for each student and guardian."),
        widget=forms.FileInput(attrs={"accept": ".zip,.csv,.txt,.tsv,.xlsx"}),
    )
    country = forms.ChoiceField(label=_("Phone numbers without + are from"), required=False)
    school = forms.ModelChoiceField(
        School.objects.none(),
        label=_("For which school"),
        required=False,
        empty_label=_("As the file says"),
        help_text=_("Choose one where the file does not name a school, or names one that is here already under another id."),
    )
    source = forms.ModelChoiceField(
        RosterSource.objects.none(),
        label=_("From which system"),
        required=False,
        empty_label=_("As the file says"),
        to_field_name="key",
    )

    def __init__(self, *args: Any, schools: Any, sources: Any, country: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._field("school").queryset = schools
        self._field("source").queryset = sources
        self._field("country").choices = [("", _("I do not know")), *_countries()]
        self._field("country").initial = country

    def options(self) -> dict[str, Any]:
        """What is kept with the run."""
        cleaned = self.cleaned_data
        said = {
            "country": cleaned["country"],
            "school": cleaned["school"].pk if cleaned["school"] else None,
            "source": cleaned["source"].key if cleaned["source"] else "",
        }
        return {name: value for name, value in said.items() if value}

    def _field(self, name: str) -> Any:
        return self.fields[name]


class ColumnsForm(forms.Form):
    """Our field → the sheet's column."""

    # The page says what is missing and why, not the browser's bubble.
    use_required_attribute = False

    def __init__(self, *args: Any, header: list[str], columns: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("not in this sheet")), *((cell, cell) for cell in dict.fromkeys(header) if cell)]
        for name in FIELDS:
            self.fields[name] = forms.ChoiceField(
                choices=choices, label=FIELD_WORDS[name], required=name == "student_id", initial=columns.get(name, "")
            )
        self.fields["student_id"].error_messages["required"] = NO_ID

    def columns(self) -> dict[str, str]:
        return {name: column for name, column in self.cleaned_data.items() if column}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("student_id") and not any(cleaned.get(f"student_{part}") for part in ("given", "family", "name")):
            self.add_error("student_given", _("Choose at least one column with the student's name."))
        twice = [column for column in cleaned.values() if column and list(cleaned.values()).count(column) > 1]
        if twice:
            self.add_error(None, _("The column “%(column)s” is chosen twice.") % {"column": twice[0]})
        return cleaned
