"""“Part of”: the one question by which a form tags what is sent or logged with what it belongs to."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gatepost.touchpoints.models import Activity


class PartOfForm(forms.Form):
    """Asks what the contact is part of, where anything is going on; else it does not ask at all, and refuses what is sent.

    `standing`: what it is part of until now, offered even where its time has passed.
    """

    def __init__(self, *args: Any, activities: Iterable[Activity] = (), standing: Activity | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(one.pk): one for one in (*activities, *([standing] if standing else []))}
        if self.offered or self.data.get("activity"):
            choices = [("", _("nothing that is planned")), *((key, one.title) for key, one in self.offered.items())]
            self.fields["activity"] = forms.ChoiceField(
                label=_("Part of"),
                choices=choices,
                required=False,
                error_messages={"invalid_choice": _("This is not planned at this school any more. Please choose anew.")},
            )

    @property
    def part_of(self) -> forms.BoundField | None:
        """The field, where it is asked."""
        return self["activity"] if "activity" in self.fields else None

    @property
    def activity(self) -> Activity | None:
        """What was chosen."""
        return self.offered.get(self.cleaned_data.get("activity", ""))

    @property
    def activity_id(self) -> int | None:
        return self.activity.pk if self.activity else None
