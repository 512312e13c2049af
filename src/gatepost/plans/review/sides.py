"""What the sides say of the six types, from the year's survey, for the pack."""

from django.utils import timezone, translation

from gatepost.framework.family_texts import SECTORS, TYPES
from gatepost.framework.table import Cell, TypesBySector
from gatepost.framework.types import InvolvementType
from gatepost.kernel.paper.report import Block, heading, paragraph, table
from gatepost.plans.plan_words import day
from gatepost.plans.review import family_texts as say
from gatepost.surveys.models import FEWEST, Survey
from gatepost.surveys.queries.table import is_shown, respondents_by_type
from gatepost.surveys.queries.voices import voices_of
from gatepost.surveys.wording import spoken


def sides_blocks(survey: Survey | None) -> list[Block]:
    """Who answered, the table of types, and where the sides are furthest apart; small groups are not shown."""
    blocks: list[Block] = [heading(str(say.SIDES))]
    if survey is None:
        return [*blocks, paragraph(str(say.NO_SURVEY), quiet=True)]
    language = translation.get_language() or "en"
    closed_on = day(timezone.localdate(survey.closed_at)) if survey.closed_at else ""
    blocks.append(paragraph(f"{spoken(survey.title, language)} · {closed_on}", quiet=True))
    for voices in voices_of(survey):
        asked = voices.whole.asked
        if asked and is_shown(voices.sector, asked):
            words = {
                "sector": SECTORS[voices.sector],
                "answered": voices.whole.answered,
                "asked": asked,
                "share": round(100 * voices.whole.answered / asked),
            }
            blocks.append(paragraph(str(say.ANSWERED) % words))
    types = TypesBySector("", tuple(survey.sectors), respondents_by_type(survey))
    if types.is_empty:
        return blocks
    widest = _widest(types)
    rows = [[name, *cells] for name, cells in types.written]
    numbers = range(1, len(types.head))
    return [
        *blocks,
        *([paragraph(widest)] if widest else []),
        table(types.head, rows, widths=[3, *(1 for _cell in numbers)], numbers=numbers),
    ]


def _widest(types: TypesBySector) -> str:
    """The type on which two sides of ten or more differ most, in words; "" where there are no two such sides."""
    found: tuple[int, str, tuple[str, Cell], tuple[str, Cell]] | None = None
    for kind, cells in types.rows:
        pairs = zip(types.sectors, cells, strict=True)
        shown = [(sector, cell) for sector, cell in pairs if cell is not None and cell.base >= FEWEST]
        if len(shown) < 2:
            continue
        high, low = max(shown, key=lambda pair: pair[1].share), min(shown, key=lambda pair: pair[1].share)
        gap = high[1].share - low[1].share
        if gap and (found is None or gap > found[0]):
            found = (gap, kind, high, low)
    if found is None:
        return ""
    _gap, kind, high, low = found
    return str(say.WIDEST) % {
        "type": TYPES[InvolvementType(kind)],
        "high": SECTORS[high[0]],
        "high_share": high[1].share,
        "low": SECTORS[low[0]],
        "low_share": low[1].share,
    }
