"""The questions of a survey and the parts they stand in: added, worded, moved, copied, taken out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from gatepost.framework.types import Sector
from gatepost.history import commands as history
from gatepost.kernel.errors import BadInputError, ConflictError
from gatepost.people.models import Person
from gatepost.surveys.commands.changing import ensure_changeable, ensure_said_stands, locked, renumber, reworded
from gatepost.surveys.instrument.family_texts import FREQUENCY
from gatepost.surveys.instrument.scales.family_texts import AMOUNT
from gatepost.surveys.models import Item, ItemKind, Part, Survey
from gatepost.surveys.queries.surveys import branching_faults, first_language, own_words_faults
from gatepost.surveys.wording import Words, in_all_languages

Option = dict[str, Any]
_COUNTED_NAME = re.compile(r"-\d+$")


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question as it was typed, in the survey's first language. `wordings`: sector → words, "" for everybody.

    `options`: (value, words) as shown; a value of 0 stands for a new one, words of an old one that are left blank take it out.
    """

    wordings: Mapping[str, str]
    sectors: Sequence[str]
    options: Sequence[tuple[int, str]] = ()
    involvement_type: str = ""
    practice: str = ""
    scale: str = ""
    is_reversed: bool = False
    favourable_from: int = 4
    shown_if: Mapping[str, Any] = field(default_factory=dict)


def ready_options(kind: str) -> list[Option]:
    """Five steps in every language of the house, to begin with."""
    steps = {ItemKind.SCALE.value: AMOUNT, ItemKind.FREQUENCY.value: FREQUENCY}.get(kind, ())
    return [{"value": value, "words": in_all_languages(words)} for value, words in enumerate(steps, start=1)]


@transaction.atomic
def add_part(survey: Survey, *, by: Person) -> Part:
    row = locked(survey, by=by)
    ensure_changeable(row)
    part = Part.objects.create(survey=row, number=row.parts.count() + 1)
    history.record("surveys.add_part", by=by, subject=row)
    return part


@transaction.atomic
def write_part(part: Part, *, title: str, lead: str, by: Person) -> Part:
    row = locked(part.survey, by=by)
    ensure_changeable(row)
    language = first_language(row)
    said = {"title": reworded(part.title, language, title), "lead": reworded(part.lead, language, lead)}
    for name, words in said.items():
        ensure_said_stands(row, getattr(part, name), words)
        setattr(part, name, words)
    part.save(update_fields=["title", "lead"])
    history.record("surveys.write_part", by=by, subject=row, part=part.number)
    return part


@transaction.atomic
def move_part(part: Part, *, up: bool, by: Person) -> None:
    row = locked(part.survey, by=by)
    ensure_changeable(row)
    _swap(list(row.parts.order_by("number")), part, up=up)
    renumber(row)
    _ensure_branches_lead_back(row)
    history.record("surveys.move_part", by=by, subject=row, part=part.pk)


@transaction.atomic
def delete_part(part: Part, *, by: Person) -> None:
    """With its questions; a survey keeps at least one part."""
    row = locked(part.survey, by=by)
    ensure_changeable(row)
    if row.parts.count() == 1:
        raise ConflictError(_("A survey has at least one part. Take out its questions instead."))
    part.items.all().delete()
    part.delete()
    renumber(row)
    _ensure_branches_lead_back(row)
    history.record("surveys.delete_part", by=by, subject=row)


@transaction.atomic
def add_item(part: Part, question: Question, *, kind: str, options: Sequence[Option] = (), by: Person) -> Item:
    """A question at the end of its part. `options`: ready ones in several languages, as far as they stayed as they were."""
    row = locked(part.survey, by=by)
    ensure_changeable(row)
    item = Item(survey=row, part=part, kind=kind, options=list(options), number=row.items.count() + 1)
    words = question.wordings.get("") or next((text for text in question.wordings.values() if text), "")
    item.key = _free_key(row, slugify(words)[:40] or "question")
    _fill(item, question, first_language(row))
    _ensure_own_words_stand_alone(row, item)
    item.save()
    renumber(row)
    _ensure_branches_lead_back(row)
    history.record("surveys.add_item", by=by, subject=row, item=item.key, kind=kind)
    return item


@transaction.atomic
def write_item(item: Item, question: Question, *, by: Person) -> Item:
    """Other words, other answers to choose from, another rule when it is shown. Its kind stays."""
    row = locked(item.survey, by=by)
    ensure_changeable(row)
    _fill(item, question, first_language(row))
    _ensure_own_words_stand_alone(row, item)
    item.save()
    _ensure_branches_lead_back(row)
    history.record("surveys.write_item", by=by, subject=row, item=item.key)
    return item


@transaction.atomic
def move_item(item: Item, *, up: bool, by: Person) -> None:
    """Past its neighbour; past the edge of a part into the next one."""
    row = locked(item.survey, by=by)
    ensure_changeable(row)
    here = list(item.part.items.order_by("number"))
    if item.pk == here[0 if up else -1].pk:
        _into_next_part(row, item, up=up)
    else:
        _swap(here, item, up=up)
    renumber(row)
    _ensure_branches_lead_back(row)
    history.record("surveys.move_item", by=by, subject=row, item=item.key)


@transaction.atomic
def copy_item(item: Item, *, by: Person) -> Item:
    """The same question once more, right behind it, under a name of its own and for no practice."""
    row = locked(item.survey, by=by)
    ensure_changeable(row)
    _ensure_own_words_stand_alone(row, item)
    for later in reversed(row.items.filter(number__gt=item.number).order_by("number")):
        later.number += 1
        later.save(update_fields=["number"])
    copy = Item.objects.get(pk=item.pk)
    copy.pk, copy.key, copy.number, copy.practice = None, _free_key(row, _COUNTED_NAME.sub("", item.key)), item.number + 1, ""
    copy.save(force_insert=True)
    history.record("surveys.copy_item", by=by, subject=row, item=copy.key)
    return copy


@transaction.atomic
def delete_item(item: Item, *, by: Person) -> None:
    row = locked(item.survey, by=by)
    ensure_changeable(row)
    hanging = [other.number for other in row.items.all() if other.shown_if.get("item") == item.key]
    if hanging:
        raise ConflictError(
            _("Question %(number)s is shown only to those who answered this one in a certain way. Change that first.")
            % {"number": hanging[0]}
        )
    item.delete()
    renumber(row)
    history.record("surveys.delete_item", by=by, subject=row, item=item.key)


def _fill(item: Item, question: Question, language: str) -> None:
    texts = {sector: text.strip() for sector, text in question.wordings.items() if text.strip()}
    item.wordings = {
        sector: reworded(item.wordings.get(sector, {}), language, texts[sector])
        for sector in ("", *Sector.values)
        if sector in texts
    }
    item.sectors = [sector for sector in Sector.values if sector in question.sectors]
    if not item.sectors:
        raise BadInputError(_("Choose of whom it is asked."))
    if item.kind == ItemKind.TEXT:
        item.options = []
    else:
        item.options = _options(item.options, question.options, language)
    item.involvement_type, item.practice, item.scale = question.involvement_type, question.practice, question.scale
    item.is_reversed = question.is_reversed and bool(question.scale)
    item.favourable_from, item.shown_if = question.favourable_from, dict(question.shown_if)


def _options(before: Sequence[Option], typed: Sequence[tuple[int, str]], language: str) -> list[Option]:
    """Old ones keep their value, whatever they are called now: answers are counted by it."""
    known: dict[int, Words] = {option["value"]: option["words"] for option in before}
    free = max([value for value in known if value < 90], default=0) + 1
    found: list[Option] = []
    for value, text in typed:
        if not text.strip():
            continue
        found.append({"value": value if value in known else free, "words": reworded(known.get(value, {}), language, text)})
        free += value not in known
    return found


def _free_key(survey: Survey, wanted: str) -> str:
    taken = set(survey.items.values_list("key", flat=True))
    number = 2
    key = wanted
    while key in taken:
        key, number = f"{wanted}-{number}", number + 1
    return key


def _swap(rows: Sequence[Any], row: Any, *, up: bool) -> None:
    """Numbers of neighbours change places; at the edge nothing happens."""
    place = next(index for index, other in enumerate(rows) if other.pk == row.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    first, second = rows[place], rows[other]
    first.number, second.number = second.number, first.number
    type(row).objects.bulk_update([first, second], ["number"])


def _into_next_part(survey: Survey, item: Item, *, up: bool) -> None:
    parts = list(survey.parts.order_by("number"))
    place = next(index for index, part in enumerate(parts) if part.pk == item.part_id)
    other = place - 1 if up else place + 1
    if 0 <= other < len(parts):
        item.part = parts[other]
        item.save(update_fields=["part"])


def _ensure_branches_lead_back(survey: Survey) -> None:
    faults = branching_faults(survey.items.all())
    if faults:
        raise ConflictError(f"{faults[0]} {_('Nothing was changed.')}")


def _ensure_own_words_stand_alone(survey: Survey, item: Item) -> None:
    """Of this question only: where several are at fault, each can still be mended by itself."""
    faults = own_words_faults(survey.privacy, [item])
    if faults:
        raise ConflictError(f"{faults[0]} {_('Nothing was changed.')}")
