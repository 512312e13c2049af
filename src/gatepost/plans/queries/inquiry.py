"""The first inquiry: what families wish partnership to be, and what would help them; their words sorted by type."""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gatepost.framework.types import InvolvementType, Sector
from gatepost.people.barriers import BARRIERS
from gatepost.people.models import Person
from gatepost.surveys.instrument.keywords import guess
from gatepost.surveys.instrument.ready import BARRIER_VALUES, HELPS_KEY
from gatepost.surveys.models import FEWEST, Item, ItemKind, Privacy, Remark, Response, Survey, SurveyKind, SurveyState, Tally
from gatepost.surveys.queries.waiting import waiting_sentence, waits, why_it_waits
from gatepost.surveys.wording import spoken, wording_of

ON_A_PAGE = 20
UNSORTED = "unsorted"
# Six buttons beside every answer: one word each.
SHORT_NAMES: dict[str, str | Promise] = {
    InvolvementType.PARENTING: gettext_lazy("Parenting"),
    InvolvementType.COMMUNICATING: gettext_lazy("Communicating"),
    InvolvementType.VOLUNTEERING: gettext_lazy("Volunteering"),
    InvolvementType.LEARNING_AT_HOME: gettext_lazy("Learning at home"),
    InvolvementType.DECISION_MAKING: gettext_lazy("Deciding"),
    InvolvementType.COMMUNITY: gettext_lazy("Community"),
}
_OF_VALUE = {value: BARRIERS[kind] for kind, value in BARRIER_VALUES.items()}


@dataclass(frozen=True)
class Choice:
    """What the reader wants to see: one inquiry, one question, one type; blank means all."""

    survey: int | None = None
    question: str = ""
    involvement_type: str = ""


@dataclass(frozen=True)
class TypeMark:
    """One of the six beside one answer: whether a person has put it there, and whether its words point there."""

    slug: str
    name: str | Promise
    is_on: bool
    is_guessed: bool


@dataclass(frozen=True)
class TypeCount:
    slug: str
    name: str | Promise
    number: int


@dataclass(frozen=True)
class Said:
    remark: Remark
    marks: Sequence[TypeMark]

    @property
    def guessed(self) -> str:
        """Types that the words point to and nobody has chosen, as a phrase."""
        return ", ".join(str(mark.name) for mark in self.marks if mark.is_guessed and not mark.is_on)


@dataclass(frozen=True)
class Help:
    """One line of what would help: how many ticked it, and what the school can do about it."""

    words: str
    number: int
    what_we_do: str | Promise


@dataclass(frozen=True)
class Question:
    key: str
    words: str


@dataclass(frozen=True)
class Inquiry:
    """One inquiry as its page shows it. `answered` is None where too few have answered to be shown."""

    survey: Survey
    title: str
    answered: int | None
    questions: Sequence[Question] = ()
    counts: Sequence[TypeCount] = ()
    unsorted: int = 0
    total: int = 0
    helps: Sequence[Help] = ()

    @property
    def sentence(self) -> str:
        if self.survey.state == SurveyState.DRAFT:
            return _("The first inquiry is written and waits to be sent.")
        if waiting := waiting_sentence(self.survey):
            return waiting
        if self.answered is None:
            return _("The first inquiry is on its way. What families say is shown from ten answers on.")
        if not self.total:
            return ngettext("One answer has come in.", "%(number)s answers have come in.", self.answered) % {
                "number": self.answered
            }
        if not self.most.number:
            return _("Families have told us what they wish for. Their words wait to be sorted.")
        return _("Families speak most of “%(type)s”.") % {"type": self.most.name}

    @property
    def how_far(self) -> str:
        """How much of it a person has sorted."""
        if not self.total:
            return ""
        if not self.unsorted:
            return _("All answers in own words are sorted.")
        return ngettext(
            "One of %(total)s answers in own words is not sorted yet.",
            "%(left)s of %(total)s answers in own words are not sorted yet.",
            self.unsorted,
        ) % {"total": self.total, "left": self.unsorted}

    @property
    def why_it_waits(self) -> str:
        return why_it_waits() if waits(self.survey) else ""

    @property
    def waits_in_groups(self) -> bool:
        """Anonymous answers leave their box only in groups while the survey is open."""
        return self.survey.is_open and self.survey.privacy == Privacy.ANONYMOUS

    @property
    def most(self) -> "TypeCount":
        return max(self.counts, key=lambda count: count.number)

    @property
    def most_number(self) -> int:
        """The longest bar; never nothing, which could not be drawn to."""
        return max(1, self.most.number) if self.counts else 1

    @property
    def most_helps(self) -> int:
        return max(1, *(one.number for one in self.helps)) if self.helps else 1


def inquiries_of(person: Person) -> QuerySet[Survey]:
    """Of the school at which the person acts, the newest first."""
    return Survey.objects.visible_to(person).filter(kind=SurveyKind.INQUIRY).select_related("school")


def inquiry_for(person: Person, choice: Choice) -> Inquiry | None:
    """The one chosen, else the newest."""
    surveys = inquiries_of(person)
    survey = surveys.filter(pk=choice.survey).first() if choice.survey else surveys.first()
    if survey is None:
        return None
    language = survey.school.language
    title = spoken(survey.title, language)
    sectors = shown_sectors(survey)
    if not sectors:
        return Inquiry(survey, title, None)
    asked = list(Item.objects.filter(survey=survey, kind=ItemKind.TEXT).order_by("number"))
    remarks = _remarks(survey, sectors)
    sorted_as = Counter(kind for kinds in remarks.values_list("sorted_as", flat=True) for kind in kinds)
    return Inquiry(
        survey,
        title,
        Response.objects.filter(survey=survey, stratum__sector__in=sectors).count(),
        questions=[Question(item.key, wording_of(item, Sector.FAMILIES, "en")) for item in asked],
        counts=[TypeCount(one.value, one.label, sorted_as[one.value]) for one in InvolvementType],
        unsorted=remarks.filter(sorted_as=[]).count(),
        total=remarks.count(),
        helps=_helps(survey, sectors),
    )


def said_in(inquiry: Inquiry, choice: Choice, page: str | None) -> tuple["Page[Remark]", list[Said]]:
    """What was said, by the choice; nothing of sides that are too few to be shown."""
    remarks = _remarks(inquiry.survey, shown_sectors(inquiry.survey))
    if choice.question:
        remarks = remarks.filter(item__key=choice.question)
    if choice.involvement_type == UNSORTED:
        remarks = remarks.filter(sorted_as=[])
    elif choice.involvement_type:
        remarks = remarks.filter(sorted_as__contains=[choice.involvement_type])
    found = Paginator(remarks.select_related("item").order_by("pk"), ON_A_PAGE).get_page(page)
    return found, [Said(remark, _marks(remark)) for remark in found]


def remark_for(person: Person, pk: uuid.UUID) -> Remark | None:
    """An answer of an inquiry that the person may read: not one of a side that is too few to be shown."""
    remark = Remark.objects.filter(pk=pk, item__survey__in=inquiries_of(person)).select_related("item__survey__school").first()
    if remark is None or remark.sector not in shown_sectors(remark.item.survey):
        return None
    return remark


def shown_sectors(survey: Survey) -> list[str]:
    """Sides of which at least ten have answered; all where the survey names who said what, and directors always.

    None of a confidential survey before its closing: words that appear one by one tell whose they are.
    """
    if waits(survey):
        return []
    answered = dict(Response.objects.filter(survey=survey).values_list("stratum__sector").annotate(number=Count("pk")).order_by())
    open_to_see = survey.privacy == Privacy.NAMED
    return [sector for sector, number in answered.items() if open_to_see or sector == Sector.DIRECTORS or number >= FEWEST]


def _remarks(survey: Survey, sectors: Sequence[str]) -> QuerySet[Remark]:
    return Remark.objects.filter(item__survey=survey, sector__in=sectors)


def _marks(remark: Remark) -> list[TypeMark]:
    guessed = guess(remark.words, remark.language)
    return [TypeMark(one.value, SHORT_NAMES[one], one.value in remark.sorted_as, one in guessed) for one in InvolvementType]


def _helps(survey: Survey, sectors: Sequence[str]) -> list[Help]:
    """What was ticked, most often first."""
    item = Item.objects.filter(survey=survey, key=HELPS_KEY, kind=ItemKind.CHECKLIST).first()
    if item is None:
        return []
    rows = Tally.objects.filter(survey=survey, item=item, stratum__sector__in=sectors, value__gte=0)
    number = dict(rows.values_list("value").annotate(number=Sum("number")).order_by())
    lines = [
        Help(
            spoken(option["words"], "en"),
            number.get(option["value"], 0),
            _OF_VALUE[option["value"]].accommodation.label if option["value"] in _OF_VALUE else "",
        )
        for option in item.options
    ]
    return sorted(lines, key=lambda line: -line.number)
