"""The box of anonymous answers: what leaves it, in which company, and that nothing stays in it after closing."""

from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.kernel.errors import NotReadyError
from gatepost.kernel.jobs import defer
from gatepost.surveys.mixing import Cell, Groups, all_of, some_of
from gatepost.surveys.models import Remark, Response, Sealed, Stratum, Survey, SurveyState
from gatepost.surveys.sealing import open_sealed

# One sealed answer: its row, and what was in it.
_Opened = tuple[int, dict[str, Any]]


@transaction.atomic
def let_out(survey_id: int, closing: bool = False) -> int:
    """Let out as many answers as may leave together now; all of them once the survey is closed. Returns how many did.

    Answers and this wait for each other at the survey's row, so no answer is let out twice and none is overlooked.
    """
    survey = Survey.objects.select_for_update(no_key=True).filter(pk=survey_id).first()
    if survey is None:
        return 0
    is_closed = survey.state == SurveyState.CLOSED
    if closing and not is_closed:
        raise NotReadyError(_("Close the survey first: while answers still come, some have to wait for company."))
    cells: Groups[_Opened] = {}
    for pk, blob in Sealed.objects.filter(survey=survey).values_list("pk", "blob"):
        content = open_sealed(blob, survey_id=survey.pk)
        cell = Cell(content["sector"], content["language"], content["grade"])
        cells.setdefault(cell, []).append((pk, content))
    groups = all_of(cells) if is_closed else some_of(cells)
    _write(survey, groups)
    leaving = [pk for rows in groups.values() for pk, _content in rows]
    # Whoever is left after closing belongs to fewer than ten in all: never shown to anybody, and gone.
    gone = Sealed.objects.filter(survey=survey)
    (gone if is_closed else gone.filter(pk__in=leaving)).delete()
    if leaving:
        defer("surveys.tally", once=f"surveys.tally:{survey.pk}", survey_id=survey.pk)
    return len(leaving)


def _write(survey: Survey, groups: Groups[_Opened]) -> None:
    """Rows with random keys, written in the order of these keys: where a row lies tells nothing. Own words go by themselves."""
    items = dict(survey.items.values_list("key", "pk"))
    responses: list[Response] = []
    remarks: list[Remark] = []
    for cell, rows in groups.items():
        stratum, _new = Stratum.objects.get_or_create(survey=survey, section_name="", **cell._asdict())
        for _pk, content in rows:
            responses.append(Response(id=uuid4(), survey=survey, stratum=stratum, marks=content["marks"]))
            remarks.extend(
                Remark(
                    id=uuid4(),
                    item_id=items[key],
                    sector=cell.sector,
                    # The language only where it is that of the whole group; it would stand out otherwise.
                    language=cell.language if content["said_in"] == cell.language else "",
                    words=words,
                )
                for key, words in content["remarks"].items()
            )
    Response.objects.bulk_create(sorted(responses, key=lambda row: row.id), batch_size=1000)
    Remark.objects.bulk_create(sorted(remarks, key=lambda row: row.id), batch_size=1000)
