"""What was ticked and written on one page of questions."""

from collections.abc import Sequence

from django.http import QueryDict

from gatepost.kernel.errors import BadInputError
from gatepost.surveys.answering import family_texts as say
from gatepost.surveys.checking import Mark, cleaned_marks, cleaned_remarks
from gatepost.surveys.models import Item, ItemKind

PREFIX = "q-"


def read_page(posted: QueryDict, items: Sequence[Item]) -> tuple[dict[str, Mark], dict[str, str]]:
    """(marks, remarks) of these questions. Nothing is required: an empty field is a question left out."""
    marks: dict[str, object] = {}
    remarks: dict[str, str] = {}
    for item in items:
        given = posted.getlist(PREFIX + item.key)
        if item.kind == ItemKind.TEXT:
            remarks[item.key] = given[-1] if given else ""
        elif item.kind == ItemKind.CHECKLIST:
            marks[item.key] = [_number(value) for value in given if value]
        elif given and given[-1]:
            marks[item.key] = _number(given[-1])
    return cleaned_marks(items, marks), cleaned_remarks(items, remarks)


def _number(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < 6):
        raise BadInputError(str(say.NOT_ONE_OF_THE_ANSWERS))
    return int(value)
