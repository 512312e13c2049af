"""Whom to call for a family, by which number, and what to say: in the family's language and in the school's."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from gatepost.channels.calling import spoken, to_know
from gatepost.kernel import clock
from gatepost.languages.tags import language_name, ui_language
from gatepost.people.models import ContactKind, Family, Guardianship, Person, School
from gatepost.people.models.contacts import USABLE_STATES
from gatepost.reach import family_texts


@dataclass(frozen=True)
class CallSheet:
    """What the caller needs. `phone` is blank where the number is for the office only."""

    phone: str
    script: str


def call_sheet(family: Family, school: School) -> CallSheet | None:
    """The first adult who may be contacted today and has a number that works; None where there is nobody."""
    links = Guardianship.objects.with_right("contact", on=clock.today(school.timezone)).filter(family=family)
    adults = [link.adult for link in links.select_related("adult").order_by("priority", "pk")]
    for adult in adults:
        point = adult.contact_points.filter(kind=ContactKind.PHONE, ended_at=None, state__in=USABLE_STATES)
        number = point.order_by("priority", "pk").values_list("value", flat=True).first()
        if number:
            return CallSheet("" if adult.is_protected else number, _script(adult, family, school))
    return None


def _script(adult: Person, family: Family, school: School) -> str:
    names = {"school": school.name, "child": family.student.called}
    parts = [_("Ask for %(name)s.") % {"name": adult.full_name}, *to_know(adult, school.language)]
    if adult.is_protected:
        parts.append(_("The number is protected: the office connects you."))
    language = ui_language(adult.read_language)
    if language and language != ui_language(school.language):
        parts += [_question(language, names), f"— {language_name(school.language)} —"]
    return "\n\n".join([*parts, _question(school.language, names)])


def _question(language: str, names: dict[str, str]) -> str:
    with translation.override(ui_language(language) or "en"):
        return spoken(str(family_texts.ASK).format(**names), language, names)
