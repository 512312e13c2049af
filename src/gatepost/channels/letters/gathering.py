"""What stands on each letter: gathered for many at once, as plain data."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import segno
from django.conf import settings
from django.utils import translation

from gatepost.channels import family_texts as say
from gatepost.channels import tokens
from gatepost.channels.composing import body_with_blanks, fill, remarks_on
from gatepost.channels.models import Content, Delivery, Mailing
from gatepost.channels.ports import Outgoing
from gatepost.kernel.text import clean_line
from gatepost.languages.tags import is_rtl, language_name, ui_language
from gatepost.people.models import Enrolment


@dataclass(frozen=True)
class Place:
    """Where a letter lies in the pile: by section, then by the student's family name."""

    section: str
    grade: str
    family_name: str
    given_name: str

    @property
    def order(self) -> tuple[str, str, str, str]:
        return self.grade, self.section, self.family_name.casefold(), self.given_name.casefold()


def letters_of(mailing: Mailing, batch: Sequence[Outgoing]) -> tuple[dict[str, Any], list[int]]:
    """The data of one run, sorted as the letters are handed out, and the deliveries in that order."""
    places = _places(mailing, [outgoing.delivery_id for outgoing in batch])
    pile = sorted(batch, key=lambda outgoing: (places[outgoing.delivery_id].order, outgoing.delivery_id))
    contents = {outgoing.content.pk: outgoing.content for outgoing in batch}
    data = {
        "title": mailing.school.name if mailing.school else "",
        "frames": {str(key): _frame(content, mailing) for key, content in contents.items()},
        "letters": [_letter(outgoing, places[outgoing.delivery_id]) for outgoing in pile],
    }
    return data, [outgoing.delivery_id for outgoing in pile]


def qr_code(link: str) -> str:
    """An SVG that a cheap phone reads. One mask for all: choosing the finest takes most of the time."""
    buffer = io.BytesIO()
    segno.make_qr(link, error="m", boost_error=False, mask=3).save(buffer, kind="svg", xmldecl=False, border=2)
    return buffer.getvalue().decode()


def _letter(outgoing: Outgoing, place: Place) -> dict[str, Any]:
    personal = {**outgoing.personal, "own_link": tokens.code_line(outgoing.delivery_id)}
    return {
        "frame": str(outgoing.content.pk),
        "adult": clean_line(personal.get("greeting", "")),
        "child": clean_line(personal.get("child", "")),
        "section": place.section,
        "code": tokens.short_code(outgoing.delivery_id),
        "qr": qr_code(tokens.link_url(outgoing.delivery_id)),
        "body": fill(body_with_blanks(outgoing.content.body), personal),
        "original": fill(body_with_blanks(outgoing.content.original_body), personal),
    }


def _frame(content: Content, mailing: Mailing) -> dict[str, Any]:
    """What is the same on all letters of one content, in the reader's language."""
    school, school_language = mailing.school, mailing.school.language if mailing.school else "en"
    with translation.override(content.frame_language):
        return {
            "language": _language(content.frame_language),
            "words": _language(content.language),
            "original": _language(content.original_language or school_language),
            "school_language": _language(school_language),
            "school": content.school_name,
            "school_lines": ", ".join(line for line in (_one_line(school.address), school.phone) if line) if school else "",
            "from_line": str(say.FROM) % {"sender": content.sender_name, "school": content.school_name},
            "remarks": remarks_on(content) if not content.original_body else remarks_on(content)[:-1],
            "original_below": str(say.ORIGINAL_BELOW) % {"language": _name_of_original(content)},
            "scan": str(say.SCAN),
            "type_code": str(say.OR_TYPE) % {"address": _address_to_type()},
            "your_answer": str(say.YOUR_ANSWER),
            "give_back": str(say.GIVE_BACK),
            "choices": _choices(ui_language(school_language) or "en", content.frame_language),
            "best_time": str(say.BEST_TIME),
        }


def _choices(school_language: str, frame_language: str) -> list[list[str]]:
    """What can be ticked, and the same in small in the school's language: the office reads the slip."""
    words = (say.HAVE_READ, say.CALL_ME, say.NOT_UNDERSTOOD)
    ours = [str(word) for word in words]
    if school_language == frame_language:
        return [[word, ""] for word in ours]
    with translation.override(school_language):
        return [[word, str(same)] for word, same in zip(ours, words, strict=True)]


def _places(mailing: Mailing, keys: Iterable[int]) -> dict[int, Place]:
    deliveries = list(Delivery.objects.filter(pk__in=keys).select_related("person").prefetch_related("families__student"))
    students = {family.student_id for delivery in deliveries for family in delivery.families.all()}
    enrolled = Enrolment.objects.filter(person__in=students, role="student", ended_at=None).select_related("section")
    if mailing.section_id:
        enrolled = enrolled.filter(section=mailing.section_id)
    # Homerooms last, so that they win over subject groups.
    sections = {row.person_id: row.section for row in enrolled.order_by("-section__kind", "pk")}
    places = {}
    for delivery in deliveries:
        student = min((family.student for family in delivery.families.all()), key=lambda one: one.pk, default=delivery.person)
        section = sections.get(student.pk)
        places[delivery.pk] = Place(
            section.name if section else "", section.grade if section else "", student.family_name, student.given_name
        )
    return places


def _language(tag: str) -> dict[str, Any]:
    return {"lang": (tag or "en").split("-")[0].lower(), "rtl": is_rtl(tag)}


def _name_of_original(content: Content) -> str:
    return language_name(content.original_language, content.frame_language) if content.original_language else ""


def _address_to_type() -> str:
    """Where the code is typed; held together by bidi isolates, so that it stands right in Arabic and Urdu too."""
    return f"\u2066{settings.BASE_URL.split('//', 1)[-1]}/code/\u2069"


def _one_line(text: str) -> str:
    return clean_line(text.replace("\n", ", "))
