"""What is typed about the team and its meetings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gatepost.plans.commands.team import MeetingFacts
from gatepost.plans.forms.fields import LineField, SeenForm, WordsField, day_field
from gatepost.plans.models import Side, TeamMeeting


class MemberForm(forms.Form):
    """Somebody who joins: of the roster by `person`, else by name."""

    person = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = LineField(label=_("Name"), required=False, max_length=200)
    side = forms.ChoiceField(label=_("From which side?"), choices=Side.choices, widget=forms.RadioSelect)
    task = LineField(label=_("Task in the team"), required=False, max_length=200, help_text=_("Chair, minutes, translates …"))


class MeetingForm(SeenForm):
    """A meeting of the team; who was there and the minutes come with it once it has been."""

    meets_on = day_field(_("Day"))
    place = LineField(label=_("Where, and at what time"), required=False, max_length=200)
    agenda = WordsField(label=_("What is it about?"), rows=4)
    attended = forms.TypedMultipleChoiceField(
        label=_("Who was there?"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    minutes = WordsField(label=_("What was said and decided"), rows=8)

    def __init__(self, *args: Any, meeting: TeamMeeting | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if meeting is None:
            del self.fields["attended"], self.fields["minutes"]
            return
        # Who has left since stays on the list of a meeting at which she or he was.
        members = meeting.plan.members.filter(left_on=None) | meeting.plan.members.filter(meetings=meeting)
        rows = [(member.pk, f"{member.name} ({member.get_side_display()})") for member in members.distinct()]
        self.fields["attended"].choices = rows  # type: ignore[attr-defined]

    @property
    def facts(self) -> MeetingFacts:
        names = ("meets_on", "place", "agenda", "minutes")
        return MeetingFacts(**{name: self.cleaned_data[name] for name in names if name in self.cleaned_data})
