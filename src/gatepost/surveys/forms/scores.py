"""What the pages of scores ask: the file, and what each of its columns means."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from gatepost.framework.types import Sector
from gatepost.surveys.scores.columns import ABOUT_A_SECTOR, CODE, MOST_GUESSES, NAME, RATE, RESPONDENTS, SCORE, Column

PLACE_WORDS = [
    ("", _("not used")),
    (CODE, _("the unit’s code")),
    (NAME, _("the unit’s name")),
    (SCORE, _("a score")),
    (RESPONDENTS, _("how many answered")),
    (RATE, _("response rate in %")),
]
BLANK_LINES = 6


class ScoreUploadForm(forms.Form):
    file = forms.FileField(
        label=_("The file"),
        help_text=_(
            "CSV, TSV, TXT with tabs, or XLSX: one row for each school, names of the columns in the first row. At most 40 MB."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )


class TitleForm(forms.Form):
    title = forms.CharField(label=_("What these scores are"), max_length=200)


class ColumnForm(forms.Form):
    """One column of the file."""

    column = forms.CharField(label=_("Column"), max_length=255, required=False)
    place = forms.ChoiceField(label=_("is"), choices=PLACE_WORDS, required=False)
    sector = forms.ChoiceField(label=_("of"), choices=[("", "–"), *Sector.choices], required=False)
    scale = forms.CharField(label=_("on the scale"), max_length=80, required=False)

    def __init__(
        self, *args: Any, header: Sequence[str] = (), samples: dict[str, list[str]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._header = header
        column = str(self["column"].value() or "")
        self.name, self.sample = column, ", ".join((samples or {}).get(column, []))
        self.fields["column"].widget.attrs["list"] = "columns-of-the-file"

    def has_changed(self) -> bool:
        """A guess that is left as it is counts like one that was typed."""
        return True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        column, place = cleaned.get("column", ""), cleaned.get("place", "")
        if not column or not place:
            return cleaned
        if column not in self._header:
            self.add_error("column", _("The file has no column of this name."))
        if place in ABOUT_A_SECTOR and not cleaned.get("sector"):
            self.add_error("sector", _("Say who was asked."))
        if place == SCORE and not cleaned.get("scale"):
            self.add_error("scale", _("Give the scale a name, such as safety."))
        return cleaned

    def as_column(self) -> Column | None:
        """None where it is not used."""
        said = self.cleaned_data
        if not said.get("column") or not said.get("place"):
            return None
        if said["place"] not in ABOUT_A_SECTOR:
            return Column(said["column"], said["place"])
        return Column(said["column"], said["place"], said["sector"], said["scale"])


if TYPE_CHECKING:
    _Base = forms.BaseFormSet[ColumnForm]
else:
    _Base = forms.BaseFormSet


class BaseColumns(_Base):
    def clean(self) -> None:
        if any(self.errors):
            return
        columns = self.columns()
        places = [column.place for column in columns]
        if places.count(CODE) != 1:
            raise forms.ValidationError(_("Choose one column with the code by which a unit is known, and only one."))
        if places.count(NAME) > 1:
            raise forms.ValidationError(_("Choose at most one column with the unit’s name."))
        if SCORE not in places:
            raise forms.ValidationError(_("Choose at least one column with a score."))
        seen: set[object] = set()
        for column in columns:
            meaning = (column.place, column.sector, column.scale)
            if column.column in seen or meaning in seen:
                said = _("“%(column)s” says what another line says already. Leave one of the two out.")
                raise forms.ValidationError(said, params={"column": column.column})
            seen |= {column.column, meaning}

    def columns(self) -> list[Column]:
        return [column for form in self.forms if (column := form.as_column()) is not None]


_FormSet = forms.formset_factory(
    ColumnForm,
    formset=BaseColumns,
    extra=BLANK_LINES,
    max_num=MOST_GUESSES + BLANK_LINES,
    absolute_max=MOST_GUESSES + 5 * BLANK_LINES,
)


def columns_form_set(
    data: Any, *, guesses: Sequence[Column], header: Sequence[str], samples: dict[str, list[str]]
) -> BaseColumns:
    """A line for each guess, and some blank ones."""
    given = {"header": header, "samples": samples}
    made = _FormSet(data, initial=[guess.as_json() for guess in guesses], form_kwargs=given)
    return cast("BaseColumns", made)
