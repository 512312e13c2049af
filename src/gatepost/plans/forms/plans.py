"""What is typed about a plan as a whole."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gatepost.people.school_years import label_of
from gatepost.plans.commands.plans import MOST_YEARS, PlanFacts
from gatepost.plans.forms.fields import LineField, SeenForm, WordsField, day_field
from gatepost.plans.models import Plan


def year_choices(around: int, school_id: int) -> list[tuple[int, str]]:
    """The year before, this one, and those ahead, as the school names them."""
    return [(year, label_of(year, school_id)) for year in range(around - 1, around + MOST_YEARS)]


class NewPlanForm(forms.Form):
    """The first plan: a name and its years. All else comes later."""

    title = LineField(label=_("What is it called?"), max_length=200)
    first_year = forms.TypedChoiceField(label=_("First school year"), coerce=int)
    last_year = forms.TypedChoiceField(label=_("Last school year"), coerce=int, help_text=_("The same for a plan of one year."))

    def __init__(self, *args: Any, year: int, school_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_year", "last_year"):
            self.fields[name].choices = year_choices(year, school_id)  # type: ignore[attr-defined]

    @property
    def facts(self) -> PlanFacts:
        return PlanFacts(**{name: self.cleaned_data[name] for name in ("title", "first_year", "last_year")})


class PlanForm(SeenForm):
    """The plan's own words."""

    title = LineField(label=_("What is it called?"), max_length=200)
    vision = WordsField(
        label=_("Vision"),
        rows=6,
        help_text=_("What shall be true of school and families together when this plan has worked? A few sentences are enough."),
    )
    approving_body = LineField(
        label=_("Who approves it?"),
        required=False,
        max_length=200,
        help_text=_("The school board, the council, the teachers’ assembly … Needed before the plan is put forward."),
    )
    first_year = forms.TypedChoiceField(label=_("First school year"), coerce=int)
    last_year = forms.TypedChoiceField(label=_("Last school year"), coerce=int)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_year", "last_year"):
            self.fields[name].choices = year_choices(plan.first_year, plan.school_id)  # type: ignore[attr-defined]

    @property
    def facts(self) -> PlanFacts:
        return PlanFacts(**{name: value for name, value in self.cleaned_data.items() if name != "seen"})


class ApprovalForm(forms.Form):
    """When the body approved it."""

    on = day_field(_("Approved on"))

    def __init__(self, *args: Any, today: dt.date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if today is not None:
            self.fields["on"].initial = today


class ReasonForm(forms.Form):
    """Why an approved plan is changed."""

    reason = LineField(
        label=_("Why is it changed?"), max_length=180, help_text=_("Such as: the council asked for one more evening in spring.")
    )


class CopyForm(forms.Form):
    """Which goals go on, and what the next plan is called where one follows."""

    title = LineField(label=_("What is the next plan called?"), max_length=200)
    goals = forms.TypedMultipleChoiceField(
        label=_("Which goals go on?"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    with_other_actions = forms.BooleanField(label=_("Actions without a goal go on, too"), required=False)

    def __init__(self, *args: Any, plan: Plan, runs_on: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if runs_on:
            del self.fields["title"]
        goals = [(goal.pk, f"{goal.number}. {goal.title or goal.get_kind_display()}") for goal in plan.goals.all()]
        self.fields["goals"].choices = goals  # type: ignore[attr-defined]
        self.fields["goals"].initial = [pk for pk, _title in goals]
