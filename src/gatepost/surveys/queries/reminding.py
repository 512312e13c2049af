"""Who may be reminded at this moment, and who is left in peace, and why."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gatepost.channels.models import Delivery, DeliveryState, MailingKind
from gatepost.framework.types import Sector
from gatepost.kernel import clock
from gatepost.people.calendar import SchoolCalendar, calendars_of
from gatepost.surveys.models import Invitation, Survey
from gatepost.surveys.queries.answering import today_at
from gatepost.surveys.queries.audience import Asked, Audience, audience_of

# A family that got so many messages within a week gets no reminder on top.
MOST_IN_A_WEEK = 3
WEEK = dt.timedelta(days=7)
SCHOOL_DAYS_BETWEEN = 5
_ON_ITS_WAY = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.DELIVERED)


@dataclass
class Reminding:
    """`due`: to be reminded now. `held_back`: had enough messages this week. The others, as counts of why not."""

    due: list[tuple[Asked, Invitation]] = field(default_factory=list)
    held_back: int = 0
    too_soon: int = 0
    often_enough: int = 0
    no_longer_asked: int = 0

    @property
    def silent(self) -> int:
        """Everybody who has neither answered nor asked to be left in peace, and may still be asked."""
        return len(self.due) + self.held_back + self.too_soon + self.often_enough


def reminding_of(survey: Survey, audience: Audience | None = None) -> Reminding:
    """From the rights and contact points of this moment: who lost the right since is not written to."""
    asked = (audience or audience_of(survey)).asked
    asked_now = {(one.person.pk, one.sector): one for one in asked if one.sector != Sector.STUDENTS}
    waiting = _waiting(survey)
    week = _messages_of_the_week(survey, waiting)
    calendar = calendars_of([survey.school_id])[survey.school_id]
    today = today_at(survey)
    found = Reminding()
    for invitation in waiting:
        one = asked_now.get((invitation.person_id, invitation.sector))
        if one is None:
            found.no_longer_asked += 1
        elif invitation.reminded >= survey.reminders:
            found.often_enough += 1
        elif not _long_enough_ago(invitation, calendar, today):
            found.too_soon += 1
        elif invitation.sector == Sector.FAMILIES and len(week[invitation.pk]) >= MOST_IN_A_WEEK:
            found.held_back += 1
        else:
            found.due.append((one, invitation))
    return found


def _waiting(survey: Survey) -> Sequence[Invitation]:
    """Asked, not declined, and nobody of the same family or the person herself has answered."""
    answered = survey.invitations.exclude(answered_on=None).values_list("sector", "unit_key")
    done = set(answered)
    rows = survey.invitations.filter(answered_on=None, declined_on=None, asked_on__isnull=False).exclude(sector=Sector.STUDENTS)
    return [row for row in rows.order_by("pk") if (row.sector, row.unit_key) not in done]


def _long_enough_ago(invitation: Invitation, calendar: SchoolCalendar, today: dt.date) -> bool:
    last = invitation.reminded_on or invitation.asked_on
    return last is not None and calendar.school_days_between(last, today) >= SCHOOL_DAYS_BETWEEN


def _messages_of_the_week(survey: Survey, invitations: Iterable[Invitation]) -> dict[int, set[int]]:
    """The mailings of the last seven days to this adult or about these families, by invitation. Answers in a thread, which
    the family itself began, do not count."""
    about = Invitation.families.through.objects.filter(invitation__in=[row.pk for row in invitations])
    families: dict[int, list[int]] = defaultdict(list)
    for invitation_id, family_id in about.values_list("invitation_id", "family_id"):
        families[invitation_id].append(family_id)
    sent = Delivery.objects.filter(
        mailing__kind=MailingKind.NOTE, mailing__created_at__gte=clock.now() - WEEK, state__in=_ON_ITS_WAY
    )
    to_person: dict[int, set[int]] = defaultdict(set)
    to_asked = sent.filter(person__in=survey.invitations.values("person"))
    for person_id, mailing_id in to_asked.values_list("person_id", "mailing_id"):
        to_person[person_id].add(mailing_id)
    to_family: dict[int, set[int]] = defaultdict(set)
    about_asked = Delivery.families.through.objects.filter(
        delivery__in=sent.values("pk"), family__in=survey.invitations.values("families")
    )
    for family_id, mailing_id in about_asked.values_list("family_id", "delivery__mailing_id"):
        to_family[family_id].add(mailing_id)
    return {
        row.pk: to_person[row.person_id].union(*(to_family[family_id] for family_id in families[row.pk])) for row in invitations
    }
