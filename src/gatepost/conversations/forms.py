"""What people type on our pages, as clean values. No saving, no sending."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from gatepost.framework.types import ContentKind, InvolvementType, Tone
from gatepost.kernel.text import clean_line, clean_text
from gatepost.languages.tags import is_rtl, language_name
from gatepost.people.models import Section
from gatepost.touchpoints.part_of import PartOfForm

WHOLE_SCHOOL = "school"
LONGEST_NOTE = 8000
LONGEST_TALK_NOTE = 2000
LONGEST_NUMBER = 19


class WordsField(forms.CharField):
    """Many lines as people type them: cleaned first, so that a line end counts once, as in the browser, and a stray
    control character refuses nobody."""

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "")


class NoteForm(PartOfForm):
    """A note: to whom, the words, versions in other languages, and how it is tagged."""

    to = forms.ChoiceField(label=_("To the families of"))
    subject = forms.CharField(
        label=_("Subject"),
        required=False,
        max_length=120,
        help_text=_("May stand on a locked screen: leave it empty for “A note from school”."),
    )
    body = WordsField(
        label=_("Your words"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text=_("Write {child} where the child's name should stand."),
    )
    content_kind = forms.ChoiceField(
        label=_("It is about"), choices=ContentKind.choices, initial=ContentKind.LEARNING, widget=forms.RadioSelect
    )
    tone = forms.ChoiceField(label=_("Tone"), choices=Tone.choices, initial=Tone.NEUTRAL, widget=forms.RadioSelect)
    involvement_type = forms.ChoiceField(
        label=_("Type of involvement"), choices=InvolvementType.choices, initial=InvolvementType.COMMUNICATING
    )

    def __init__(
        self,
        *args: Any,
        sections: list[Section],
        whole_school: bool,
        language: str,
        languages: dict[str, int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(section.pk), section.name) for section in sections]
        if whole_school:
            choices.append((WHOLE_SCHOOL, str(_("the whole school"))))
        self.fields["to"].widget.choices = self.fields["to"].choices = choices  # type: ignore[attr-defined]
        self.fields["body"].label = _("Your words, in %(language)s") % {"language": language_name(language, "en")}
        self.fields["body"].widget.attrs.update({"lang": language, "dir": "rtl" if is_rtl(language) else "ltr"})
        self.language = language
        self.version_tags = [tag for tag in languages if tag and tag != language]
        for tag in self.version_tags:
            self.fields[f"version_{tag}"] = WordsField(
                label=_("In %(language)s") % {"language": language_name(tag, "en")},
                required=False,
                max_length=LONGEST_NOTE,
                widget=forms.Textarea(attrs={"rows": 5, "lang": tag, "dir": "rtl" if is_rtl(tag) else "ltr"}),
            )

    @property
    def version_fields(self) -> list[forms.BoundField]:
        return [self[f"version_{tag}"] for tag in self.version_tags]

    def clean_subject(self) -> str:
        return clean_line(self.cleaned_data["subject"])

    def clean(self) -> dict[str, Any]:
        """What is part of something planned is of its type, unless the author says otherwise."""
        cleaned = super().clean() or self.cleaned_data
        part_of = self.activity
        if part_of and "activity" in self.changed_data and "involvement_type" not in self.changed_data:
            cleaned["involvement_type"] = part_of.involvement_type
        return cleaned

    @property
    def versions(self) -> dict[str, str]:
        """Language → words, the original among them; languages left empty are left out."""
        entered = {tag: self.cleaned_data.get(f"version_{tag}", "") for tag in self.version_tags}
        return {self.language: self.cleaned_data["body"], **{tag: body for tag, body in entered.items() if body}}


class PersonalNoteForm(PartOfForm):
    """A note to one family; `once` is the page's own id, so that pressing twice sends once."""

    once = forms.UUIDField(widget=forms.HiddenInput)
    body = WordsField(label=_("Your words"), max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 7}))
    own_version = WordsField(
        label=_("The same in the family's language, if you can"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    tone = forms.ChoiceField(label=_("Tone"), choices=Tone.choices, widget=forms.RadioSelect)
    content_kind = forms.ChoiceField(
        label=_("It is about"), choices=ContentKind.choices, initial=ContentKind.LEARNING, widget=forms.RadioSelect
    )


class ReplyForm(forms.Form):
    """An answer within a thread."""

    body = WordsField(label=_("Your answer"), max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 4}))
    own_version = WordsField(
        label=_("The same in the family's language, if you can"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(forms.Form):
    """A family's answer on its page: free words, or one of the ready ones."""

    READY = ("call-me", "not-understood")

    text = WordsField(required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 4}))
    ready = forms.ChoiceField(required=False, choices=[(slug, slug) for slug in READY])
    once = forms.CharField(required=False, max_length=64)

    @property
    def once_id(self) -> UUID:
        """The page's own id, so that an answer pressed twice arrives once; a new one where it is damaged."""
        try:
            return UUID(self.cleaned_data.get("once", ""))
        except ValueError:
            return uuid4()


class CodeForm(forms.Form):
    """The short code of a letter."""

    code = forms.CharField(max_length=40)


class SlipForm(forms.Form):
    """A reply slip that came back on paper, typed in at the office."""

    code = forms.CharField(label=_("Code on the slip"), max_length=40)
    text = WordsField(
        label=_("What the family wrote"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    ticks = forms.MultipleChoiceField(
        label=_("What is ticked"),
        required=False,
        choices=[
            ("read", _("I have read this")),
            ("call-me", _("Please call me")),
            ("not-understood", _("I did not understand")),
        ],
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("text") and not cleaned.get("ticks"):
            self.add_error("text", _("Type what stands on the slip, or tick what is ticked there."))
        return cleaned


class TalkForm(PartOfForm):
    """A talk in two taps: the child is known, one button says what it was about.

    Nothing is added to what was pressed. "Behaviour" is no concern by itself: behaviour may be good. "Good news" does not
    say what it was about: it is kept as being in touch, and the mix of conversations counts its tone only. Whoever wants
    to say more mends the entry.
    """

    KINDS = {
        "good-news": (Tone.PRAISE.label, Tone.PRAISE, ContentKind.SOCIAL),
        "learning": (ContentKind.LEARNING.label, Tone.NEUTRAL, ContentKind.LEARNING),
        "behaviour": (ContentKind.BEHAVIOUR.label, Tone.NEUTRAL, ContentKind.BEHAVIOUR),
        "logistics": (ContentKind.LOGISTICS.label, Tone.NEUTRAL, ContentKind.LOGISTICS),
        "social": (ContentKind.SOCIAL.label, Tone.NEUTRAL, ContentKind.SOCIAL),
    }
    MEANS = (("gate", _("At the gate")), ("phone", _("By phone")), ("visit", _("On a visit")), ("meeting", _("In a meeting")))

    family = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**63 - 1)
    once = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=[(slug, words) for slug, (words, _tone, _kind) in KINDS.items()])
    means = forms.ChoiceField(label=_("Where"), choices=MEANS, initial="gate", widget=forms.RadioSelect)
    note = WordsField(
        label=_("A few words, if you like"),
        required=False,
        max_length=LONGEST_TALK_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SentTalkForm(TalkForm):
    """The same talk as a phone sends it later, with the moment at which it took place."""

    at = forms.DateTimeField()
    planned = forms.Field(required=False)

    @property
    def activity_id(self) -> int | None:
        """What it was part of, as the phone knew it; whatever is no number stands for nothing that there is."""
        told = self.cleaned_data["planned"]
        if not told or told == "None":
            return None
        return int(told) if told.isdecimal() and len(told) < LONGEST_NUMBER else 0
