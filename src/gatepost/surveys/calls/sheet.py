"""What the caller reads: the invitation in the family's language and in the school's, and the number."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from gatepost.channels.calling import to_know
from gatepost.languages.tags import language_name, ui_language
from gatepost.people.models import Person, School
from gatepost.surveys.calls import family_texts as say


@dataclass(frozen=True)
class CallSheet:
    """`phone` is blank where the number is for the office only."""

    phone: str
    script: str


def call_sheet(adult: Person, phone: str, school: School) -> CallSheet:
    parts = [_("Ask for %(name)s.") % {"name": adult.full_name}, *to_know(adult, school.language)]
    if adult.is_protected:
        parts.append(_("The number is protected: the office connects you."))
    language = ui_language(adult.read_language)
    if language and language != ui_language(school.language):
        parts += [_invitation(language, school), f"— {language_name(school.language)} —"]
    parts.append(_invitation(school.language, school))
    return CallSheet("" if adult.is_protected else phone, "\n\n".join(parts))


def _invitation(language: str, school: School) -> str:
    with translation.override(ui_language(language) or "en"):
        return "\n\n".join([str(say.INVITE).format(school=school.name), str(say.INVITE_LATER)])
