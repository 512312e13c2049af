"""What is read for the answers as files: groups with their sizes, answers and own words in an order that tells nothing."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import Count

from gatepost.framework.types import Sector
from gatepost.kernel import clock
from gatepost.people.models import Guardianship
from gatepost.surveys.models import Remark, Response, Survey

_PIECE = 2_000


class Answer(NamedTuple):
    """`person_id`: only of a named survey."""

    stratum_id: int
    marks: dict[str, Any]
    person_id: int | None


def group_sizes(survey: Survey) -> list[tuple[int, tuple[str, str, str, str], int]]:
    """Each group: its id, its sector, language, grade and section, and how many answers it has."""
    found = (
        survey.strata.annotate(number=Count("responses"))
        .filter(number__gt=0)
        .values_list("pk", "sector", "language", "grade", "section_name", "number")
    )
    return [(pk, (sector, language, grade, section), number) for pk, sector, language, grade, section, number in found]


def answers(survey: Survey) -> Iterator[Answer]:
    """In the order of their random keys, read piece by piece."""
    rows = Response.objects.filter(survey=survey).order_by("pk").values_list("stratum_id", "marks", "invitation__person_id")
    yield from (Answer(*row) for row in rows.iterator(chunk_size=_PIECE))


def own_words(survey: Survey) -> Iterator[tuple[str, str, str, str, int | None]]:
    """Question, sector, language, words and, of a named survey, who wrote them; in the order of random keys."""
    rows = (
        Remark.objects.filter(item__survey=survey)
        .order_by("pk")
        .values_list("item__key", "sector", "language", "words", "response__invitation__person_id")
    )
    yield from rows.iterator(chunk_size=_PIECE)


def names(survey: Survey) -> dict[int, str]:
    """Who answered a named survey. An adult whom the school may not contact any more about any child here is not named."""
    asked = {
        invitation.person_id: invitation
        for invitation in survey.invitations.filter(response__isnull=False).select_related("person")
    }
    today = clock.today(survey.school.timezone)
    reachable = set(
        Guardianship.objects.with_right("contact", on=today)
        .filter(adult__in=list(asked), student__school_roles__school=survey.school_id)
        .values_list("adult_id", flat=True)
    )
    return {
        pk: row.person.full_name for pk, row in asked.items() if row.sector != Sector.FAMILIES or pk in reachable
    }  # fmt: skip
