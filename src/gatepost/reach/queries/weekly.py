"""The Monday letter: to whom it goes and what stands in it.

An e-mail is a postcard: children by given name and section only, nobody else of a family, and all else behind the sign-in.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date
from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _

from gatepost.accounts.models import User
from gatepost.accounts.queries.staff import Access, access_of
from gatepost.errands.models import Errand
from gatepost.kernel import clock
from gatepost.people.models import Enrolment, EnrolmentRole, Family, Person, School
from gatepost.people.queries import acting_at, staff_now
from gatepost.people.roles import Role
from gatepost.reach import weekly_wording as say
from gatepost.reach.ladder import StepKind
from gatepost.reach.models import Attempt, Case, ClosingReason, FamilyState, GroupKind, ReachState, StoppedLetter, WeekCount
from gatepost.reach.queries.ten import Turn, this_weeks_ten

WEEK = dt.timedelta(days=7)
# More than this nobody reads in a letter; the rest stands on the page.
LONGEST_LIST = 25


@dataclass(frozen=True)
class Item:
    """One line of a list: the child's given name and section, why, what next, by when, and the page behind it."""

    child: str
    sections: str
    step: str
    url: str
    reason: str = ""
    due_on: dt.date | None = None
    is_overdue: bool = False

    @property
    def due_in_words(self) -> str:
        """With its weekday, and never "tomorrow": a letter may be read the day after."""
        return format_date(self.due_on, format="EEEE d MMMM", locale=to_locale(get_language() or "en")) if self.due_on else ""


@dataclass(frozen=True)
class Letter:
    """What one person gets. `ten` only for the principal; `unreached`: colleagues who should get one and cannot."""

    person: Person
    school: School
    monday: dt.date
    sentences: tuple[str, ...]
    ten: list[Item] = field(default_factory=list)
    own: list[Item] = field(default_factory=list)
    more: int = 0
    unreached: list[str] = field(default_factory=list)
    is_for_principal: bool = False

    @property
    def subject(self) -> str:
        return _("Your Monday letter, %(school)s") % {"school": self.school.name}


@dataclass(frozen=True)
class Recipients:
    """Whom the letter of a week is for, and who of them cannot get it: nobody has let them in yet."""

    reached: dict[int, str]
    unreached: list[Person]


def recipients_of(school: School, monday: dt.date) -> Recipients:
    """Principals, owners of open cases and owners of errands due this week. Person → address."""
    principals = staff_now(school.pk).filter(school_roles__school=school, school_roles__role=Role.PRINCIPAL,
        school_roles__ended_at=None)  # fmt: skip
    cases = Case.objects.open().filter(school=school)
    errands = Errand.objects.open().filter(school=school, due_on__lt=monday + WEEK)
    wanted = {*principals.values_list("pk", flat=True), *cases.values_list("owner_id", flat=True)}
    wanted |= set(errands.values_list("owner_id", flat=True))
    people = list(staff_now(school.pk).filter(pk__in=wanted).order_by("family_name", "given_name", "pk"))
    users = {user.person_id: user for user in User.objects.filter(person__in=people)}
    reached: dict[int, str] = {}
    for person in people:
        user = users.get(person.pk)
        if user is not None and user.email and access_of(user) == Access.ACTIVE:
            reached[person.pk] = user.email
    return Recipients(reached, [person for person in people if person.pk not in reached])


def is_stopped(person: Person, school: School) -> bool:
    return StoppedLetter.objects.filter(person=person, school=school).exists()


def letter_for(person: Person, school: School, monday: dt.date) -> Letter | None:
    """The letter this person would get now; None where there is nothing to say."""
    reader = acting_at(person, school.pk)
    own = _own_items(reader, school, monday)
    if school.pk in reader.schools_as({Role.PRINCIPAL}):
        return _principals_letter(reader, school, monday, own)
    cases = _own_cases(reader, school)
    if not own and not cases.exists():
        return None
    due = [item for item in own if item.due_on is not None and item.due_on < monday + WEEK]
    without_step = sum(1 for item in own if item.due_on is None)
    sentences = (
        say.whom_you_look_after(cases.count(), without_step),
        say.what_was_tried(*_last_week(school, monday, owner=reader), is_own=True),
        say.what_your_week_asks(len(due), sum(item.is_overdue for item in due), next((item.child for item in due), "")),
    )
    return Letter(reader, school, monday, sentences, own=own[:LONGEST_LIST], more=max(len(own) - LONGEST_LIST, 0))


def _principals_letter(reader: Person, school: School, monday: dt.date, own: list[Item]) -> Letter | None:
    turns = this_weeks_ten(reader)
    steps, in_dialogue = _last_week(school, monday)
    today = clock.today(school.timezone)
    planned = Errand.objects.open().filter(school=school, attempt__isnull=False, due_on__lt=monday + WEEK)
    due, overdue = planned.count(), planned.filter(due_on__lt=today).count()
    unreached = [one.full_name for one in recipients_of(school, monday).unreached if one.pk != reader.pk]
    if not any((turns, own, steps, in_dialogue, due, unreached)):
        return None
    sentences = (
        _where_we_stand(school, monday),
        say.what_was_tried(steps, in_dialogue),
        say.what_this_week_asks(len(turns), due, overdue),
    )
    more = max(len(own) - LONGEST_LIST, 0)
    return Letter(
        reader, school, monday, sentences, [_of_turn(turn) for turn in turns], own[:LONGEST_LIST], more, unreached, True
    )


def _where_we_stand(school: School, monday: dt.date) -> str:
    """Now, beside the Friday before last week began to work: a week ago."""
    counts = dict(FamilyState.objects.filter(school=school).order_by().values_list("state").annotate(Count("pk")))
    friday = monday - WEEK - dt.timedelta(days=3)
    then = WeekCount.objects.filter(school=school, on=friday, kind=GroupKind.ALL, group="").first()
    missed, lost = counts.get(ReachState.NOT_REACHED, 0), counts.get(ReachState.NO_CONTACT, 0)
    return say.where_we_stand(missed, lost, sum(counts.values()), then.not_reached if then else None)


def _last_week(school: School, monday: dt.date, owner: Person | None = None) -> tuple[int, int]:
    """Planned steps that were finished last week, and cases that ended in dialogue; of one owner or of all."""
    local = {"begin": _midnight(monday - WEEK, school), "end": _midnight(monday, school)}
    when = {"closed_at__gte": local["begin"], "closed_at__lt": local["end"]}
    steps = Errand.objects.filter(school=school, attempt__isnull=False, **when)
    settled = Case.objects.filter(school=school, closing_reason=ClosingReason.IN_DIALOGUE, **when)
    if owner is not None:
        steps, settled = steps.filter(owner=owner), settled.filter(owner=owner)
    return steps.count(), settled.count()


def _own_cases(person: Person, school: School) -> "QuerySet[Case]":
    """Only of families the owner may see as of today: a list outlives a class that was handed over."""
    families = Family.objects.visible_to(person)
    return Case.objects.open().filter(owner=person, school=school, family__in=families)


def _own_items(person: Person, school: School, monday: dt.date) -> list[Item]:
    """One's cases with their next step, and other errands due this week: overdue first, what has no day last."""
    cases = list(_own_cases(person, school).select_related("family__student").order_by("opened_at"))
    next_steps: dict[int, Attempt] = {}
    attempts = Attempt.objects.filter(case__in=cases, errand__closed_at=None).select_related("errand")
    for attempt in attempts.order_by("-errand__due_on", "-pk"):
        next_steps[attempt.case_id] = attempt
    errands = (
        Errand.objects.open()
        .filter(Q(family=None) | Q(family__in=Family.objects.visible_to(person)))
        .filter(owner=person, school=school, due_on__lt=monday + WEEK)
        .exclude(attempt__case__in=cases)
        .select_related("family__student")
    )
    students = [case.family.student_id for case in cases]
    students += [errand.family.student_id for errand in errands if errand.family]
    sections, today = _section_names(students), clock.today(school.timezone)
    items = [_of_case(case, next_steps.get(case.pk), sections, today) for case in cases]
    items += [_of_errand(errand, sections, today) for errand in errands]
    return sorted(items, key=lambda item: (item.due_on is None, item.due_on or dt.date.max, item.child))


def _of_turn(turn: Turn) -> Item:
    child = turn.home.state.family.student
    sections = ", ".join(section.name for section in turn.home.sections)
    # Not why this step is proposed: that may name somebody.
    return Item(child.called, sections, str(turn.step.kind.label), _address(turn.url), turn.tried)


def _of_case(case: Case, attempt: Attempt | None, sections: dict[int, str], today: dt.date) -> Item:
    child = case.family.student
    address = _address(reverse("reach:family", args=[case.family_id]))
    if attempt is None:
        return Item(child.called, sections.get(child.pk, ""), _("Plan the next step"), address)
    due = attempt.errand.due_on
    return Item(child.called, sections.get(child.pk, ""), str(StepKind(attempt.step).label), address, "", due, due < today)


def _of_errand(errand: Errand, sections: dict[int, str], today: dt.date) -> Item:
    """By its kind only: titles of errands name people."""
    child = errand.family.student if errand.family else None
    return Item(
        child.called if child else "",
        sections.get(child.pk, "") if child else "",
        errand.get_kind_display(),
        _address(reverse("errands:errand", args=[errand.pk])),
        "",
        errand.due_on,
        errand.due_on < today,
    )


def _section_names(student_ids: Iterable[int]) -> dict[int, str]:
    """Of each child the section it belongs to; the homeroom where there are several."""
    enrolments = Enrolment.objects.filter(
        person__in=list(student_ids), role=EnrolmentRole.STUDENT, ended_at=None, section__ended_at=None
    ).order_by("-section__kind", "-section__name")
    return dict(enrolments.values_list("person_id", "section__name"))


def _address(path: str) -> str:
    return settings.BASE_URL + path


def _midnight(day: dt.date, school: School) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), zone_of(school))


def zone_of(school: School) -> ZoneInfo:
    """Its zone; UTC where what is entered is none."""
    try:
        return ZoneInfo(school.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
