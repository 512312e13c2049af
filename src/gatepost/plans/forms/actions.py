"""What is typed about an action."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gatepost.framework.types import InvolvementType
from gatepost.people.models import Person
from gatepost.plans.commands.actions import ActionFacts
from gatepost.plans.forms.fields import LineField, SeenForm, WordsField, day_field, number_field
from gatepost.plans.models import Action, ActionStatus, Goal, Plan
from gatepost.plans.plan_words import plain
from gatepost.plans.queries.plans import colleagues, grades_of, languages_of, sections_of_school
from gatepost.reach.wording import language_in_words


class ActionForm(SeenForm):
    """One action: what is done, for whom, by whom, when, and what it costs."""

    title = LineField(label=_("What is done?"), max_length=200, help_text=_("In a few words, as you would say it to a family."))
    goal = forms.TypedChoiceField(label=_("For which goal?"), required=False, coerce=int, empty_value=None)
    main_type = forms.ChoiceField(
        label=_("Which type is it first of all?"), choices=InvolvementType.choices, widget=forms.RadioSelect
    )
    other_types = forms.MultipleChoiceField(
        label=_("Which others does it serve besides?"),
        choices=InvolvementType.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sections = forms.TypedMultipleChoiceField(label=_("Classes"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple)
    grades = forms.MultipleChoiceField(label=_("Grades"), required=False, widget=forms.CheckboxSelectMultiple)
    languages = forms.MultipleChoiceField(label=_("Only families who read"), required=False, widget=forms.CheckboxSelectMultiple)
    owner = forms.TypedChoiceField(label=_("Who sees to it?"), required=False, coerce=int, empty_value=None)
    helpers = LineField(label=_("Who helps?"), required=False, max_length=300)
    begins_on = day_field(_("First day"), required=False)
    ends_on = day_field(_("Last day"), required=False)
    steps = WordsField(label=_("Steps"), rows=5, help_text=_("One on each line."))
    indicator = LineField(label=_("How will you see that it worked?"), required=False, max_length=300)
    cost = number_field(_("Cost"), min_value=0)
    spent = number_field(_("Spent so far"), min_value=0)
    status = forms.ChoiceField(label=_("How far is it?"), choices=ActionStatus.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, plan: Plan, owner: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self._sections = {section.pk: section for section in sections_of_school(plan.school)}
        self._goals = {goal.pk: goal for goal in plan.goals.all()}
        self._owners = {person.pk: person for person in colleagues(plan.school_id)}
        if owner is not None:
            self._owners.setdefault(owner.pk, owner)
        self._choose()

    @property
    def audience(self) -> list[forms.BoundField]:
        """Those fields of it that offer anything at this school."""
        return [self[name] for name in ("sections", "grades", "languages") if len(self.fields[name].choices)]  # type: ignore[attr-defined]

    @property
    def facts(self) -> ActionFacts:
        clean = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        clean["goal"] = self._goals.get(clean["goal"])
        clean["owner"] = self._owners.get(clean["owner"])
        clean["sections"] = [self._sections[pk] for pk in clean["sections"]]
        return ActionFacts(**clean)

    def _choose(self) -> None:
        offered: dict[str, list[tuple[Any, str]]] = {
            "goal": [("", "—"), *((goal.pk, _named(goal)) for goal in self._goals.values())],
            "owner": [("", str(_("Nobody yet"))), *((pk, person.full_name) for pk, person in self._owners.items())],
            "sections": [(pk, section.name) for pk, section in self._sections.items()],
            "grades": [(grade, grade) for grade in grades_of(self.plan.school)],
            "languages": [(tag, language_in_words(tag)) for tag in languages_of(self.plan.school)],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class HowFarForm(SeenForm):
    """How far an action is, and what was spent."""

    status = forms.ChoiceField(label=_("How far is it?"), choices=ActionStatus.choices, widget=forms.RadioSelect)
    spent = number_field(_("Spent so far"), min_value=0)


class OwnerForm(forms.Form):
    """Who sees to an action from now on."""

    owner = forms.TypedChoiceField(label=_("Who sees to it now?"), coerce=int)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._owners = {person.pk: person for person in colleagues(plan.school_id)}
        choices = [("", "—"), *((pk, person.full_name) for pk, person in self._owners.items())]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]

    @property
    def person(self) -> Person:
        return self._owners[self.cleaned_data["owner"]]


def initial_of(action: Action) -> dict[str, Any]:
    """What stands there, as the form knows it."""
    names = ("title", "main_type", "other_types", "grades", "languages", "helpers", "begins_on", "ends_on", "steps")
    return {
        **{name: getattr(action, name) for name in (*names, "indicator", "status")},
        "cost": plain(action.cost),
        "spent": plain(action.spent),
        "goal": action.goal_id,
        "owner": action.owner_id,
        "sections": [section.pk for section in action.sections.all()],
    }


def _named(goal: Goal) -> str:
    return f"{goal.number}. {goal.title or goal.get_kind_display()}"
