"""What people wrote in their own words: by question, in an order that tells nothing, with no more of who it was than is safe."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count

from gatepost.framework.types import InvolvementType
from gatepost.languages.tags import canonical, is_rtl
from gatepost.surveys import result_wording as words
from gatepost.surveys.models import Item, ItemKind, Privacy, Remark, Survey
from gatepost.surveys.queries.cells import fewest_of, groups_of, is_shown, people_by

ON_A_PAGE = 50


@dataclass(frozen=True)
class Said:
    """One remark as it may be shown. `who`: the sector, its language where that group is large enough, the name where promised."""

    pk: str
    words: str
    who: str
    language: str
    is_rtl: bool
    types: Sequence[str]


@dataclass(frozen=True)
class Question:
    item: Item
    number: int


def shown_sectors(survey: Survey) -> list[str]:
    """Those of whom enough have answered that nobody's words point at anybody. Who reads remarks reads names where promised."""
    fewest = fewest_of(survey, reads_all=True)
    return [sector for sector, numbers in people_by(survey).items() if is_shown(sector, sum(numbers.values()), fewest=fewest)]


def questions_of(survey: Survey) -> list[Question]:
    """Open questions with words that may be read, in the order asked."""
    counts = dict(
        Remark.objects.filter(item__survey=survey, sector__in=shown_sectors(survey))
        .order_by()
        .values_list("item_id")
        .annotate(Count("pk"))
    )
    items = survey.items.filter(kind=ItemKind.TEXT).order_by("number")
    return [Question(item, counts.get(item.pk, 0)) for item in items]


def remarks_of(survey: Survey, item: Item, page: object = None) -> Page[Remark]:
    """In the order of their keys, which are random: shuffled once, the same at every look."""
    found = Remark.objects.filter(item=item, sector__in=shown_sectors(survey)).order_by("pk")
    if survey.privacy == Privacy.NAMED:
        found = found.select_related("response__invitation__person")
    return Paginator(found, ON_A_PAGE).get_page(page)  # type: ignore[arg-type]  # whatever the address says


def as_shown(survey: Survey, remarks: Sequence[Remark]) -> list[Said]:
    languages = groups_of(survey, reads_all=True).get("language", {})
    return [_shown(survey, remark, languages.get(remark.sector, frozenset())) for remark in remarks]


def _shown(survey: Survey, remark: Remark, languages: frozenset[str]) -> Said:
    parts = [_name(remark)] if survey.privacy == Privacy.NAMED else []
    parts.append(words.sector_name(remark.sector))
    language = canonical(remark.language)
    if language in languages:
        parts.append(words.group_name("language", language))
    types = [str(InvolvementType(kind).label) for kind in remark.sorted_as]
    return Said(str(remark.pk), remark.words, " · ".join(filter(None, parts)), language, is_rtl(language), types)


def _name(remark: Remark) -> str:
    response = remark.response
    return response.invitation.person.full_name if response is not None and response.invitation is not None else ""
