"""The self-review: what each side says of each sign, where they differ most, and what they agreed on after talking."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gatepost.framework.types import Sector
from gatepost.people.models import Person
from gatepost.plans.catalogue.signs import SIGNS, Sign
from gatepost.plans.models import Agreement, Plan
from gatepost.surveys.agreement import within_group_agreement
from gatepost.surveys.models import FEWEST, Item, Survey, SurveyKind, SurveyState, Tally
from gatepost.surveys.queries.waiting import waiting_sentence, waits
from gatepost.surveys.statistics import moments_of
from gatepost.surveys.wording import spoken

LEVELS = range(1, 6)
# From this difference of means on the sides see a sign differently; below it they are near each other.
WORTH_A_TALK = 0.5
# How well a side agrees within itself, by the usual reading of the index.
_AGREES, _HALF = 0.7, 0.3


@dataclass(frozen=True)
class SideView:
    """What one side says of one sign. A side of fewer than ten shows nothing but that; directors answer for the leadership."""

    sector: str
    name: str | Promise
    counts: Mapping[int, int]

    @property
    def number(self) -> int:
        return sum(self.counts.values())

    @property
    def is_shown(self) -> bool:
        return self.number >= FEWEST or (self.sector == Sector.DIRECTORS and self.number > 0)

    @property
    def mean(self) -> float:
        return moments_of(self.counts).mean

    @property
    def sd(self) -> float | None:
        return moments_of(self.counts).sd if self.number > 1 else None

    @property
    def agreement(self) -> float | None:
        return within_group_agreement(self.counts)

    @property
    def agreement_in_words(self) -> str:
        """Of two or three directors it would tell who thinks what, and mean little."""
        value = self.agreement
        if value is None or self.number < FEWEST:
            return ""
        if value >= _AGREES:
            return _("mostly agree among themselves")
        return _("agree in part among themselves") if value >= _HALF else _("see it very differently among themselves")

    @property
    def shares(self) -> list[int]:
        """Of a hundred, by level."""
        return [round(100 * self.counts.get(level, 0) / self.number) if self.number else 0 for level in LEVELS]


@dataclass(frozen=True)
class Mark:
    """Where a side stands on the line from 1 to 5, in the units of the picture, with its spread."""

    side: SideView
    row: int

    @property
    def y(self) -> int:
        return 14 + 22 * self.row

    @property
    def x(self) -> float:
        return _place(self.side.mean)

    @property
    def low(self) -> float:
        return _place(max(1, self.side.mean - (self.side.sd or 0)))

    @property
    def high(self) -> float:
        return _place(min(5, self.side.mean + (self.side.sd or 0)))

    @property
    def square(self) -> tuple[float, int]:
        return self.x - 6, self.y - 6

    @property
    def diamond(self) -> str:
        return f"{self.x:.1f},{self.y - 8} {self.x + 8:.1f},{self.y} {self.x:.1f},{self.y + 8} {self.x - 8:.1f},{self.y}"


def _place(level: float) -> float:
    return round(20 + (level - 1) * 65, 1)


@dataclass(frozen=True)
class SignView:
    """One sign with its three sides, its five levels in words, and what was agreed."""

    sign: Sign
    question: str
    levels: Sequence[tuple[int, str]]
    sides: Sequence[SideView]
    agreed: Agreement | None = None

    @property
    def shown(self) -> list[SideView]:
        return [side for side in self.sides if side.is_shown]

    @property
    def marks(self) -> list[Mark]:
        return [Mark(side, row) for row, side in enumerate(self.sides) if side.is_shown]

    @property
    def distance(self) -> float | None:
        """Between the side that sees it highest and the one that sees it lowest; None where fewer than two can be shown."""
        means = [side.mean for side in self.shown]
        return max(means) - min(means) if len(means) > 1 else None

    @property
    def sentence(self) -> str:
        if self.distance is None:
            return _("Not enough answers yet to set the sides beside each other.")
        if self.distance < WORTH_A_TALK:
            return _("The sides see this nearly alike.")
        high = max(self.shown, key=lambda side: side.mean)
        low = min(self.shown, key=lambda side: side.mean)
        return _("%(high)s see it at %(high_level).1f, %(low)s at %(low_level).1f.") % {
            "high": high.name,
            "high_level": high.mean,
            "low": str(low.name).lower(),
            "low_level": low.mean,
        }

    @property
    def agreed_words(self) -> str:
        return dict(self.levels).get(self.agreed.level, "") if self.agreed else ""


@dataclass(frozen=True)
class SelfReview:
    survey: Survey
    signs: Sequence[SignView]

    @property
    def title(self) -> str:
        return spoken(self.survey.title, "en")

    @property
    def has_answers(self) -> bool:
        return any(sign.shown for sign in self.signs)

    @property
    def sentence(self) -> str:
        if self.survey.state == SurveyState.DRAFT:
            return _("The self-review is written and waits to be sent.")
        if waiting := waiting_sentence(self.survey):
            return waiting
        if not self.has_answers:
            return _("The self-review is on its way. A side is shown from ten answers on.")
        first = self.signs[0]
        if first.distance is None:
            return _("So far one side can be shown. The others are shown from ten answers on.")
        if first.distance < WORTH_A_TALK:
            return _("Families, teachers and leadership see the partnership nearly alike.")
        return _("The sides differ most on “%(sign)s”: %(sentence)s") % {"sign": first.sign.name, "sentence": first.sentence}

    @property
    def agreed_number(self) -> int:
        return sum(1 for sign in self.signs if sign.agreed)


def self_reviews_of(person: Person) -> QuerySet[Survey]:
    """Of the school at which the person acts, the newest first."""
    return Survey.objects.visible_to(person).filter(kind=SurveyKind.SELF_REVIEW).select_related("school")


def self_review_for(person: Person, survey_pk: int | None, plan: Plan | None) -> SelfReview | None:
    """The one chosen, else the newest; the largest disagreement first, then in the order in which it was asked."""
    surveys = self_reviews_of(person)
    survey = surveys.filter(pk=survey_pk).first() if survey_pk else surveys.first()
    if survey is None:
        return None
    return SelfReview(survey, sorted(signs_of(survey, plan), key=_by_distance))


def _by_distance(sign: SignView) -> float:
    return 1.0 if sign.distance is None else -sign.distance


def signs_of(survey: Survey, plan: Plan | None) -> list[SignView]:
    """All signs that this survey asks, in its order. A school may have taken some out or put others in."""
    counts = _counts(survey)
    agreed = {row.sign: row for row in plan.agreements.filter(survey_reference=reference_of(survey))} if plan else {}
    items = Item.objects.filter(survey=survey, key__in=SIGNS).order_by("number")
    return [
        SignView(
            sign=SIGNS[item.key],
            question=spoken(item.wordings.get("", {}), "en"),
            levels=[(option["value"], spoken(option["words"], "en")) for option in item.options],
            sides=[SideView(one.value, one.label, counts[item.pk, one.value]) for one in _sectors(survey)],
            agreed=agreed.get(item.key),
        )
        for item in items
    ]


def reference_of(survey: Survey) -> str:
    return f"surveys.survey:{survey.pk}"


def _sectors(survey: Survey) -> list[Sector]:
    return [one for one in Sector if one.value in survey.sectors]


def _counts(survey: Survey) -> dict[tuple[int, str], dict[int, int]]:
    """How many of each side chose each level, from the tallies. Nobody while the survey has to wait."""
    if waits(survey):
        return defaultdict(dict)
    rows = Tally.objects.filter(survey=survey, item__key__in=SIGNS, value__in=LEVELS)
    found: dict[tuple[int, str], dict[int, int]] = defaultdict(dict)
    for item, sector, value, number in (
        rows.values_list("item", "stratum__sector", "value").annotate(number=Sum("number")).order_by()
    ):
        found[item, sector][value] = number
    return found
