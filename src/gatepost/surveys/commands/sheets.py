"""Printing sheets: one for each person asked, or blank ones that belong to nobody; and noting who handed one in."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError, ConflictError, NotReadyError
from gatepost.kernel.paper.typesetting import lacks_font_for
from gatepost.kernel.tokens import code_digest, random_code
from gatepost.languages.tags import language_name
from gatepost.people.models import Person
from gatepost.surveys.models import FEWEST, Invitation, Sheet, SheetRun, SheetState, Survey
from gatepost.surveys.paper.setting import SheetPlan, set_pile
from gatepost.surveys.promise import promise_of
from gatepost.surveys.queries import paper as queries
from gatepost.surveys.queries.answering import items_for, takes_answers, today_at, unit_of
from gatepost.surveys.rules import Perm

CODE = "surveys.sheet"
MOST_SHEETS = 1000


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """For whom to print. `blank`: how many sheets that belong to nobody, for an anonymous survey; its sheets know no section."""

    sector: str
    language: str
    section_name: str = ""
    blank: int = 0
    again: bool = False


@transaction.atomic
def print_sheets(survey: Survey, wanted: Wanted, *, by: Person) -> SheetRun:
    """A pile as one PDF. Whoever may no longer be asked, has answered or declined gets none."""
    ensure(by, Perm.TYPE_SHEETS, survey)
    # Two printings at the same moment would give one person two sheets.
    survey = Survey.objects.select_for_update().select_related("school").get(pk=survey.pk)
    _ensure_printable(survey, wanted)
    _ensure_hidden(survey, wanted)
    invitations = [] if queries.is_anonymous(survey) else _handed_to(survey, wanted)
    number = len(invitations) or wanted.blank
    if number == 0:
        raise NotReadyError(_("Nobody is left who could get a sheet in this language: all have one, or have answered."))
    if number > MOST_SHEETS:
        raise BadInputError(
            _("These are more than %(most)d sheets at once. Print them section by section.") % {"most": MOST_SHEETS}
        )
    codes = [random_code() for _number in range(number)]
    run = SheetRun.objects.create(
        survey=survey,
        sector=wanted.sector,
        language=wanted.language,
        section_name="" if queries.is_anonymous(survey) else wanted.section_name,
        sheets_count=number,
        pdf=b"",
        made_by=by,
        made_at=clock.now(),
    )
    pile = set_pile(survey, sector=wanted.sector, language=wanted.language, run_id=run.pk, sheets=_plans(codes, invitations))
    run.pdf, run.layout = pile.pdf, pile.layout
    run.save(update_fields=["pdf", "layout"])
    _keep_codes(run, codes, invitations, again=wanted.again)
    history.record("surveys.print_sheets", by=by, subject=survey, run=run.pk, sheets=number)
    return run


@transaction.atomic
def note_handed_in(survey: Survey, ticked: Sequence[int], *, sector: str, section_name: str, by: Person) -> int:
    """Who of a section handed in an anonymous sheet: the day is noted, so that nobody reminds them. Joined to no sheet."""
    ensure(by, Perm.TYPE_SHEETS, survey)
    survey = Survey.objects.select_for_update(no_key=True).select_related("school").get(pk=survey.pk)
    if not takes_answers(survey):
        raise ConflictError(_("This survey is closed. Who handed a sheet in is noted while it takes answers."))
    wanted, today = set(ticked), today_at(survey)
    noted: list[int] = []
    for one in queries.to_tick(survey, sector=sector, section_name=section_name):
        if one.pk in wanted and one.answered_on is None:
            # Where one answer for each family is enough, all its adults have answered.
            unit_of(one).filter(answered_on=None).update(answered_on=today)
            noted.append(one.pk)
    history.record("surveys.note_handed_in", by=by, subject=survey, sheets=len(noted), invitations=noted)
    return len(noted)


def _ensure_printable(survey: Survey, wanted: Wanted) -> None:
    if not takes_answers(survey):
        raise NotReadyError(_("Sheets are printed while the survey is open: from then on its questions stand."))
    if wanted.sector not in survey.sectors or wanted.language not in survey.languages:
        raise BadInputError(_("This survey does not ask this group in this language."))
    if lacks_font_for(wanted.language):
        raise NotReadyError(
            _("This server has no font for %(language)s. Ask who runs it to install one; nothing was printed.")
            % {"language": language_name(wanted.language, "en")}
        )
    if not items_for(survey, wanted.sector):
        raise NotReadyError(_("This survey has no question for this group."))


def _ensure_hidden(survey: Survey, wanted: Wanted) -> None:
    """One sheet among nine, or in a language that five people read, would tell whose it is."""
    if not promise_of(survey, wanted.sector).is_boxed:
        return
    if wanted.blank < FEWEST:
        raise BadInputError(
            _("Print at least %(fewest)d sheets at once: among fewer, one could be told from the others.") % {"fewest": FEWEST}
        )
    first = survey.languages[0]
    if wanted.language != first and queries.readers_of(survey, wanted.sector, wanted.language) < FEWEST:
        words = {
            "fewest": FEWEST,
            "language": language_name(wanted.language, "en"),
            "first": language_name(first, "en"),
        }
        raise NotReadyError(
            _(
                "Fewer than %(fewest)d of those asked read %(language)s, so a sheet in it would show whose it is. Print them in"
                " %(first)s together with the others. Online the survey is there in %(language)s too."
            )
            % words
        )


def _handed_to(survey: Survey, wanted: Wanted) -> list[Invitation]:
    waiting = queries.waiting_for_paper(survey, sector=wanted.sector, section_name=wanted.section_name, again=wanted.again)
    return queries.by_student(one for one in waiting if queries.sheet_language(survey, one.language) == wanted.language)


def _plans(codes: Sequence[str], invitations: Sequence[Invitation]) -> list[SheetPlan]:
    if not invitations:
        return [SheetPlan(code) for code in codes]
    return [SheetPlan(code, one.person.full_name, _where(one)) for code, one in zip(codes, invitations, strict=True)]


def _where(invitation: Invitation) -> str:
    child = queries.child_of(invitation)
    return " · ".join(part for part in (invitation.section_name, child.full_name if child else "") if part)


def _keep_codes(run: SheetRun, codes: Sequence[str], invitations: Sequence[Invitation], *, again: bool) -> None:
    if again:
        Sheet.objects.filter(invitation__in=invitations, state=SheetState.PRINTED).delete()
    try:
        Sheet.objects.bulk_create(
            Sheet(
                run=run,
                number=number,
                code_digest=code_digest(CODE, code),
                invitation=invitations[number - 1] if invitations else None,
            )
            for number, code in enumerate(codes, start=1)
        )
    except IntegrityError as error:  # two of 26 thousand million codes were alike
        raise ConflictError(_("Printing did not work out. Please try once more.")) from error
