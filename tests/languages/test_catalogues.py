"""No catalogue lacks a text that a family can see, and a signature ends when a text changes."""

import pytest
from django.conf import settings
from django.test import Client
from tests.support.cast import Cast

from gatepost.kernel.errors import NotAllowedError
from gatepost.languages import catalogues, commands, queries


@pytest.mark.parametrize("code", [code for code, _name in settings.LANGUAGES if code != "en"])
def test_every_family_text_is_translated(code: str) -> None:
    assert catalogues.missing_texts(code) == []


def test_a_missing_form_or_placeholder_is_found() -> None:
    text = catalogues.FamilyText("", "%(count)s child", "%(count)s children", "here.html:1")
    message = catalogues.Message(("%(count)s child", "%(count)s children"), string=("un enfant", "des enfants"))
    assert catalogues._problem(message, text, 2) == "should hold ['count'] and holds []"
    assert catalogues._problem(None, text, 2) == "is not translated"


def test_only_a_speaker_signs(cast: Cast) -> None:
    with pytest.raises(NotAllowedError):
        commands.sign_catalogue("so", by=cast.ben)
    cast.carla.spoken_languages = ["so"]
    commands.sign_catalogue("so", by=cast.carla)
    state = {state.code: state.signed_by for state in queries.catalogue_states()}
    assert (state["so"], state["ar"]) == (["Carla Rossi"], [])


def test_a_signature_on_other_texts_does_not_count(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.carla.spoken_languages = ["so"]
    signature = commands.sign_catalogue("so", by=cast.carla)
    type(signature).objects.update(digest="of texts that have changed since")
    assert queries.is_signed("so") is False


def test_a_visitor_cannot_sign(client: Client, db: None) -> None:
    assert client.post("/languages/so/sign/").status_code == 302
