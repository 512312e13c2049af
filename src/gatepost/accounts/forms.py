"""What people type at the doors."""

from typing import Any

from allauth.account.forms import ResetPasswordForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gatepost.accounts import commands, family_texts
from gatepost.people.models import Person


class AddressForm(forms.Form):
    """A guardian's e-mail address."""

    email = forms.EmailField(
        label=family_texts.EMAIL_LABEL,
        max_length=320,
        error_messages={"required": family_texts.EMAIL_MISSING, "invalid": family_texts.EMAIL_WRONG},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )


class CodeForm(forms.Form):
    """Eight letters, with or without a dash."""

    code = forms.CharField(
        label=family_texts.CODE_LABEL,
        max_length=40,
        error_messages={"required": family_texts.CODE_MISSING},
        widget=forms.TextInput(
            attrs={
                "class": "code-input",
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "dir": "ltr",
            }
        ),
    )


class WhoForm(forms.Form):
    """Which of those who share the address is here."""

    person = forms.TypedChoiceField(coerce=int, widget=forms.RadioSelect, label=family_texts.WHO_LABEL)

    def __init__(self, *args: Any, adults: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [(adult.pk, adult.full_name) for adult in adults]  # type: ignore[attr-defined]


class InviteForm(forms.Form):
    """The address a member of staff will sign in with."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)


class ForgottenPasswordForm(ResetPasswordForm):  # type: ignore[misc]  # allauth is untyped
    """Asks the worker to mail the link; the answer and its time are the same for every address."""

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        commands.request_password_link(self.users[0] if self.users else None)
        return str(self.cleaned_data["email"])


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth is untyped
    """A device that recognises its owner; as a rule it signs in alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What do you call this device?")
        self.fields["passwordless"].label = _("It signs me in without a password")
        self.fields["passwordless"].help_text = _("Leave this out for a simple security key without fingerprint or PIN.")
        self.fields["passwordless"].initial = True
