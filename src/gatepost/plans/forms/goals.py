"""What is typed about a goal and its numbers."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gatepost.plans.commands.goals import GoalFacts
from gatepost.plans.forms.fields import LineField, SeenForm, WordsField, day_field, number_field
from gatepost.plans.models import GoalKind

# What helps to write a goal of each kind.
PROMPTS: dict[str, str | Promise] = {
    GoalKind.ACADEMIC: _("What shall students learn better, with their families’ help? Such as: more children read at home every day."),
    GoalKind.BEHAVIOUR: _("What shall go better in how students come, work and treat each other? Such as: fewer children miss ten days or more."),
    GoalKind.CLIMATE: _("When shall families feel that the school is theirs, too? Such as: every family has talked with a teacher by autumn."),
    GoalKind.OTHER: _("What shall be different when this plan has worked?"),
}  # fmt: skip


class GoalForm(SeenForm):
    """One goal: what shall be different, and the number that shows it."""

    kind = forms.ChoiceField(label=_("What is it about?"), choices=GoalKind.choices, widget=forms.RadioSelect)
    title = LineField(label=_("What shall be different?"), max_length=300, help_text=_("One sentence that a family understands."))
    reason = WordsField(label=_("Why this goal?"), rows=3, help_text=_("What did you see or hear that asks for it?"))
    asked_families = forms.BooleanField(label=_("Families had a voice in setting it"), required=False)
    indicator = LineField(
        label=_("What shows it?"),
        required=False,
        max_length=300,
        help_text=_("One thing that can be counted, such as: children who read at home four days a week."),
    )
    unit = LineField(label=_("Counted in"), required=False, max_length=30, help_text=_("%, families, days …"))
    baseline = number_field(_("Where it stands at the start"))
    target = number_field(_("Where it shall stand"))
    due_on = day_field(_("By when"), required=False)

    @property
    def facts(self) -> GoalFacts:
        return GoalFacts(**{name: value for name, value in self.cleaned_data.items() if name != "seen"})


class ReadingForm(forms.Form):
    """Where the number stands on a day."""

    value = forms.DecimalField(
        label=_("Where does it stand?"),
        max_digits=10,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )
    on = day_field(_("On which day?"))

    def __init__(self, *args: Any, today: dt.date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if today is not None:
            self.fields["on"].initial = today
