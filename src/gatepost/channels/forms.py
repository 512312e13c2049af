"""The form by which a message that was set aside is put into a thread."""

from typing import cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gatepost.people.models import Family


class PlaceForm(forms.Form):
    """Whose it is, and the words that shall stand in the thread."""

    family = forms.ModelChoiceField(
        label=_("Whose family wrote it"), queryset=Family.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    text = forms.CharField(
        label=_("What shall stand in the thread"),
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        max_length=100_000,
        help_text=_("Leave the family's words as they are; take away only what is not theirs."),
    )

    def offer(self, families: "QuerySet[Family]") -> None:
        """The families to choose from."""
        cast("forms.ModelChoiceField[Family]", self.fields["family"]).queryset = families
