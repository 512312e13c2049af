"""Home visits as their pages show them: the list, one visit with its one next thing, and the card on a family's page."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gatepost.kernel import clock
from gatepost.kernel.access import may
from gatepost.people.models import Family, Person, School
from gatepost.people.queries import school_of, sees_protected
from gatepost.reach.models import CalledOff, HomeVisit, HomeVisitQuerySet, VisitHours, VisitState
from gatepost.reach.queries.visit_alarms import whom_we_asked
from gatepost.reach.queries.visit_hours import own_minutes
from gatepost.reach.queries.visit_offers import may_be_visited, may_offer, year_began_at
from gatepost.reach.queries.visit_pairs import Hosts, hosts_of, phones_of, with_address
from gatepost.reach.rules import Perm, is_in_pair
from gatepost.reach.visit_wording import apart, day_and_hour, day_of, duration_in_words, names_of, place_of
from gatepost.reach.wording import begin_large, listed, number_in_words

MOST_SHOWN = 200
LATELY = 8


class Next(StrEnum):
    """The one thing a visit waits for."""

    ANSWER = "answer"
    PLAN = "plan"
    DAY = "day"
    START = "start"
    SAFE = "safe"
    NOTES = "notes"
    HOURS = "hours"
    NOTHING = "nothing"


@dataclass(frozen=True)
class VisitsPage:
    """Whose visits stand where; `mine`: planned ones of the person who looks."""

    planned: list[HomeVisit]
    waiting: list[HomeVisit]
    done: list[HomeVisit]
    person: Person
    minutes: int

    @property
    def count(self) -> int:
        return len(self.planned) + len(self.waiting) + len(self.done)

    @property
    def mine(self) -> list[HomeVisit]:
        return [visit for visit in self.planned if self.person.pk in visit.pair_ids]

    @property
    def others(self) -> list[HomeVisit]:
        return [visit for visit in self.planned if self.person.pk not in visit.pair_ids]

    @property
    def done_lately(self) -> list[HomeVisit]:
        return self.done[:LATELY]

    @property
    def done_before(self) -> list[HomeVisit]:
        return self.done[LATELY:]

    @property
    def alarmed(self) -> list[HomeVisit]:
        return [visit for visit in self.planned if visit.is_alarmed]

    @property
    def hours_in_words(self) -> str:
        return duration_in_words(self.minutes)

    @property
    def sentence(self) -> str:
        """What the reader came for."""
        if self.alarmed:
            return _("Somebody has not come back from a visit: please look after them now.")
        if self.planned:
            words = ngettext("%(number)s visit is planned.", "%(number)s visits are planned.", len(self.planned))
            return begin_large(words % {"number": number_in_words(len(self.planned))})
        if self.waiting:
            words = ngettext(
                "%(number)s family has been offered a visit.",
                "%(number)s families have been offered a visit.",
                len(self.waiting),
            )
            return begin_large(words % {"number": number_in_words(len(self.waiting))})
        return _("No visit is planned.")


@dataclass(frozen=True)
class VisitPage:
    """One visit as this viewer may see it."""

    visit: HomeVisit
    viewer: Person
    hosts: Hosts
    is_open: bool
    hours: list[VisitHours] = field(default_factory=list)

    @cached_property
    def is_ours(self) -> bool:
        """Whether the viewer is one of the two."""
        return is_in_pair(self.viewer, self.visit)

    @cached_property
    def may_read(self) -> bool:
        return may(self.viewer, Perm.READ_VISIT_NOTES, self.visit)

    @cached_property
    def may_plan(self) -> bool:
        return self.is_open and may(self.viewer, Perm.PLAN_VISIT, self.visit)

    @cached_property
    def may_report(self) -> bool:
        return may(self.viewer, Perm.REPORT_SAFE, self.visit)

    @property
    def next(self) -> Next:
        """For this viewer: what the main button does."""
        visit = self.visit
        if visit.state == VisitState.PLANNED:
            return self._next_on_the_day()
        if visit.state == VisitState.DONE and self.is_ours and not visit.has_notes:
            return Next.NOTES
        if visit.took_them_there and self.is_ours and len(self.hours) < 2:
            return Next.HOURS
        return {VisitState.OFFERED: Next.ANSWER, VisitState.AGREED: Next.PLAN}.get(VisitState(visit.state), Next.NOTHING)

    def _next_on_the_day(self) -> Next:
        if self.visit.started_at is not None or self.visit.is_alarmed:
            return Next.SAFE
        return Next.START if self.is_the_day else Next.DAY

    @property
    def is_the_day(self) -> bool:
        day = day_of(self.visit)
        return day is not None and day <= clock.today(self.visit.school.timezone)

    @property
    def sentence(self) -> str:
        """Where this visit stands."""
        visit = self.visit
        words = {"child": apart(visit.family.student.called), "pair": apart(names_of(visit.pair)), "when": day_and_hour(visit)}
        if visit.is_alarmed:
            return _("Nobody has heard from %(pair)s since their visit.") % words
        if visit.state == VisitState.PLANNED and visit.started_at is not None:
            return _("%(pair)s are with the family of %(child)s.") % words
        if visit.called_off_because == CalledOff.NOT_MET:
            return _("We went to see the family of %(child)s and did not meet. That happens.") % words
        return str(_SENTENCES[VisitState(visit.state)]) % words

    @property
    def when(self) -> str:
        return day_and_hour(self.visit)

    @property
    def place(self) -> str:
        return place_of(self.visit)

    @property
    def asked(self) -> str:
        """Who was asked to look after the pair, where an alarm was raised."""
        return whom_we_asked(self.visit)

    @property
    def calls(self) -> str:
        """Whom to ring up: numbers of colleagues for the principal and the office, and for the two themselves."""
        numbers = phones_of(self.visit) if self.is_ours or sees_protected(self.viewer) else {}
        return listed(f"{one.full_name} {numbers.get(one.pk, '')}".strip() for one in self.visit.pair)


_SENTENCES = {
    VisitState.OFFERED: gettext_lazy("The family of %(child)s has been offered a visit. What did they say?"),
    VisitState.AGREED: gettext_lazy("The family of %(child)s would like a visit. Who goes, and when?"),
    VisitState.DECLINED: gettext_lazy("The family of %(child)s would rather not have a visit, and that is fine."),
    VisitState.PLANNED: gettext_lazy("%(pair)s visit the family of %(child)s: %(when)s."),
    VisitState.DONE: gettext_lazy("%(pair)s have visited the family of %(child)s."),
    VisitState.CALLED_OFF: gettext_lazy("The visit to the family of %(child)s does not take place."),
}


@dataclass(frozen=True)
class VisitCard:
    """What the page of a family says of visits. `visit`: the one under way, or the last one."""

    family: Family
    visit: HomeVisit | None
    may_offer: bool
    may_ask: bool
    sentence: str


def visits_page(person: Person) -> VisitsPage:
    """All visits this person may see: planned ones by day, those that wait for an answer or a day, and those of this school year."""
    school = school_of(person)
    visible = _with_names(HomeVisit.objects.visible_to(person))
    planned = visible.filter(state=VisitState.PLANNED).order_by("begins_at")
    waiting = visible.filter(state__in=[VisitState.OFFERED, VisitState.AGREED]).order_by("-state", "offered_at")
    done = visible.filter(state=VisitState.DONE, begins_at__gte=_since(school)).order_by("-begins_at")
    return VisitsPage(
        planned=list(planned[:MOST_SHOWN]),
        waiting=list(waiting[:MOST_SHOWN]),
        done=list(done[:MOST_SHOWN]),
        person=person,
        minutes=own_minutes(person, school) if school else 0,
    )


def visit_for(person: Person, pk: int) -> HomeVisit | None:
    """One visit, if this person may see it."""
    return _with_names(HomeVisit.objects.visible_to(person)).filter(pk=pk).first()


def visit_page(visit: HomeVisit, viewer: Person) -> VisitPage:
    """Where they live is shown while the visit is planned only, to the two who go and to those who look after the school."""
    hosts = hosts_of(visit.family, at=visit.school_id)
    if visit.state == VisitState.PLANNED and not visit.where and may(viewer, Perm.REPORT_SAFE, visit):
        hosts = with_address(hosts, viewer)
    hours = list(visit.hours.select_related("person").order_by("person__family_name", "pk"))
    return VisitPage(visit, viewer, hosts, may_be_visited(visit.family), hours)


def visit_card(family: Family, viewer: Person) -> VisitCard | None:
    """Nothing where nobody of the home may be contacted, or where the viewer does not look after the family."""
    if not may_be_visited(family) or not may(viewer, Perm.PLAN_VISIT, family):
        return None
    visits = _with_names(HomeVisit.objects.visible_to(viewer)).filter(family=family).order_by("-offered_at", "-pk")
    visit, free = visits.first(), may_offer(family)
    under_way = HomeVisit.objects.under_way().filter(family=family).exists()
    return VisitCard(family, visit, free, not free and not under_way, _card_sentence(visit, free=free))


def _card_sentence(visit: HomeVisit | None, *, free: bool) -> str:
    state = visit.state if visit else ""
    if visit and state == VisitState.PLANNED:
        return _("%(pair)s come to see them: %(when)s.") % {"pair": names_of(visit.pair), "when": day_and_hour(visit)}
    if free and state == VisitState.CALLED_OFF:
        return _("A visit was under way and did not take place. They may be asked again.")
    if free:
        return _("Nobody has asked them this school year whether they would like a visit.")
    known = {
        VisitState.OFFERED: _("A visit has been offered; their answer is not written down yet."),
        VisitState.AGREED: _("They would like a visit."),
        VisitState.DECLINED: _("They would rather not have a visit this school year, and we leave it at that unless they ask."),
        VisitState.DONE: _("They were visited within the last year."),
    }
    if visit and state in known:
        return known[VisitState(state)]
    return _("This home was asked for another of its children, so we do not ask again now.")


def _since(school: School | None) -> dt.datetime:
    return year_began_at([school])[school.pk] if school else clock.now()


def _with_names(visits: HomeVisitQuerySet) -> HomeVisitQuerySet:
    return visits.select_related("family__student", "school", "lead", "partner", "offered_by", "activity")
