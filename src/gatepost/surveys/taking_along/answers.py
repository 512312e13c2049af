"""The answers as sheets: one line for each answer, own words apart, what each column means, and what was left out and why."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from gatepost.surveys.models import FEWEST, Item, ItemKind, Privacy, Survey
from gatepost.surveys.queries import export
from gatepost.surveys.taking_along.coarse import Marks, coarsened
from gatepost.surveys.wording import spoken, wording_of

Row = Sequence[Any]
_GROUP = ("sector", "language", "grade", "section")


class Answers:
    """The sheets of one survey, in the language of its school. Column names are in English: programs read them."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.language = survey.school.language
        self.is_named = survey.privacy == Privacy.NAMED
        self._items = list(survey.items.order_by("number"))
        sizes = export.group_sizes(survey)
        self._groups: dict[int, Row | None] = self._said_of(sizes)
        self.left_out = sum(number for pk, _marks, number in sizes if self._groups[pk] is None)
        self._names = export.names(survey) if self.is_named else {}
        self._spoken_by = self._languages(sizes)

    def answers(self) -> Iterator[Row]:
        readers = [reader for item in self._items for reader in _readers(item)]
        yield [*self._who(), *(name for name, _read in readers)]
        reading = [read for _name, read in readers]
        for answer in export.answers(self.survey):
            group = self._groups[answer.stratum_id]
            if group is not None:
                marks = answer.marks
                yield [*self._name(answer.person_id), *group, *(read(marks) for read in reading)]

    def remarks(self) -> Iterator[Row]:
        yield [*self._who()[: 1 if self.is_named else 0], "key", "sector", "language", "words"]
        for key, sector, language, words, person_id in export.own_words(self.survey):
            spoken_by = self._spoken_by.get(sector)
            if spoken_by is not None:
                yield [*self._name(person_id), key, sector, language if language in spoken_by else "", words]

    def codebook(self) -> Iterator[Row]:
        yield ["column", "key", "number", "kind", "type", "practice", "scale", "reversed", "yes_from", "asked", "question", "options", "shown_if"]  # fmt: skip
        for item in self._items:
            for sector in item.sectors:
                yield self._explained(item, sector)

    def readme(self) -> str:
        """Whole sentences, in the language of who takes it out."""
        return "\n\n".join([*self._what_is_here(), *self._what_is_not()]) + "\n"

    def _who(self) -> list[str]:
        return ["name", *_GROUP] if self.is_named else [*_GROUP]

    def _name(self, person_id: int | None) -> list[str]:
        return [self._names.get(person_id or 0, "")] if self.is_named else []

    def _said_of(self, sizes: list[tuple[int, tuple[str, str, str, str], int]]) -> dict[int, Row | None]:
        groups = {pk: Marks(*marks) for pk, marks, _number in sizes}
        if self.is_named:
            return dict(groups)
        numbers: Counter[Marks] = Counter()
        for pk, _marks, number in sizes:
            numbers[groups[pk]] += number
        # What left the box, and what was settled at closing, is ten or more already and stays as the pages show it.
        said = coarsened(numbers)
        return {pk: said[marks] for pk, marks in groups.items()}

    def _languages(self, sizes: list[tuple[int, tuple[str, str, str, str], int]]) -> dict[str, set[str]]:
        """Of each sector whose own words are taken out: the languages that ten or more of it are said to have."""
        found: dict[str, Counter[str]] = {}
        for pk, _marks, number in sizes:
            said = self._groups[pk]
            if said is not None:
                found.setdefault(said[0], Counter())[said[1]] += number
        return {
            sector: {tag for tag, number in tags.items() if self.is_named or number >= FEWEST} for sector, tags in found.items()
        }

    def _explained(self, item: Item, sector: str) -> Row:
        original = self.survey.languages[0] if self.survey.languages else ""
        question = wording_of(item, sector, self.language, original=original)
        options = "; ".join(
            f"{option['value']} = {spoken(option['words'], self.language, original=original)}" for option in item.options
        )
        columns = ", ".join(name for name, _read in _readers(item))
        condition = ", ".join(f"{name}: {value}" for name, value in item.shown_if.items())
        return [
            columns, item.key, item.number, item.kind, item.involvement_type, item.practice, item.scale,
            int(item.is_reversed), item.favourable_from, sector, question, options, condition,
        ]  # fmt: skip

    def _what_is_here(self) -> Iterator[str]:
        yield spoken(self.survey.title, self.language)
        yield _(
            "answers.csv: one line for each answer. The columns of a question bear its key; a question with several answers has one"
            " column for each of them, 1 where it was ticked and 0 where it was not. Empty: not answered, or not asked."
        )
        yield _(
            "remarks.csv: what people wrote in their own words. These lines are in an order of their own and belong to no line of answers.csv."
        )
        yield _("codebook.csv: each question with its key, whom it was asked of, its words, and what the numbers mean.")
        yield _("Nothing is weighted: every answer counts once. The pages of results show weighted numbers beside these.")
        yield _("The lines are in an order drawn by lot, which says nothing about who answered when.")

    def _what_is_not(self) -> Iterator[str]:
        if self.survey.privacy == Privacy.ANONYMOUS:
            yield _("The survey promised anonymity: who answered, and when, is not in these files because it was never kept.")
        elif self.survey.privacy == Privacy.CONFIDENTIAL:
            yield _("The survey promised confidence: who answered, and when, is not in these files.")
        else:
            yield _(
                "The survey told everybody that the school reads who said what; names are in these files. Where the school may not"
                " contact an adult any more, the name is left empty."
            )
        if not self.is_named:
            yield _(
                "Language, grade and section stand only where at least ten answers share them; they are empty elsewhere, also where"
                " one could find them out by taking away the others. Those who lead the school are always few and are kept without them."
            )
        if self.left_out:
            yield _("%(n)d answers are left out: of their group fewer than ten have answered.") % {"n": self.left_out}
        yield _("Own words can tell who wrote them. Keep the files as you keep letters, and delete them when you are done.")


Read = Callable[[Mapping[str, Any]], Any]


def _readers(item: Item) -> list[tuple[str, Read]]:
    """The columns of one question, and how each is read from the marks. Own words stand elsewhere."""
    key = item.key
    if item.kind == ItemKind.TEXT:
        return []
    if item.kind != ItemKind.CHECKLIST:
        return [(key, lambda marks: marks.get(key, ""))]
    return [(f"{key}.{option['value']}", _ticked(key, option["value"])) for option in item.options]


def _ticked(key: str, value: int) -> Read:
    def read(marks: Mapping[str, Any]) -> Any:
        ticked = marks.get(key)
        return "" if ticked is None else int(value in ticked)

    return read
