"""The one way in for every answer: from a page, a kiosk, a sheet of paper, one day from a telephone."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError, ConflictError
from gatepost.kernel.jobs import defer
from gatepost.languages.tags import canonical
from gatepost.people.models import Person
from gatepost.surveys.answering import family_texts as say
from gatepost.surveys.checking import cleaned_marks, cleaned_remarks
from gatepost.surveys.models import Invitation, Item, ItemKind, Remark, Response, Sealed, Stratum, Survey
from gatepost.surveys.promise import Promise, promise_of
from gatepost.surveys.queries.answering import Mark, items_for, may_still_answer, takes_answers, today_at, unit_of, visible_items
from gatepost.surveys.rules import Perm
from gatepost.surveys.sealing import room_for, seal

# How often the box is looked into at most. A job for each answer would say in the queue who answered when.
LET_OUT_EVERY = dt.timedelta(minutes=15)


@dataclass(frozen=True, kw_only=True)
class _Given:
    """An answer that fits its questions, and what may be kept of who gave it."""

    sector: str
    marks: dict[str, Mark]
    remarks: dict[str, str]
    language: str
    strata: dict[str, str]


@transaction.atomic
def accept_answer(  # noqa: PLR0913 -- an answer, passed on whole
    survey: Survey,
    *,
    sector: str,
    marks: Mapping[str, object],
    remarks: Mapping[str, str],
    language: str,
    invitation: Invitation | None = None,
    strata: Mapping[str, str] | None = None,
    by: Person | None,
) -> bool:
    """Take one answer as this survey has promised. False where whoever is asked here has answered already.

    `by` is the invited person, a member of staff who types a sheet in, or None for a page by link, a kiosk, a telephone.
    """
    survey = Survey.objects.select_for_update(no_key=True).select_related("school").get(pk=survey.pk)
    if not takes_answers(survey):
        raise ConflictError(str(say.NOT_OPEN_YET if survey.opened_at is None else say.CLOSED))
    _ensure_asked(survey, sector, invitation, by=by)
    items = items_for(survey, sector)
    clean = cleaned_marks(items, marks)
    said = cleaned_remarks(items, remarks)
    shown = {item.key for item in visible_items(items, clean)}
    given = _Given(
        sector=sector,
        marks={key: mark for key, mark in clean.items() if key in shown},
        remarks={key: words for key, words in said.items() if key in shown},
        language=canonical(language),
        strata=_strata(invitation, strata or {}),
    )
    if not given.marks and not given.remarks:
        raise BadInputError(str(say.NOTHING_SAID))
    if invitation is not None and not _counted_once(invitation):
        return False
    _note_first_day(survey)
    promise = promise_of(survey, sector)
    if promise.is_boxed:
        _into_the_box(survey, given)
    else:
        _beside_the_others(survey, given, items, promise, invitation)
    if promise.keeps_person:
        history.record("surveys.answer", by=by, subject=survey)
    return True


@transaction.atomic
def decline(invitation: Invitation) -> None:
    """Somebody asks not to be asked again for this survey. Answering stays possible."""
    Invitation.objects.filter(pk=invitation.pk, declined_on=None).update(declined_on=today_at(invitation.survey))


def _ensure_asked(survey: Survey, sector: str, invitation: Invitation | None, *, by: Person | None) -> None:
    if by is not None and (invitation is None or by.pk != invitation.person_id):
        ensure(by, Perm.TYPE_SHEETS, survey)
    if sector not in survey.sectors:
        raise BadInputError(str(say.NOT_ASKED))
    if invitation is None:
        return
    if invitation.survey_id != survey.pk or invitation.sector != sector or not may_still_answer(invitation):
        raise ConflictError(str(say.NOT_ASKED))


def _counted_once(invitation: Invitation) -> bool:
    """Note the day for everybody for whom one answer counts; False where that was done before."""
    unit = list(unit_of(invitation).select_for_update().values_list("pk", "answered_on"))
    if any(answered_on is not None for _pk, answered_on in unit):
        return False
    unit_of(invitation).update(answered_on=today_at(invitation.survey))
    return True


def _note_first_day(survey: Survey) -> None:
    if survey.answered_first_on is None:
        survey.answered_first_on = today_at(survey)
        survey.save(update_fields=["answered_first_on"])


def _strata(invitation: Invitation | None, told: Mapping[str, str]) -> dict[str, str]:
    if invitation is not None:
        told = {"language": invitation.language, "grade": invitation.grade, "section_name": invitation.section_name}
    return {
        "language": canonical(told.get("language", "")),
        "grade": told.get("grade", ""),
        "section_name": told.get("section_name", ""),
    }


def _into_the_box(survey: Survey, given: _Given) -> None:
    """No history, no day, no invitation, no section: a group of ten alike has to form from what is kept."""
    content = {
        "sector": given.sector,
        "language": given.strata["language"],
        "grade": given.strata["grade"],
        "said_in": given.language,
        "marks": given.marks,
        "remarks": given.remarks,
    }
    room = room_for(survey.items.all())
    Sealed.objects.create(survey=survey, blob=seal(content, survey_id=survey.pk, room=room))
    ask_to_let_out(survey.pk)


def ask_to_let_out(survey_id: int) -> None:
    """The box is looked into at the next quarter of an hour, whoever answers meanwhile."""
    now = clock.now()
    step = LET_OUT_EVERY.total_seconds()
    at = dt.datetime.fromtimestamp((now.timestamp() // step + 1) * step, tz=dt.UTC)
    defer("surveys.let_out", queue="heavy", at=at, once=f"surveys.let_out:{survey_id}", survey_id=survey_id)


def _beside_the_others(survey: Survey, given: _Given, items: list[Item], promise: Promise, invitation: Invitation | None) -> None:
    """Kept at once: with the person where that was promised; the leadership's with nothing but its sector."""
    keeps = promise.keeps_person
    kept = given.strata if keeps else {"language": "", "grade": "", "section_name": ""}
    stratum, _new = Stratum.objects.get_or_create(
        survey=survey,
        sector=given.sector,
        language=kept["language"],
        grade=kept["grade"],
        section_name=kept["section_name"],
    )
    response = Response.objects.create(
        survey=survey,
        stratum=stratum,
        marks=given.marks,
        invitation=invitation if keeps else None,
        answered_on=today_at(survey) if keeps else None,
    )
    by_key = {item.key: item for item in items if item.kind == ItemKind.TEXT}
    Remark.objects.bulk_create(
        Remark(
            item=by_key[key],
            sector=given.sector,
            language=given.language,
            words=words,
            response=response if keeps else None,
        )
        for key, words in given.remarks.items()
    )
    defer("surveys.tally", once=f"surveys.tally:{survey.pk}", survey_id=survey.pk)
