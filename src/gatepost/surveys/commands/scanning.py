"""Scans: taken in, read page by page, put together sheet by sheet, with what is unclear left for a person to look at."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError, ConflictError, DomainError, NotReadyError
from gatepost.kernel.jobs import defer
from gatepost.people.models import Person, School
from gatepost.surveys.commands.entering import Answers, Outcome, enter_sheet, find_sheet
from gatepost.surveys.models import Doubt, DoubtKind, Scan, ScannedPage, ScanState, Sheet, SheetRun, SheetState, Survey
from gatepost.surveys.paper import limits
from gatepost.surveys.paper.keeping import keep, keep_bytes, told, told_bytes
from gatepost.surveys.paper.problems import CUT_SHORT, refusal, sentence
from gatepost.surveys.paper.reading import FoundDoubt, FoundPage, read_scan_file
from gatepost.surveys.queries.answering import takes_answers
from gatepost.surveys.rules import Perm


@dataclass
class _Merged:
    """A page as it was and as it comes again: what both say, what stays open."""

    marks: dict[str, Any]
    doubts: list[FoundDoubt] = field(default_factory=list)


@transaction.atomic
def receive_scan(survey: Survey, name: str, data: bytes, *, by: Person) -> Scan:
    """One file. It is read in the background; its bytes are let go then."""
    ensure(by, Perm.TYPE_SHEETS, survey)
    _ensure_room(survey)
    if not takes_answers(survey):
        raise ConflictError(_("This survey is closed. What was not counted before cannot be added any more."))
    if not 0 < len(data) <= limits.FILE_BYTES:
        raise BadInputError(
            _("“%(name)s” is empty or larger than 80 MB. Bring the pile in in several parts.") % {"name": name[:80]}
        )
    scan = Scan.objects.create(survey=survey, name=name[:255], data=keep_bytes(survey, data), made_by=by, made_at=clock.now())
    history.record("surveys.receive_scan", by=by, subject=survey, scan=scan.pk, bytes=len(data))
    defer("surveys.read_scan", queue="scans", once=f"surveys.read_scan:{scan.pk}", scan_id=scan.pk)
    return scan


@transaction.atomic
def receive_scans(survey: Survey, files: Iterable[tuple[str, bytes]], *, by: Person) -> int:
    """Several files: all of them or none."""
    return len([receive_scan(survey, name, data, by=by).pk for name, data in files])


def _ensure_room(survey: Survey) -> None:
    """One school's piles do not hold up another's. What has waited for a day waits for nothing any more."""
    School.objects.select_for_update(no_key=True).get(pk=survey.school_id)
    waiting = Scan.objects.filter(survey__school=survey.school_id, state=ScanState.WAITING)
    if waiting.filter(made_at__gt=clock.now() - dt.timedelta(days=1)).count() >= limits.WAITING:
        raise NotReadyError(
            _(
                "%(most)d scans of your school wait to be read, and more cannot wait at once. Nothing of this was taken in:"
                " bring it in when some of them are read, perhaps as one PDF."
            )
            % {"most": limits.WAITING}
        )


def read_scan(scan_id: int) -> Scan | None:
    """Read a waiting file. Each page is a transaction of its own and may come twice: nothing is entered twice."""
    scan = Scan.objects.filter(pk=scan_id, state=ScanState.WAITING).select_related("survey__school").first()
    if scan is None:
        return None
    layouts = dict(SheetRun.objects.filter(survey=scan.survey).values_list("pk", "layout"))
    found = read_scan_file(told_bytes(scan.survey, scan.data), layouts)
    problems = []
    for page in found.found:
        problem = _take_in(scan.survey, page)
        if problem:
            problems.append({"page": page.at, "sentence": sentence(problem), "code": page.code})
    if found.is_cut:
        problems.append({"page": 0, "sentence": str(CUT_SHORT), "code": ""})
    if found.refused:
        problems.append({"page": 0, "sentence": refusal(found.refused), "code": ""})
    return _done(
        scan, problems, pages=found.pages, read=sum(not page.problem for page in found.found), refused=bool(found.refused)
    )


@transaction.atomic
def _done(scan: Scan, problems: list[dict[str, Any]], *, pages: int, read: int, refused: bool) -> Scan:
    scan.state = ScanState.REFUSED if refused else ScanState.READ
    scan.data, scan.problems, scan.pages_seen, scan.pages_read = b"", problems, pages, read
    scan.save()
    history.record("surveys.read_scan", by=None, subject=scan.survey, scan=scan.pk, pages=pages, read=read)
    return scan


@transaction.atomic
def _take_in(survey: Survey, page: FoundPage) -> str:
    """One page; returns the problem, "" where there is none."""
    if page.problem:
        return page.problem
    sheet = find_sheet(survey, page.code)
    if sheet is None or sheet.run_id != page.run_id:
        return "unknown"
    sheet = Sheet.objects.with_run().select_for_update(of=("self",)).get(pk=sheet.pk)
    if sheet.state == SheetState.COUNTED:
        return "counted"
    if not takes_answers(survey):
        return "closed"
    if sheet.state != SheetState.PRINTED:
        return _beside_entered(sheet, page)
    _keep_page(sheet, page)
    return _enter_if_whole(sheet)


def _beside_entered(sheet: Sheet, page: FoundPage) -> str:
    """A page of a sheet that was entered before: as a second entry that differs in nothing but what this page says."""
    given = told(sheet.run.survey, sheet.entered) or {"marks": {}, "remarks": {}}
    doubted = {doubt.item for doubt in page.doubts}
    here = {key for key, item in sheet.run.layout["items"].items() if item["page"] == page.number} - doubted
    marks = {key: value for key, value in given["marks"].items() if key not in here} | page.marks
    remarks = {key: words for key, words in given["remarks"].items() if key not in here}
    return _entered(sheet, Answers(marks, remarks))


def _keep_page(sheet: Sheet, page: FoundPage) -> None:
    survey = sheet.run.survey
    kept = ScannedPage.objects.filter(sheet=sheet, number=page.number).first()
    if kept is None:
        kept = ScannedPage.objects.create(sheet=sheet, number=page.number, marks=keep(survey, page.marks))
        _ask(survey, kept, page.doubts)
        return
    merged = _merged(kept, told(survey, kept.marks), page)
    kept.marks = keep(survey, merged.marks)
    kept.save(update_fields=["marks"])
    _ask(survey, kept, merged.doubts)


def _merged(kept: ScannedPage, known: dict[str, Any], page: FoundPage) -> _Merged:
    """What only one of the two readings is sure of stays open; what both are sure of, differently, is asked."""
    asked = set(kept.doubts.values_list("item_key", flat=True))
    again = {doubt.item: doubt for doubt in page.doubts}
    merged = _Merged(dict(known))
    for key in {*known, *page.marks} - asked:
        first, second = known.get(key), page.marks.get(key)
        if key in again:
            merged.marks.pop(key, None)
            merged.doubts.append(again[key])
        elif first != second:
            merged.marks.pop(key, None)
            merged.doubts.append(FoundDoubt(key, DoubtKind.DIFFERS, _values(first) + _values(second), b""))
    merged.doubts += [doubt for key, doubt in again.items() if key not in asked and key not in {*known, *page.marks}]
    return merged


def _values(mark: Any) -> list[int]:
    return [] if mark is None else list(mark) if isinstance(mark, list) else [mark]


def _ask(survey: Survey, page: ScannedPage, doubts: list[FoundDoubt]) -> None:
    Doubt.objects.bulk_create(
        Doubt(
            page=page,
            item_key=one.item,
            kind=one.kind,
            seen=keep(survey, one.seen),
            picture=keep_bytes(survey, one.picture),
        )
        for one in doubts
    )


@transaction.atomic
def settle_doubts(sheet: Sheet, answers: Answers, *, by: Person, without_missing: bool = False) -> str:
    """What a person saw in the pictures of one sheet, for all its open questions at once; returns the problem or ""."""
    sheet = Sheet.objects.with_run().select_for_update(of=("self",)).get(pk=sheet.pk)
    survey = sheet.run.survey
    ensure(by, Perm.TYPE_SHEETS, survey)
    open_ones = list(Doubt.objects.filter(page__sheet=sheet, is_settled=False).select_related("page"))
    if not open_ones and not without_missing:
        raise ConflictError(_("This has been settled meanwhile."))
    pages: dict[int, ScannedPage] = {}
    seen: dict[int, dict[str, Any]] = {}
    for doubt in open_ones:
        page = pages.setdefault(doubt.page_id, doubt.page)
        marks = seen.setdefault(page.pk, told(survey, page.marks))
        given = answers.marks.get(doubt.item_key) or answers.remarks.get(doubt.item_key)
        if given:
            marks[doubt.item_key] = given
        doubt.is_settled = True
        doubt.save(update_fields=["is_settled"])
    for page in pages.values():
        page.marks = keep(survey, seen[page.pk])
        page.save(update_fields=["marks"])
    history.record("surveys.settle_scan", by=by, subject=survey, questions=len(open_ones))
    return _enter_if_whole(sheet, without_missing=without_missing)


@transaction.atomic
def enter_without_missing(sheet: Sheet, *, by: Person) -> str:
    """Some pages never came: what there is of the sheet is entered."""
    if Doubt.objects.filter(page__sheet=sheet, is_settled=False).exists():
        raise NotReadyError(_("Settle the open questions of this sheet first."))
    return settle_doubts(sheet, Answers(), by=by, without_missing=True)


def _enter_if_whole(sheet: Sheet, *, without_missing: bool = False) -> str:
    pages = list(ScannedPage.objects.filter(sheet=sheet).prefetch_related("doubts"))
    if any(not doubt.is_settled for page in pages for doubt in page.doubts.all()):
        return ""
    if len(pages) < sheet.run.layout["pages"] and not without_missing:
        return ""
    marks: dict[str, Any] = {}
    for page in pages:
        marks |= told(sheet.run.survey, page.marks)
    is_words = {key for key, item in sheet.run.layout["items"].items() if item["kind"] == "text"}
    answers = Answers(
        {key: mark for key, mark in marks.items() if key not in is_words},
        {key: str(words) for key, words in marks.items() if key in is_words},
    )
    return _entered(sheet, answers)


def _entered(sheet: Sheet, answers: Answers) -> str:
    """By the system: what the paper says, said by nobody."""
    try:
        with transaction.atomic():
            outcome = enter_sheet(sheet, answers, by=None, was_scanned=True)
    except BadInputError:
        ScannedPage.objects.filter(sheet=sheet).delete()
        return "empty"
    except DomainError:
        return "closed"
    return "counted" if outcome in (Outcome.COUNTED_SAME, Outcome.COUNTED_OTHER) else ""
