"""What a survey comes to, question by question and type by type, for each sector: from tallies only, small groups left out."""

from collections.abc import Mapping, Sequence

from django.utils import translation

from gatepost.framework.types import InvolvementType, Sector
from gatepost.kernel.shares import side_of
from gatepost.surveys import result_wording as words
from gatepost.surveys.models import AVERAGED, Counting, Item, ItemKind, Part, Survey
from gatepost.surveys.queries.cells import STEPS, WHOLE, Cells, Said, cells_of, favourable_values
from gatepost.surveys.queries.result_rows import (
    Average,
    Averages,
    Change,
    Chosen,
    ItemResult,
    Line,
    Option,
    PartResult,
    Results,
    Segment,
)
from gatepost.surveys.wording import spoken, wording_of


def results_of(survey: Survey, dimension: str = WHOLE, group: str = "", *, reads_all: bool = False) -> Results:
    """Of everybody, or of one group; beside it the round before, where there was one and everybody is looked at."""
    counting = Counting.objects.filter(survey=survey).first()
    cells = cells_of(survey, dimension, group, reads_all=reads_all)
    weighed = {sector: told for sector, told in (counting.weighing if counting else {}).items() if not told["is_even"]}
    before = _before(survey, reads_all=reads_all) if not dimension else {}
    reader = _Reader(survey, cells, set(weighed), before)
    parts = [
        PartResult(spoken(part.title, reader.language, original=reader.original), reader.items_of(part)) for part in reader.parts
    ]
    types, scales = reader.averages("type:"), reader.scales()
    return Results(cells.people, words.opening(_overall(types, cells), cells.people), types, scales, parts, weighed, counting)


def _overall(types: Sequence[Averages], cells: Cells) -> dict[str, float]:
    """By sector, the mean of its types."""
    found = {}
    for sector in cells.people:
        means = [mark.mean for row in types for mark in row.marks if mark.sector == sector]
        if means:
            found[sector] = sum(means) / len(means)
    return found


def _before(survey: Survey, *, reads_all: bool) -> dict[tuple[str, str], tuple[Item, Said]]:
    """(key, sector) → the same question in the earlier round."""
    if survey.follows is None:
        return {}
    cells = cells_of(survey.follows, reads_all=reads_all)
    items = list(survey.follows.items.filter(kind__in=AVERAGED))
    return {(item.key, sector): (item, said) for item in items for sector in cells.people if (said := cells.of(item, sector))}


class _Reader:
    """One survey's items read against its sums, in the reader's language."""

    def __init__(
        self, survey: Survey, cells: Cells, weighed: set[str], before: Mapping[tuple[str, str], tuple[Item, Said]]
    ) -> None:
        self.survey, self.cells, self.weighed, self.before = survey, cells, weighed, before
        self.language = translation.get_language() or "en"
        self.original = survey.languages[0] if survey.languages else ""
        self.parts: list[Part] = list(survey.parts.all())
        self.items = list(survey.items.order_by("number"))

    def items_of(self, part: Part) -> list[ItemResult]:
        mine = [item for item in self.items if item.part_id == part.pk and item.kind != ItemKind.TEXT]
        return [self._item(item) for item in mine]

    def _item(self, item: Item) -> ItemResult:
        asked = [sector for sector in self.cells.people if sector in item.sectors]
        said = {sector: one for sector in asked if (one := self.cells.of(item, sector)) is not None}
        wording = wording_of(item, next(iter(said), Sector.FAMILIES), self.language, original=self.original)
        hidden = [sector for sector in asked if sector not in said]
        if item.kind in AVERAGED:
            lines = [self._line(item, sector, one) for sector, one in said.items()]
            return ItemResult(item, wording, lines=lines, hidden=hidden)
        return ItemResult(item, wording, options=self._options(item, said), hidden=hidden)

    def _line(self, item: Item, sector: str, said: Said) -> Line:
        plain, weighted = said.favourable(item), said.weighted_favourable(item)
        return Line(
            sector,
            answered=plain.total,
            empty=said.empty + said.answered - plain.total,
            share=weighted.value,
            bounds=weighted.interval(),
            plain=plain.value if sector in self.weighed else None,
            segments=self._segments(item, said),
            change=self._change(item, sector, said),
        )

    def _segments(self, item: Item, said: Said) -> list[Segment]:
        found, start = [], 0.0
        for option in item.options:
            value = option["value"]
            if value not in STEPS:
                continue
            share = said.weighted_share_of([value], STEPS).value
            step = 6 - value if item.is_reversed else value
            found.append(Segment(step, start, 100 * share, self._words(option), share))
            start += 100 * share
        return found

    def _change(self, item: Item, sector: str, said: Said) -> Change | None:
        earlier = self.before.get((item.key, sector))
        if earlier is None or favourable_values(earlier[0]) != favourable_values(item):
            return None
        now, then = said.favourable(item), earlier[1].favourable(earlier[0])
        side = side_of(now, then, looks=len(self.before))
        return Change(words.points(now.value - then.value), side)

    def _options(self, item: Item, said: Mapping[str, Said]) -> list[Option]:
        found = []
        for option in item.options:
            chosen = [
                Chosen(sector, one.numbers.get(option["value"], 0) / one.answered, one.answered)
                for sector, one in said.items()
                if one.answered
            ]
            found.append(Option(self._words(option), chosen))
        return found

    def _words(self, option: Mapping[str, Mapping[str, str]]) -> str:
        return spoken(option["words"], self.language, original=self.original)

    def averages(self, prefix: str) -> list[Averages]:
        """The six types, in their order."""
        return [row for kind in InvolvementType for row in [self._averages(f"{prefix}{kind}", str(kind.label))] if row.marks]

    def scales(self) -> list[Averages]:
        """In the order in which they are asked, named as the part they make up."""
        titles = {part.pk: spoken(part.title, self.language, original=self.original) for part in self.parts}
        found = []
        for scale in dict.fromkeys(item.scale for item in self.items if item.scale):
            parts = {item.part_id for item in self.items if item.scale == scale}
            others = {item.scale for item in self.items if item.part_id in parts and item.scale}
            own_part = len(parts) == 1 and others == {scale}
            name = titles[next(iter(parts))] if own_part else ""
            found.append(self._averages(scale, name or scale.replace("-", " ").capitalize()))
        return [row for row in found if row.marks]

    def _averages(self, scale: str, name: str) -> Averages:
        marks = []
        for sector in self.cells.people:
            one = self.cells.scaled.get((scale, sector))
            if one is not None and one.plain.number:
                plain = one.plain if sector in self.weighed else None
                shown = one.weighted
                marks.append(Average(sector, int(one.plain.number), shown.mean, shown.interval(), shown.sd, plain))
        return Averages(name, scale, marks)
