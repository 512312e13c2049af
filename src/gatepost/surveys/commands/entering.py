"""What came back on paper: each sheet entered once, a different second entry settled, then counted exactly once."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.history import commands as history
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError, ConflictError, DomainError
from gatepost.kernel.tokens import code_digest, digest, tidy_code
from gatepost.people.models import Person
from gatepost.surveys.checking import cleaned_marks, cleaned_remarks
from gatepost.surveys.commands.accepting import accept_answer
from gatepost.surveys.commands.sheets import CODE
from gatepost.surveys.models import ScannedPage, Sheet, SheetState, Survey
from gatepost.surveys.paper.keeping import keep, told
from gatepost.surveys.queries.answering import items_for, takes_answers, today_at
from gatepost.surveys.queries.paper import is_anonymous
from gatepost.surveys.rules import Perm

ANSWER = "surveys.sheet_answer"


class Outcome(StrEnum):
    """What entering a sheet came to."""

    ENTERED = "entered"
    SAME = "same"
    CONFLICT = "conflict"
    COUNTED_SAME = "counted-same"
    COUNTED_OTHER = "counted-other"


@dataclass(frozen=True)
class Answers:
    """Item key → value or values; item key → own words. Empty ones are left out."""

    marks: dict[str, Any] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"marks": self.marks, "remarks": self.remarks}


@dataclass
class Counted:
    """What one press came to: how many sheets were counted, and which could not be, each with the reason."""

    number: int = 0
    left_out: list[tuple[Sheet, str]] = field(default_factory=list)


def find_sheet(survey: Survey, typed: str) -> Sheet | None:
    """The sheet with this code, typed by hand or by a scanner that reads the square and its page with it."""
    code = tidy_code(typed.split("-", maxsplit=1)[0] if typed.count("-") == 2 else typed)
    return Sheet.objects.with_run().filter(run__survey=survey, code_digest=code_digest(CODE, code)).first()


@transaction.atomic
def enter_sheet(sheet: Sheet, answers: Answers, *, by: Person | None, was_scanned: bool = False) -> Outcome:
    """The first entry is kept, the same again changes nothing, another one waits to be settled."""
    sheet = _locked(sheet)
    survey = sheet.run.survey
    ensure(by, Perm.TYPE_SHEETS, survey)
    if not takes_answers(survey):
        raise ConflictError(_("This survey is closed. What was not counted before cannot be added any more."))
    clean = _cleaned(sheet, answers)
    if not clean.marks and not clean.remarks:
        raise BadInputError(_("Nothing is crossed or written on this sheet. Put it aside: it is not counted."))
    if sheet.state == SheetState.COUNTED:
        is_same = sheet.answer_digest == digest_of(sheet, clean.as_json())
        return Outcome.COUNTED_SAME if is_same else Outcome.COUNTED_OTHER
    return _keep(sheet, clean.as_json(), by=by, was_scanned=was_scanned)


def _keep(sheet: Sheet, given: dict[str, Any], *, by: Person | None, was_scanned: bool) -> Outcome:
    survey = sheet.run.survey
    if sheet.state == SheetState.PRINTED:
        sheet.state, sheet.entered, outcome = SheetState.ENTERED, keep(survey, given), Outcome.ENTERED
        sheet.was_scanned = was_scanned
        if not is_anonymous(survey):
            sheet.entered_by, sheet.entered_on = by, today_at(survey)
    elif given in (told(survey, sheet.entered), told(survey, sheet.entered_again)):
        return Outcome.SAME
    else:
        sheet.state, sheet.entered_again, outcome = SheetState.CONFLICT, keep(survey, given), Outcome.CONFLICT
    sheet.save()
    # Which sheet it was is not written down: for a named one, its row tells; for a blank one, nothing shall.
    history.record("surveys.enter_sheet", by=by, subject=survey, outcome=outcome.value)
    return outcome


@transaction.atomic
def settle_conflict(sheet: Sheet, second_for: Collection[str], *, by: Person) -> None:
    """For the items named, the second entry is right; for all others the first."""
    sheet = _locked(sheet)
    survey = sheet.run.survey
    ensure(by, Perm.TYPE_SHEETS, survey)
    if sheet.state != SheetState.CONFLICT or sheet.entered is None or sheet.entered_again is None:
        raise ConflictError(_("This sheet has been settled meanwhile."))
    first, second = told(survey, sheet.entered), told(survey, sheet.entered_again)
    settled: dict[str, dict[str, Any]] = {"marks": {}, "remarks": {}}
    for shelf, kept in settled.items():
        for key in {*first[shelf], *second[shelf]}:
            chosen = (second if key in second_for else first)[shelf]
            if key in chosen:
                kept[key] = chosen[key]
    clean = _cleaned(sheet, Answers(**settled))
    sheet.state, sheet.entered, sheet.entered_again = SheetState.ENTERED, keep(survey, clean.as_json()), None
    sheet.save()
    history.record("surveys.settle_sheet", by=by, subject=survey)


def count_sheets(survey: Survey, *, by: Person | None) -> Counted:
    """Hand every entered sheet on as an answer. Each in a transaction of its own: a second press, a process killed
    between two of them, counts none twice and loses none."""
    ensure(by, Perm.TYPE_SHEETS, survey)
    result = Counted()
    # Not in the order of printing or entering: neither may be told from the order of answers.
    for sheet in Sheet.objects.with_run().filter(run__survey=survey, state=SheetState.ENTERED).order_by("code_digest"):
        try:
            result.number += _count(sheet, by=by)
        except DomainError as error:
            result.left_out.append((sheet, error.message))
    if result.number:
        with transaction.atomic():
            history.record("surveys.count_sheets", by=by, subject=survey, sheets=result.number, left_out=len(result.left_out))
    return result


@transaction.atomic
def _count(sheet: Sheet, *, by: Person | None) -> int:
    sheet = _locked(sheet)
    if sheet.state != SheetState.ENTERED or sheet.entered is None:
        return 0
    run, invitation = sheet.run, sheet.invitation
    given = told(run.survey, sheet.entered)
    is_taken = accept_answer(
        run.survey,
        sector=run.sector,
        marks=given["marks"],
        remarks=given["remarks"],
        language=run.language,
        invitation=invitation,
        strata=None if invitation is not None else {"language": run.language},
        by=by,
    )
    if not is_taken:
        raise ConflictError(_("This person, or somebody of the family, has answered already. The sheet is not counted."))
    sheet.answer_digest = digest_of(sheet, given)
    sheet.state, sheet.entered, sheet.entered_again = SheetState.COUNTED, None, None
    sheet.save()
    ScannedPage.objects.filter(sheet=sheet).delete()  # with the pictures of what was written
    return 1


def digest_of(sheet: Sheet, given: Mapping[str, Any]) -> str:
    """Tells the same answers again from others, and nothing else: keyed, and different for every sheet."""
    return digest(ANSWER, json.dumps([sheet.code_digest, given], sort_keys=True, ensure_ascii=False)).hex()


def _cleaned(sheet: Sheet, answers: Answers) -> Answers:
    items = items_for(sheet.run.survey, sheet.run.sector)
    return Answers(cleaned_marks(items, answers.marks), cleaned_remarks(items, answers.remarks))


def _locked(sheet: Sheet) -> Sheet:
    found = Sheet.objects.with_run().select_related("invitation__survey__school", "invitation__person")
    return found.select_for_update(of=("self",)).get(pk=sheet.pk)
