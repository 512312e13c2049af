"""From a text and its readers to what each of them gets: the words, their frame, and the personal words."""

from collections.abc import Iterable

from gatepost.channels.addressing import Addressee, Words
from gatepost.channels.models import Channel
from gatepost.conversations.audience import Line
from gatepost.languages.models import Text, Version
from gatepost.languages.queries import choose, frame_language
from gatepost.people.models import Person, School


def words_for(text: Text, versions: dict[str, Version], school: School, reader_language: str) -> Words:
    """What a reader of this language gets: its own version, else the school's in a frame of its own."""
    original = versions[text.original_language]
    choice = choose(versions, text.original_language, reader_language)
    is_original = choice.version.language == text.original_language
    return Words(
        language=choice.version.language,
        frame_language=frame_language(reader_language, school.language),
        subject=choice.version.subject,
        body=choice.version.body,
        origin=choice.version.origin,
        original_language=text.original_language,
        original_body="" if is_original else original.body,
    )


def addressees(lines: Iterable[Line], text: Text, school: School) -> tuple[list[Words], list[Addressee]]:
    """All wordings that are needed, and every adult with the families it is about.

    Twins in one section make one addressee about two families, not two messages.
    """
    versions = {version.language: version for version in text.versions.all()}
    by_reader: dict[str, Words] = {}
    grouped: dict[tuple[int, str, str], tuple[Person, int | None, list[Line]]] = {}
    for line in lines:
        for way in line.ways:
            address = way.contact_point.value if way.contact_point else ""
            key = (way.adult.pk, way.channel, address)
            point_id = way.contact_point.pk if way.contact_point else None
            grouped.setdefault(key, (way.adult, point_id, []))[2].append(line)
    found: list[Addressee] = []
    for (adult_id, channel, address), (adult, point_id, about) in grouped.items():
        if adult.read_language not in by_reader:
            by_reader[adult.read_language] = words_for(text, versions, school, adult.read_language)
        found.append(
            Addressee(
                person_id=adult_id,
                family_ids=tuple(line.family.pk for line in about if line.family),
                channel=channel,
                words=by_reader[adult.read_language].key,
                address=address,
                contact_point_id=point_id,
                personal={"child": children_in_words(about), "greeting": greeting(adult, about, channel)},
            )
        )
    return list({words.key: words for words in by_reader.values()}.values()), found


def filled(body: str, child: str, own_link: str = "") -> str:
    """The words with the child's name and the reader's own link; nothing else in braces is touched."""
    return body.replace("{child}", child).replace("{own_link}", own_link)


def children_in_words(about: list[Line]) -> str:
    """The children's names as one phrase that reads in every language."""
    return ", ".join(dict.fromkeys(line.student.called for line in about))


def greeting(adult: Person, about: list[Line], channel: str) -> str:
    """Whom a letter is addressed to; a letter that goes home with the child is for all adults of the home."""
    if channel != Channel.LETTER:
        return adult.full_name
    return adult.full_name if len(about) != 1 else about[0].addressed or adult.full_name
