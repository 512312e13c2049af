"""Paper: who can be handed a sheet, how far the entering is, what has to be looked at."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import get_language

from gatepost.framework.types import Sector
from gatepost.history.models import Event
from gatepost.languages.tags import language_name, ui_language
from gatepost.people.models import Person, Section
from gatepost.surveys.models import Doubt, Invitation, Privacy, Scan, ScannedPage, Sheet, SheetRun, SheetState, Survey
from gatepost.surveys.paper.pile import only_sheets
from gatepost.surveys.queries.answering import has_answered, may_still_answer, takes_answers


@dataclass(frozen=True)
class Progress:
    """How many sheets of a survey are where."""

    printed: int
    entered: int
    conflicts: int
    counted: int
    doubts: int

    @property
    def handled(self) -> int:
        """Entered, counted or not: what somebody need not take in hand again."""
        return self.entered + self.conflicts + self.counted


def survey_for(person: Person, pk: int) -> Survey | None:
    return Survey.objects.visible_to(person).select_related("school").filter(pk=pk).first()


def sheet_for(person: Person, survey: Survey, pk: int) -> Sheet | None:
    found = Sheet.objects.visible_to(person).filter(run__survey=survey, pk=pk)
    return found.with_run().first()


def progress_of(survey: Survey) -> Progress:
    states = Counter(dict(Sheet.objects.filter(run__survey=survey).values_list("state").annotate(number=Count("pk")).order_by()))
    return Progress(
        printed=sum(states.values()),
        entered=states[SheetState.ENTERED],
        conflicts=states[SheetState.CONFLICT],
        counted=states[SheetState.COUNTED],
        doubts=Doubt.objects.filter(page__sheet__run__survey=survey, is_settled=False).count(),
    )


def runs_of(survey: Survey, person: Person) -> list[SheetRun]:
    """What was printed, the newest first, with how many of it came back; the PDF itself is not fetched."""
    came_back = Count("sheets", filter=~Q(sheets__state=SheetState.PRINTED))
    runs = SheetRun.objects.visible_to(person).filter(survey=survey).defer("pdf", "layout").annotate(back=came_back)
    return list(runs.select_related("made_by").order_by("-pk"))


def pile_of_today(run: SheetRun) -> bytes:
    """The PDF without the sheets of those who may not be handed one today, or need none; b"" where none is left."""
    if not run.pdf or not takes_answers(run.survey):
        return b""
    sheets = run.sheets.select_related("invitation__survey__school", "invitation__person")
    standing = [sheet.number for sheet in sheets if _is_for_handing_out(sheet)]
    if len(standing) == run.sheets_count:
        return bytes(run.pdf)
    return only_sheets(bytes(run.pdf), standing, pages=run.layout["pages"]) if standing else b""


def _is_for_handing_out(sheet: Sheet) -> bool:
    one = sheet.invitation
    if one is None:
        return True
    is_waiting = sheet.state == SheetState.PRINTED and one.declined_on is None
    return is_waiting and may_still_answer(one) and not has_answered(one)


def readers_of(survey: Survey, sector: str, language: str) -> int:
    """How many of a sector were asked who get a sheet in this language."""
    rows = Invitation.objects.filter(survey=survey, sector=sector).values_list("language").annotate(number=Count("pk")).order_by()
    return sum(number for read, number in rows if sheet_language(survey, read) == language)


def ticked_of(survey: Survey) -> int:
    """How often staff have noted that somebody handed in a sheet."""
    noted = Event.objects.filter(action="surveys.note_handed_in", subject_kind=survey._meta.label_lower, subject_id=survey.pk)
    return sum(details.get("sheets", 0) for details in noted.values_list("details", flat=True))


def scans_of(survey: Survey, person: Person) -> list[Scan]:
    return list(Scan.objects.visible_to(person).filter(survey=survey).defer("data")[:20])


def conflicts_of(survey: Survey, person: Person) -> list[Sheet]:
    found = Sheet.objects.visible_to(person).filter(run__survey=survey, state=SheetState.CONFLICT)
    return list(found.with_run())


def next_doubts(survey: Survey, person: Person) -> list[Doubt]:
    """What is to be looked at on the one sheet that comes next."""
    open_ones = Doubt.objects.visible_to(person).filter(page__sheet__run__survey=survey, is_settled=False)
    first = open_ones.order_by("page__sheet_id").values_list("page__sheet_id", flat=True).first()
    if first is None:
        return []
    return list(
        open_ones.filter(page__sheet=first)
        .select_related("page__sheet__run")
        .defer("page__sheet__run__pdf", "picture")
        .order_by("page__number", "pk")
    )


def languages_for(survey: Survey) -> list[tuple[str, str]]:
    return [(tag, language_name(tag, get_language() or "en")) for tag in survey.languages]


def sections_for(survey: Survey) -> list[str]:
    """The sections a run may be made for: those the survey is limited to, else all of the school."""
    chosen = list(survey.sections.filter(ended_at=None).values_list("name", flat=True))
    own = chosen or Section.objects.filter(school=survey.school_id, ended_at=None).values_list("name", flat=True)
    return sorted(set(own))


def sheet_language(survey: Survey, language: str) -> str:
    """In which of the survey's languages somebody who reads this one gets a sheet; the first where theirs is none of them."""
    wanted = ui_language(language)
    by_code = {ui_language(tag): tag for tag in reversed(survey.languages)}
    return by_code.get(wanted) or (survey.languages[0] if survey.languages else "en")


def waiting_for_paper(survey: Survey, *, sector: str, section_name: str = "", again: bool = False) -> list[Invitation]:
    """Who has not answered, may be asked today, and holds no sheet yet (`again`: or holds one that has not come back)."""
    asked = Invitation.objects.filter(survey=survey, sector=sector, answered_on=None, declined_on=None)
    if section_name:
        asked = asked.filter(section_name=section_name)
    without = Q(sheet=None) | Q(sheet__state=SheetState.PRINTED) if again else Q(sheet=None)
    found = asked.filter(without).select_related("survey__school", "person").prefetch_related("families__student")
    return [one for one in found if may_still_answer(one) and not has_answered(one)]


def without_sheet(survey: Survey) -> list[tuple[str, str, int]]:
    """Sector, language and number of those who have not answered and hold no sheet; their rights are asked at printing."""
    asked = Invitation.objects.filter(survey=survey, answered_on=None, declined_on=None, sheet=None)
    rows = asked.values_list("sector", "language").annotate(number=Count("pk")).order_by()
    found: Counter[tuple[str, str]] = Counter()
    for sector, language, number in rows:
        found[sector, sheet_language(survey, language)] += number
    order = [(sector, language) for sector in Sector.values for language in survey.languages]
    return [
        (str(Sector(sector).label), language_name(language, get_language() or "en"), found[sector, language])
        for sector, language in order
        if found[sector, language]
    ]


def to_tick(survey: Survey, *, sector: str, section_name: str) -> list[Invitation]:
    """Who of a section may have handed in an anonymous sheet: answered or not, sorted as the list lies on the teacher's desk."""
    asked = Invitation.objects.filter(survey=survey, sector=sector, section_name=section_name, declined_on=None)
    rows = asked.select_related("survey__school", "person").prefetch_related("families__student")
    return by_student(one for one in rows if one.answered_on is not None or may_still_answer(one))


@dataclass(frozen=True)
class TickList:
    """Everybody of one sector in one section, or of a sector that has none."""

    sector: str
    section_name: str
    asked: int
    answered: int

    @property
    def in_words(self) -> str:
        return " · ".join(part for part in (str(Sector(self.sector).label), self.section_name) if part)


def lists_to_tick(survey: Survey) -> list[TickList]:
    """How many of each section were asked and how many have answered, whichever way."""
    rows = (
        Invitation.objects.filter(survey=survey, declined_on=None)
        .values_list("sector", "section_name")
        .annotate(asked=Count("pk"), answered=Count("pk", filter=~Q(answered_on=None)))
        .order_by()
    )
    order = list(Sector.values)
    return sorted((TickList(*row) for row in rows), key=lambda one: (order.index(one.sector), one.section_name))


def by_student(invitations: Iterable[Invitation]) -> list[Invitation]:
    """Sorted as sheets are handed out: by section, then by the child's name, then by the adult's."""

    def place(one: Invitation) -> tuple[str, ...]:
        child = child_of(one)
        names = (child.family_name, child.given_name) if child is not None else ("", "")
        return (
            one.section_name,
            *(name.casefold() for name in (*names, one.person.family_name, one.person.given_name)),
            str(one.pk),
        )

    return sorted(invitations, key=place)


def child_of(invitation: Invitation) -> Person | None:
    """The child by whose name a sheet is handed out: the eldest row of the families this adult was asked for."""
    if invitation.sector != Sector.FAMILIES:
        return None
    return min((family.student for family in invitation.families.all()), key=lambda student: student.pk, default=None)


def is_anonymous(survey: Survey) -> bool:
    return survey.privacy == Privacy.ANONYMOUS


def sheets_with_missing_pages(survey: Survey) -> list[tuple[Sheet, list[int]]]:
    """Sheets of which some pages were scanned and others not."""
    found: dict[int, tuple[Sheet, set[int]]] = {}
    pages = ScannedPage.objects.filter(sheet__run__survey=survey, sheet__state=SheetState.PRINTED)
    for page in pages.select_related("sheet__run").defer("sheet__run__pdf").order_by("sheet_id"):
        found.setdefault(page.sheet_id, (page.sheet, set()))[1].add(page.number)
    missing = [(sheet, sorted(set(range(1, sheet.run.layout["pages"] + 1)) - numbers)) for sheet, numbers in found.values()]
    return [(sheet, numbers) for sheet, numbers in missing if numbers]
