"""The question what would help, before it is sent: in which languages we have it, and by which way it would go to whom."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gatepost.channels.models import Channel, Delivery, DeliveryState
from gatepost.channels.models.deliveries import SETTLED
from gatepost.conversations import audience as audiences
from gatepost.conversations.wording import words_for
from gatepost.languages.models import Text, Version
from gatepost.languages.tags import canonical, ui_language
from gatepost.people.models import Family, Person
from gatepost.people.queries import school_of
from gatepost.reach import family_texts as say
from gatepost.reach.wording import language_in_words

_CAME_BACK = frozenset({DeliveryState.FAILED, DeliveryState.BOUNCED})


@dataclass(frozen=True)
class Road:
    """How one adult would get the question. `has_come_back`: the last e-mail to this address did not arrive."""

    name: str
    channel: str
    language: str
    reads: str
    has_come_back: bool = False

    @property
    def sentence(self) -> str:
        words = {"name": self.name, "language": self._in_which_language}
        if self.channel == Channel.PHONE:
            return _("%(name)s prefers a call: somebody of the school is asked to make it, with the words %(language)s.") % words
        if self.channel == Channel.LETTER:
            return _("Only a letter is left, for %(name)s, %(language)s.") % words
        if self.has_come_back:
            return (
                _(
                    "%(name)s gets it by e-mail, %(language)s. But the last e-mail there did not arrive: if this one does not "
                    "either, it goes by another way."
                )
                % words
            )
        return _("%(name)s gets it by e-mail, %(language)s.") % words

    @property
    def _in_which_language(self) -> str:
        written, theirs = language_in_words(self.language), language_in_words(self.reads)
        if not self.reads:
            return _("in %(language)s, since we do not know which language they read") % {"language": written}
        if _stem(self.reads) == _stem(self.language):
            return _("in %(language)s") % {"language": written}
        return _("in %(language)s, since we do not have these words in %(theirs)s") % {"language": written, "theirs": theirs}


def roads_of(family: Family, viewer: Person) -> list[Road]:
    """By which ways the question would go now, chosen as for every note; empty: nobody can be written to."""
    school = school_of(viewer)
    ways = [way for line in audiences.of_families([family]).lines for way in line.ways]
    if school is None or not ways:
        return []
    original, bodies = question_in([school.language, *(way.adult.read_language for way in ways)])
    text = Text(original_language=original)
    versions = {tag: Version(text=text, language=tag, body=body) for tag, body in bodies.items()}
    returned = _returned(ways)
    return [
        Road(
            way.adult.full_name,
            way.channel,
            words_for(text, versions, school, way.adult.read_language).language,
            way.adult.read_language,
            has_come_back=way.contact_point is not None and (way.adult.pk, way.contact_point.value) in returned,
        )
        for way in ways
    ]


def _returned(ways: Iterable[audiences.Way]) -> set[tuple[int, str]]:
    """(adult, e-mail address) of which the newest e-mail did not arrive, such as to a mailbox that is full."""
    sent = Delivery.objects.filter(person__in=[way.adult.pk for way in ways], channel=Channel.EMAIL, state__in=SETTLED)
    newest = sent.order_by("person_id", "address", "-pk").distinct("person_id", "address")
    return {
        (adult, address) for adult, address, state in newest.values_list("person_id", "address", "state") if state in _CAME_BACK
    }


def question_in(languages: Collection[str]) -> tuple[str, dict[str, str]]:
    """The original's language (the first asked for, where our catalogue has it; else English) and the words by language.

    A language whose catalogue lacks the words is left out: its reader gets the original in a frame of the own language,
    never English that says it is something else.
    """
    english = _question("en")
    versions = {"en": english}
    for tag in languages:
        ours = ui_language(tag)
        if ours and ours != "en" and (words := _question(ours)) != english:
            versions[canonical(tag)] = words
    first = canonical(next(iter(languages), "en"))
    original = first if first in versions else "en"
    return original, versions


def in_language(parts: Collection[str | Promise], language: str, between: str) -> str:
    with translation.override(language):
        return between.join(str(part) for part in parts)


def _question(language: str) -> str:
    return in_language([say.ASK, say.HOW_TO_SAY], language, "\n\n")


def _stem(tag: str) -> str:
    return canonical(tag).split("-", maxsplit=1)[0]
