"""What a person types on these pages."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gatepost.kernel import clock
from gatepost.kernel.text import clean_line
from gatepost.people.models import Section
from gatepost.reach.ladder import StepKind
from gatepost.reach.models import ReachState
from gatepost.reach.queries import Filters

LONGEST_NAME = 80
# Until the Friday of a week that begins with this page.
DAYS_TO_ACT = dt.timedelta(days=4)


def read_filters(query: QueryDict, *, sections: Sequence[Section], languages: Sequence[tuple[str, str]]) -> Filters:
    """What was chosen in the address; what is not offered counts as not chosen."""
    section, state, language = query.get("section", ""), query.get("state", ""), query.get("language", "")
    offered = {str(one.pk): one.pk for one in sections}
    return Filters(
        state=state if state in ReachState.values else "",
        section=offered.get(section),
        language=language if language in dict(languages) else "",
        name=clean_line(query.get("q", ""))[:LONGEST_NAME],
    )


class PlanForm(forms.Form):
    """Who does what by when."""

    step = forms.ChoiceField(label=_("What"), choices=StepKind.choices)
    owner = forms.TypedChoiceField(label=_("Who"), coerce=int)
    due_on = forms.DateField(label=_("By when"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, owners: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = owners  # type: ignore[attr-defined]

    def clean_due_on(self) -> dt.date:
        due: dt.date = self.cleaned_data["due_on"]
        if due < clock.today() - dt.timedelta(days=1):
            raise forms.ValidationError(_("This day has passed. Please choose today or later."))
        return due
