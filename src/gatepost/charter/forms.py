"""Typed text of the policy and the newcomer's page."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gatepost.charter.commands import LONGEST_BODY, LONGEST_FEEDBACK, LONGEST_TITLE
from gatepost.charter.models import Version
from gatepost.charter.outline import prompt_for
from gatepost.kernel import clock


class ChaptersForm(forms.Form):
    """Title and body of every chapter in one language; `seen` tells whether somebody else wrote meanwhile."""

    language = forms.ChoiceField(choices=settings.LANGUAGES, widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, version: Version, language: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"language": language, "seen": version.changed_at.isoformat()}
        self.slugs = [str(chapter["slug"]) for chapter in version.chapters]
        for chapter in version.chapters:
            slug = chapter["slug"]
            self.fields[f"title-{slug}"] = forms.CharField(
                label=_("Title"), required=False, max_length=LONGEST_TITLE, initial=chapter["title"].get(language, "")
            )
            self.fields[f"body-{slug}"] = forms.CharField(
                label=_("Words"),
                required=False,
                max_length=LONGEST_BODY,
                help_text=str(prompt_for(slug)) if language == version.original_language else "",
                initial=chapter["body"].get(language, ""),
                widget=forms.Textarea(attrs={"rows": 6, "lang": language, "dir": "auto"}),
            )

    def clean_seen(self) -> dt.datetime:
        try:
            return dt.datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return clock.now()

    @property
    def words(self) -> dict[str, tuple[str, str]]:
        return {slug: (self.cleaned_data[f"title-{slug}"], self.cleaned_data[f"body-{slug}"]) for slug in self.slugs}


class ChapterForm(forms.Form):
    title = forms.CharField(label=_("Title of one more chapter"), max_length=LONGEST_TITLE)


class ConfirmForm(forms.Form):
    body = forms.CharField(label=_("Who confirmed it"), help_text=_("Such as: the school council."), max_length=200)
    on = forms.DateField(label=_("On which day"), widget=forms.DateInput(attrs={"type": "date"}))

    def clean_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        if day > clock.today():
            raise forms.ValidationError(_("This day has not come yet."))
        return day


class FeedbackForm(forms.Form):
    """What a reader of the public page says; nothing is required."""

    helped = forms.ChoiceField(choices=[("yes", ""), ("no", ""), ("", "")], required=False)
    words = forms.CharField(max_length=LONGEST_FEEDBACK, required=False, widget=forms.Textarea)

    @property
    def has_helped(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["helped"])
