"""Whether an answer fits the questions it answers. Whatever page, sheet or telephone it comes from, it is asked here."""

from collections.abc import Mapping, Sequence

from gatepost.kernel.errors import BadInputError
from gatepost.kernel.text import clean_text
from gatepost.surveys.answering import family_texts as say
from gatepost.surveys.models import Item, ItemKind
from gatepost.surveys.sealing import LONGEST_WORDS

Mark = int | list[int]


def cleaned_marks(items: Sequence[Item], marks: Mapping[str, object]) -> dict[str, Mark]:
    """Item key → value or values, in the order of the questions. What was left empty is not there."""
    choosable = {item.key: item for item in items if item.kind != ItemKind.TEXT}
    _ensure_known(marks, choosable)
    clean: dict[str, Mark] = {}
    for key, item in choosable.items():
        mark = marks.get(key)
        if mark is not None and mark != []:
            clean[key] = _several(item, mark) if item.kind == ItemKind.CHECKLIST else _one(item, mark)
    return clean


def cleaned_remarks(items: Sequence[Item], remarks: Mapping[str, str]) -> dict[str, str]:
    """Item key → own words, tidied. Blank ones are not there."""
    written = {item.key: item for item in items if item.kind == ItemKind.TEXT}
    _ensure_known(remarks, written)
    clean = {key: clean_text(remarks[key]) for key in written if key in remarks}
    if any(len(words) > LONGEST_WORDS for words in clean.values()):
        raise BadInputError(str(say.WORDS_TOO_LONG))
    return {key: words for key, words in clean.items() if words}


def _ensure_known(given: Mapping[str, object], known: Mapping[str, Item]) -> None:
    if set(given) - set(known):
        raise BadInputError(str(say.NOT_A_QUESTION_OF_YOURS))


def _one(item: Item, mark: object) -> int:
    if type(mark) is not int or mark not in _values(item):
        raise BadInputError(str(say.NOT_ONE_OF_THE_ANSWERS))
    return mark


def _several(item: Item, mark: object) -> list[int]:
    values = mark if isinstance(mark, list) else [mark]
    return sorted({_one(item, value) for value in values})


def _values(item: Item) -> set[int]:
    return {option["value"] for option in item.options}
