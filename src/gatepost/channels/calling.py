"""What to say on the phone: in the family's language and in the school's, with what the caller should know before."""

from collections.abc import Mapping

from django.utils import translation
from django.utils.translation import gettext as _

from gatepost.channels import family_texts as say
from gatepost.channels import tokens
from gatepost.channels.composing import body_with_blanks, fill
from gatepost.channels.models import Delivery
from gatepost.languages.tags import language_name, ui_language
from gatepost.people.models import NeedKind, Person


def script_of(delivery: Delivery) -> str:
    """Opening, words and closing, first in the family's language; the school's own words below, where they differ."""
    content = delivery.content
    school_language = delivery.mailing.school.language if delivery.mailing.school else "en"
    names = {"school": content.school_name, "child": delivery.personal.get("child", "")}
    personal = {**delivery.personal, "own_link": tokens.code_line(delivery)}
    body = fill(body_with_blanks(content.body), personal)
    parts = [*to_know(delivery.person, school_language), spoken(body, content.frame_language, names)]
    if content.original_body:
        original = fill(body_with_blanks(content.original_body), personal)
        parts += [f"— {language_name(content.original_language)} —", spoken(original, school_language, names)]
    return "\n\n".join(parts)


def spoken(body: str, language: str, names: Mapping[str, str]) -> str:
    """The words with an opening and a closing, in that language. `names`: {"school": …, "child": …}"""
    with translation.override(ui_language(language) or "en"):
        return "\n\n".join([str(say.CALL_OPENING) % names, body, str(say.CALL_CLOSING)])


def to_know(person: Person, school_language: str) -> list[str]:
    """An interpreter, where the family asked for one or speaks another language than the school."""
    needs_one = person.needs.filter(kind=NeedKind.INTERPRETER).exists()
    spoken = [tag for tag in person.spoken_languages or [person.read_language] if tag]
    speaks_ours = not spoken or ui_language(school_language) in {ui_language(tag) for tag in spoken}
    names = ", ".join(language_name(tag, "en") for tag in spoken)
    if needs_one:
        return [_("This family asked for an interpreter (%(languages)s).") % {"languages": names or "?"}]
    if not speaks_ours:
        return [
            _("The family speaks %(languages)s. Have somebody who speaks it make the call, or an interpreter on the line.")
            % {"languages": names}
        ]
    return []
