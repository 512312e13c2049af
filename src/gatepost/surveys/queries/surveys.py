"""The surveys of a school: lists with how many answered, what is missing in a draft, and who was asked."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from gatepost.framework.types import Sector
from gatepost.kernel import clock
from gatepost.languages.tags import language_name
from gatepost.people.models import Person
from gatepost.surveys.models import Item, ItemKind, Privacy, Survey, SurveyQuerySet, SurveyState
from gatepost.surveys.wording import spoken

STEPS = 5
_FEWEST_OPTIONS = 2


@dataclass
class SurveyLine:
    """One survey in a list: its title, and how many of those asked have answered."""

    survey: Survey
    title: str
    asked: int = 0
    answered: int = 0


def surveys_for(person: Person) -> SurveyQuerySet:
    return Survey.objects.visible_to(person).select_related("school", "created_by", "follows")


def lines_for(person: Person, language: str) -> dict[str, list[SurveyLine]]:
    """All surveys by state, open ones first; those that belong to a row of another room among them. Two statements."""
    found: dict[str, list[SurveyLine]] = {SurveyState.OPEN: [], SurveyState.DRAFT: [], SurveyState.CLOSED: []}
    lines: dict[int, SurveyLine] = {}
    for survey in surveys_for(person):
        lines[survey.pk] = SurveyLine(survey, title_of(survey, language))
        found[survey.state].append(lines[survey.pk])
    counted = Survey.objects.filter(pk__in=lines).order_by().values_list("pk")
    for key, asked, answered in counted.annotate(
        asked=Count("invitations"), answered=Count("invitations", filter=Q(invitations__answered_on__isnull=False))
    ):
        lines[key].asked, lines[key].answered = asked, answered
    return found


def title_of(survey: Survey, language: str) -> str:
    return spoken(survey.title, language, original=first_language(survey)) or _("A survey without a title")


def first_language(survey: Survey) -> str:
    return survey.languages[0] if survey.languages else survey.school.language


@dataclass(frozen=True)
class SectorCount:
    """How many of one sector were asked and have answered; families are counted once where one answer is enough."""

    sector: Sector
    asked: int
    answered: int

    @property
    def share(self) -> int:
        return round(100 * self.answered / self.asked) if self.asked else 0


def asked_of(survey: Survey) -> list[SectorCount]:
    units = (
        survey.invitations.order_by()
        .values_list("sector")
        .annotate(
            asked=Count("unit_key", distinct=True),
            answered=Count("unit_key", distinct=True, filter=Q(answered_on__isnull=False)),
        )
    )
    counts = {sector: (asked, answered) for sector, asked, answered in units}
    return [SectorCount(sector, *counts[sector]) for sector in Sector if sector in counts]


@dataclass
class Missing:
    """What one language still lacks: questions without words, with a part of their options, texts around them."""

    language: str
    items: list[Item] = field(default_factory=list)
    others: int = 0
    total: int = 0

    @property
    def name(self) -> str:
        return language_name(self.language, "en")

    @property
    def count(self) -> int:
        return len(self.items) + self.others

    @property
    def is_complete(self) -> bool:
        return self.count == 0


def missing_in(survey: Survey, items: Iterable[Item] | None = None) -> list[Missing]:
    """For each language of the survey, what falls back to its first language."""
    rows = list(items if items is not None else survey.items.all())
    texts = [survey.title, *([survey.intro] if survey.intro else [])]
    for part in survey.parts.all():
        texts += [text for text in (part.title, part.lead) if text]
    found = []
    for language in survey.languages:
        missing = Missing(language, total=len(rows) + len(texts))
        missing.items = [item for item in rows if not has_words(item, language)]
        missing.others = sum(1 for text in texts if not text.get(language))
        found.append(missing)
    return found


def has_words(item: Item, language: str) -> bool:
    """Every wording and every option is there in this language."""
    wordings = item.wordings.values()
    return bool(wordings) and all(words.get(language) for words in (*wordings, *(one["words"] for one in item.options)))


def faults_of(survey: Survey) -> list[str]:
    """Why the survey cannot be opened yet, a sentence each, the most important first."""
    language = first_language(survey)
    faults = []
    items = list(survey.items.all())
    if not survey.title.get(language):
        faults.append(_("The survey has no title in %(language)s yet.") % {"language": language_name(language, "en")})
    if not items:
        faults.append(_("There is no question yet."))
    faults += [_fault_of(item, language) for item in items if _fault_of(item, language)]
    silent = [Sector(sector).label for sector in survey.sectors if not any(sector in item.sectors for item in items)]
    if items and silent:
        faults.append(_("No question is asked of: %(sectors)s.") % {"sectors": ", ".join(map(str, silent))})
    faults += branching_faults(items) + own_words_faults(survey.privacy, items)
    if survey.closes_on is not None and survey.closes_on < clock.today(survey.school.timezone):
        faults.append(_("The last day lies in the past."))
    return faults


def _fault_of(item: Item, language: str) -> str:
    named = {"number": item.number, "language": language_name(language, "en")}
    if not has_words(item, language):
        return _("Question %(number)s has no words in %(language)s, or one of its answers has none.") % named
    if item.kind in {ItemKind.SCALE, ItemKind.FREQUENCY} and len(item.options) != STEPS:
        return _("Question %(number)s needs five steps.") % named
    if item.kind in {ItemKind.CHOICE, ItemKind.CHECKLIST} and len(item.options) < _FEWEST_OPTIONS:
        return _("Question %(number)s needs at least two answers to choose from.") % named
    return ""


def branching_faults(items: Iterable[Item]) -> list[str]:
    """A question may hang on an earlier one only, which is asked of the same people; so there are no circles."""
    seen: dict[str, Item] = {}
    faults = []
    for item in sorted(items, key=lambda one: one.number):
        if item.shown_if:
            leads = seen.get(str(item.shown_if.get("item", "")))
            if leads is None:
                faults.append(
                    _("Question %(number)s hangs on a question that does not come before it.") % {"number": item.number}
                )
            elif not set(item.sectors) <= set(leads.sectors):
                faults.append(
                    _("Question %(number)s hangs on question %(leads)s, which is not asked of all the same people.")
                    % {"number": item.number, "leads": leads.number}
                )
        seen[item.key] = item
    return faults


def own_words_faults(privacy: str, items: Iterable[Item]) -> list[str]:
    """Own words asked only of whoever answered so are joined to that answer: the anonymous promise says they are not."""
    if privacy != Privacy.ANONYMOUS:
        return []
    return [
        _(
            "Question %(number)s asks for own words only of those who answered another question in a certain way. In an anonymous "
            "survey own words stand apart from every other answer: ask it of everybody, or make it one to choose answers from."
        )
        % {"number": item.number}
        for item in items
        if item.kind == ItemKind.TEXT and item.shown_if
    ]
