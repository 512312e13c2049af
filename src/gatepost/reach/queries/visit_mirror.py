"""Whether the families visited mirror the school: by language, grade and need, and not chosen because of "problems".

A family may be in several groups of a kind (two languages, two needs). Groups under ten families are shown together only, and
where that would leave fewer than ten, with the next smallest: so that nobody finds a family by subtracting.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gatepost.framework.types import ContentKind, Tone
from gatepost.kernel import clock
from gatepost.kernel.shares import Share
from gatepost.people.models import Guardianship, Need, NeedKind, Role, School, SchoolRole
from gatepost.reach.models import FamilyState, HomeVisit, VisitState
from gatepost.reach.queries.groups import FEWEST_FAMILIES
from gatepost.reach.queries.visit_offers import year_began_at
from gatepost.reach.wording import language_in_words, number_in_words
from gatepost.touchpoints.models import Touchpoint

# With fewer visits than this every share is chance.
FEWEST_VISITS = 10
# So many groups whose own interval leaves the school out say nothing: with a dozen or two looked at, chance brings them.
MOST_BY_CHANCE = 2
LAST_YEAR = dt.timedelta(days=365)


@dataclass(frozen=True)
class Words:
    """How a group is called in a table, and inside its sentence."""

    name: str
    sentence: str
    spoken: str = ""
    is_together: bool = False


@dataclass(frozen=True)
class Group:
    """One group of families: how many there are, and how many of them were visited. `looks`: groups looked at with it."""

    words: Words
    families: int
    visited: int
    all_families: int
    all_visited: int
    looks: int = 1

    @property
    def name(self) -> str:
        return self.words.name

    @property
    def share_of_school(self) -> float:
        return self.families / self.all_families if self.all_families else 0.0

    @property
    def share_of_visits(self) -> float:
        return self.visited / self.all_visited if self.all_visited else 0.0

    @property
    def school_percent(self) -> int:
        return round(100 * self.share_of_school)

    @property
    def visits_percent(self) -> int:
        return round(100 * self.share_of_visits)

    @property
    def interval_in_words(self) -> str:
        """Between which shares the visits point, nineteen times out of twenty."""
        low, high = Share(self.visited, self.all_visited).interval()
        return _("%(low)d–%(high)d %%") % {"low": round(100 * low), "high": round(100 * high)}

    @property
    def stands_out(self) -> bool:
        """More or fewer visits than chance would explain, with one look counted for each group."""
        if self.all_visited < FEWEST_VISITS:
            return False
        low, high = Share(self.visited, self.all_visited).interval(self.looks)
        return not low <= self.share_of_school <= high

    @property
    def lies_apart(self) -> bool:
        """Its own interval leaves the school out, as that of one group in twenty does by chance; that alone stands out for nothing."""
        if self.all_visited < FEWEST_VISITS or self.stands_out:
            return False
        low, high = Share(self.visited, self.all_visited).interval()
        return not low <= self.share_of_school <= high

    @property
    def is_missed(self) -> bool:
        return self.stands_out and self.share_of_visits < self.share_of_school

    @property
    def in_words(self) -> str:
        """Families who read Somali are 12 % of the school and 2 % of the visits."""
        shares = {"school": self.school_percent, "visits": self.visits_percent}
        return self.words.sentence % {"name": self.words.spoken or self.name, **shares}


@dataclass(frozen=True)
class Side:
    """The school and its visits, looked at by one kind of group."""

    title: str
    groups: list[Group] = field(default_factory=list)


@dataclass(frozen=True)
class Mirror:
    """Everything on the page."""

    since: dt.date
    families: int
    visited: int
    sides: list[Side]
    concern: Group

    @property
    def says_nothing_yet(self) -> bool:
        return self.visited < FEWEST_VISITS

    @property
    def standing_out(self) -> list[Group]:
        """Who is visited less than chance explains, then who more, the widest gap first; what has no name of its own last."""
        groups = [group for side in self.sides for group in side.groups if group.stands_out]
        return sorted(
            groups,
            key=lambda one: (one.words.is_together, not one.is_missed, -abs(one.share_of_school - one.share_of_visits)),
        )

    @property
    def sentence(self) -> str:
        """What stands out, in one sentence."""
        if not self.visited:
            return _("No family has been visited this school year yet.")
        if self.says_nothing_yet:
            return _("With so few visits nobody can say yet whether they mirror the school.")
        if self.standing_out:
            return self.standing_out[0].in_words
        return self._mirrored()

    def _mirrored(self) -> str:
        """No group stands out; but whoever looks at the table may see one or two that lie apart, and is told so here."""
        groups = [group for side in self.sides for group in side.groups]
        apart = sum(group.lies_apart for group in groups)
        words = {"number": number_in_words(apart), "groups": len(groups)}
        if apart > MOST_BY_CHANCE:
            return _("No group stands out by itself, but %(number)s of %(groups)d lie apart: please look at those below.") % words
        if apart:
            said = ngettext(
                "The families visited mirror the school: of %(groups)d groups %(number)s lies apart, as one or two do by chance.",
                "The families visited mirror the school: of %(groups)d groups %(number)s lie apart, as one or two do by chance.",
                apart,
            )
            return said % words
        return _("The families visited mirror the school, as far as so many visits can tell.")

    @property
    def concern_sentence(self) -> str:
        """Whether visits are aimed at families of whom there was a concern."""
        if self.concern.families < FEWEST_FAMILIES:
            return _("With fewer than ten families there was a concern or talk of behaviour, so nothing is shown here.")
        words = {"visits": self.concern.visits_percent, "school": self.concern.school_percent}
        facts = _("In the last twelve months we had a concern or spoke of behaviour with %(visits)d %% of the families visited, and with %(school)d %% of all families.") % words  # fmt: skip
        if self.says_nothing_yet:
            return facts
        if self.concern.stands_out and not self.concern.is_missed:
            return facts + " " + _("Visits look as if they were for problems. Please choose the next ones from all families.")
        return facts + " " + _("Visits are not aimed at “problem” families.")


def mirror_of(school: School) -> Mirror:
    """In nine statements, whatever the number of families."""
    began_at = year_began_at([school])[school.pk]
    families = set(FamilyState.objects.filter(school=school).values_list("family_id", flat=True))
    done = HomeVisit.objects.filter(school=school, state=VisitState.DONE, begins_at__gte=began_at)
    visited = families & set(done.values_list("family_id", flat=True))
    sides = [
        Side(_("By language"), _groups(_by_language(school), families, visited, _language_words)),
        Side(_("By grade"), _in_order(_groups(_by_grade(school), families, visited, _grade_words))),
        Side(_("By what helps them"), _groups(_by_need(school), families, visited, _need_words)),
    ]
    looks = sum(len(side.groups) for side in sides)
    sides = [replace(side, groups=[replace(group, looks=looks) for group in side.groups]) for side in sides]
    concern = _group(Words("", ""), _with_concern(school) & families, families, visited)
    return Mirror(began_at.date(), len(families), len(visited), sides, concern)


_Members = dict[str, set[int]]


def _by_language(school: School) -> _Members:
    links = Guardianship.objects.with_right("contact", on=clock.today()).filter(family__reach__school=school)
    found: _Members = defaultdict(set)
    for tag, family in links.values_list("adult__read_language", "family_id"):
        found[tag.split("-", maxsplit=1)[0]].add(family)
    return found


def _by_grade(school: School) -> _Members:
    roles = SchoolRole.objects.filter(school=school, role=Role.STUDENT, ended_at=None, person__families__reach__school=school)
    found: _Members = defaultdict(set)
    for grade, family in roles.values_list("grade", "person__families"):
        found[grade].add(family)
    return found


def _by_need(school: School) -> _Members:
    links = Guardianship.objects.with_right("contact", on=clock.today()).filter(family__reach__school=school)
    needs = Need.objects.filter(person__guardianships__in=links.values("pk"), person__guardianships__family__reach__school=school)
    found: _Members = defaultdict(set)
    for kind, family in needs.values_list("kind", "person__guardianships__family_id"):
        found[kind].add(family)
    return found


def _with_concern(school: School) -> set[int]:
    rows = Touchpoint.objects.counting().filter(
        Q(tone=Tone.CONCERN) | Q(content_kind=ContentKind.BEHAVIOUR), school=school, at__gt=clock.now() - LAST_YEAR
    )
    return set(rows.order_by().values_list("family_id", flat=True).distinct())


def _groups(members: _Members, families: set[int], visited: set[int], words: Callable[[str], Words]) -> list[Group]:
    """The largest first; the small ones together at the end."""
    shown = {name: group & families for name, group in members.items() if group & families}
    small = {name for name, group in shown.items() if len(group) < FEWEST_FAMILIES}
    by_size = sorted(shown, key=lambda name: (len(shown[name]), name))
    while small and len(_union(shown[name] for name in small)) < FEWEST_FAMILIES and len(small) < len(shown):
        small.add(next(name for name in by_size if name not in small))
    found = [_group(words(name), shown[name], families, visited) for name in reversed(by_size) if name not in small]
    together = _union(shown[name] for name in small)
    if len(together) >= FEWEST_FAMILIES:
        sentence = _("Families of smaller groups are %(school)d %% of the school and %(visits)d %% of the visits.")
        found.append(_group(Words(_("Smaller groups together"), sentence, is_together=True), together, families, visited))
    return found


def _in_order(groups: list[Group]) -> list[Group]:
    """Grades as a child goes through them; what has no number of its own last."""
    return sorted(
        groups, key=lambda one: (not one.words.spoken.isdigit(), int(one.words.spoken) if one.words.spoken.isdigit() else 0)
    )


def _group(words: Words, group: set[int], families: set[int], visited: set[int]) -> Group:
    return Group(words, len(group), len(group & visited), len(families), len(visited))


def _union(groups: Iterable[set[int]]) -> set[int]:
    return set().union(*groups)


def _language_words(tag: str) -> Words:
    if not tag:
        sentence = _("Families whose language we do not know are %(school)d %% of the school and %(visits)d %% of the visits.")
        return Words(_("Not known"), sentence)
    sentence = _("Families who read %(name)s are %(school)d %% of the school and %(visits)d %% of the visits.")
    return Words(language_in_words(tag), sentence)


def _grade_words(grade: str) -> Words:
    if not grade:
        sentence = _("Families whose grade we do not know are %(school)d %% of the school and %(visits)d %% of the visits.")
        return Words(_("Not known"), sentence)
    sentence = _("Families of grade %(name)s are %(school)d %% of the school and %(visits)d %% of the visits.")
    return Words(_("Grade %(grade)s") % {"grade": grade}, sentence, spoken=grade)


def _need_words(kind: str) -> Words:
    sentence = _("Families noted with “%(name)s” are %(school)d %% of the school and %(visits)d %% of the visits.")
    return Words(str(NeedKind(kind).label), sentence)
