"""What a person types about cases: who goes on, what stands in the way, why it ends, and who takes which of the ten."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gatepost.kernel import clock
from gatepost.people.barriers import BARRIERS, HALVES
from gatepost.people.models import Person
from gatepost.reach.models import ClosingReason
from gatepost.reach.queries import Choice

SHOWS = {"no-step": _("Waiting for a next step"), "overdue": _("Overdue")}


def read_choice(query: QueryDict, *, owners: Sequence[Person]) -> Choice:
    """What was chosen in the address; what is not offered counts as not chosen."""
    offered = {str(owner.pk): owner.pk for owner in owners}
    show = query.get("show", "")
    return Choice(owner=offered.get(query.get("owner", "")), show=show if show in SHOWS else "")


def barrier_choices() -> list[tuple[Any, Any]]:
    """The list in its two halves."""
    halves = [
        (label, [(one.kind.value, one.kind.label) for one in BARRIERS.values() if one.in_our_hands is ours])
        for ours, label in HALVES.items()
    ]
    return [("", _("Not known")), *halves]


class BarrierForm(forms.Form):
    barrier = forms.ChoiceField(label=_("What stands in the way, as far as we know"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["barrier"].choices = barrier_choices()  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    owner = forms.TypedChoiceField(label=_("Who goes on"), coerce=int)

    def __init__(self, *args: Any, owners: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = owners  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    """`in dialogue` is not offered: a case ends by itself at the first contact that goes both ways."""

    reason = forms.ChoiceField(
        label=_("Why"), choices=[pair for pair in ClosingReason.choices if pair[0] != ClosingReason.IN_DIALOGUE]
    )
    note = forms.CharField(
        label=_("A few words, if you like"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class PassOnForm(forms.Form):
    """From a colleague to another; blank: each family to a teacher of the child, else to the liaison."""

    leaver = forms.TypedChoiceField(label=_("From"), coerce=int)
    to = forms.TypedChoiceField(label=_("To"), coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, leavers: Sequence[Person], colleagues: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leaver"].choices = [(one.pk, one.full_name) for one in leavers]  # type: ignore[attr-defined]
        automatic = ("", _("Each to a teacher of the child, else to the liaison"))
        self.fields["to"].choices = [automatic, *((one.pk, one.full_name) for one in colleagues)]  # type: ignore[attr-defined]


class ShareOutForm(forms.Form):
    """This week's ten: who takes whom, and by when. One field `take-<family>` and one `owner-<family>` for each."""

    due_on = forms.DateField(label=_("By when"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, offered: dict[int, list[tuple[int, str]]], proposed: dict[int, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered
        for family_id, owners in offered.items():
            self.fields[f"take-{family_id}"] = forms.BooleanField(required=False, initial=True)
            self.fields[f"owner-{family_id}"] = forms.TypedChoiceField(
                coerce=int, choices=owners, initial=proposed.get(family_id), required=False, empty_value=None
            )

    def clean_due_on(self) -> dt.date:
        due: dt.date = self.cleaned_data["due_on"]
        if due < clock.today() - dt.timedelta(days=1):
            raise forms.ValidationError(_("This day has passed. Please choose today or later."))
        return due

    @property
    def taken(self) -> dict[int, int]:
        """Family and owner of every line that was ticked."""
        chosen = self.cleaned_data
        return {
            family_id: chosen[f"owner-{family_id}"]
            for family_id in self.offered
            if chosen.get(f"take-{family_id}") and chosen.get(f"owner-{family_id}")
        }
