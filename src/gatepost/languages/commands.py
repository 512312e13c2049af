"""Writing texts and signing catalogues."""

from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError, NotAllowedError
from gatepost.kernel.text import clean_line, clean_text
from gatepost.languages.catalogues import family_digest
from gatepost.languages.models import CatalogueSignature, Origin, Text, Version
from gatepost.languages.rules import Perm
from gatepost.languages.tags import canonical, ui_language
from gatepost.people.models import Person


@transaction.atomic
def write_text(*, original_language: str, versions: dict[str, str], subject: str = "", by: Person | None) -> Text:
    """Keep a text with its versions (language → body). Blank versions are left out; a blank original is refused."""
    original = canonical(original_language)
    bodies = {canonical(tag): clean_text(body) for tag, body in versions.items()}
    if not bodies.get(original):
        raise BadInputError(_("Please write something first. Nothing was sent."))
    text = Text.objects.create(original_language=original, created_at=clock.now())
    Version.objects.bulk_create(
        Version(text=text, language=tag, body=body, subject=clean_line(subject) if tag == original else "", origin=Origin.HUMAN)
        for tag, body in bodies.items()
        if tag and body
    )
    history.record("languages.write_text", by=by, subject=text, languages=sorted(tag for tag, body in bodies.items() if body))
    return text


@transaction.atomic
def sign_catalogue(language: str, *, by: Person) -> CatalogueSignature:
    """Record that this person, who speaks the language, has read our translation of the family pages and stands by it."""
    ensure(by, Perm.SIGN_CATALOGUE)
    spoken = {ui_language(tag) for tag in [*by.spoken_languages, by.read_language] if tag}
    if language not in spoken:
        raise NotAllowedError(_("Only somebody who speaks the language can sign it. Ask the office to enter your languages."))
    signature, created = CatalogueSignature.objects.get_or_create(
        language=language, digest=family_digest(language), signed_by=by, defaults={"signed_at": clock.now()}
    )
    if created:
        history.record("languages.sign_catalogue", by=by, subject=signature, language=language)
    return signature
