"""What a family ticks, and what staff note about it."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gatepost.kernel.text import clean_text
from gatepost.people.barriers import BarrierKind
from gatepost.people.models import SaidBy
from gatepost.reach.commands.easier import Answer
from gatepost.reach.family_texts import HARD, HELPS
from gatepost.reach.queries.easier import Chosen

LONGEST_NOTE = 500


class NoteField(forms.CharField):
    """A few words: cleaned first, so that a line end counts once, as it does in the browser."""

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "")


class EasierForm(forms.Form):
    """A family's own answer. Nothing is required.

    `shown` are the kinds that the page showed as said before; `forget` takes back what it did not show.
    """

    kinds = forms.MultipleChoiceField(required=False, choices=[(kind, kind) for kind in (*HELPS, *HARD)])
    note = NoteField(required=False, max_length=LONGEST_NOTE)
    shown = forms.MultipleChoiceField(required=False, choices=[(kind, kind) for kind in (*HELPS, *HARD, BarrierKind.OTHER)])
    forget = forms.BooleanField(required=False)

    @property
    def answer(self) -> Answer:
        """What is said, and what is taken back: only what was shown, unless all of the rest shall go too."""
        hidden = {*HARD, BarrierKind.OTHER} if self.cleaned_data["forget"] else set()
        return Answer(
            kinds=frozenset(self.cleaned_data["kinds"]),
            note=self.cleaned_data["note"],
            taken_back=frozenset({*self.cleaned_data["shown"], *hidden}),
        )


class NoteBarrierForm(forms.Form):
    """What staff suppose, or what the family told them."""

    person = forms.TypedChoiceField(coerce=int)
    kind = forms.ChoiceField(choices=BarrierKind.choices)
    told = forms.BooleanField(required=False)
    note = NoteField(required=False, max_length=LONGEST_NOTE)

    def __init__(self, *args: Any, adults: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = list(adults.items())  # type: ignore[attr-defined]

    @property
    def said_by(self) -> str:
        return SaidBy.FAMILY if self.cleaned_data["told"] else SaidBy.STAFF


class MendForm(forms.Form):
    """One press beside what is noted."""

    press = forms.ChoiceField(
        choices=[("end", _("That is not so")), ("confirm", _("They told us so")), ("restore", _("Put it back"))]
    )


def read_choice(query: QueryDict) -> Chosen:
    """Whose names shall be shown; what is not on the list counts as not chosen."""
    kind, said_by = query.get("kind", ""), query.get("by", "")
    return Chosen(kind if kind in BarrierKind.values else "", said_by if said_by in SaidBy.values else "")
