"""Opening a survey: everybody it asks gets it, each in the own language and by the own way; asking who is new; closing it."""

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gatepost.channels.addressing import Addressee, Occasion, Words
from gatepost.channels.commands.mailings import post_mailing, stop_mailing
from gatepost.channels.commands.system_mail import post_system_mail
from gatepost.channels.models import Channel, DeliveryState, Mailing, MailingKind
from gatepost.conversations.wording import children_in_words, greeting
from gatepost.framework.types import ContentKind, InvolvementType, Sector
from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import ConflictError, NotReadyError
from gatepost.kernel.jobs import defer
from gatepost.people.models import ContactKind, ContactPoint, Person
from gatepost.people.models.contacts import USABLE_STATES
from gatepost.surveys.inviting import minutes_for, staff_words, words_for
from gatepost.surveys.models import Invitation, SheetRun, Survey, SurveyState, Unit
from gatepost.surveys.queries.answering import today_at
from gatepost.surveys.queries.audience import Asked, Audience, audience_of
from gatepost.surveys.queries.surveys import faults_of
from gatepost.surveys.rules import Perm
from gatepost.surveys.tokens import carried_by
from gatepost.touchpoints.models import Activity

# How long the invitations wait before they leave: closing the survey meanwhile takes them back.
HOLD = dt.timedelta(seconds=60)
# From this many people on, the sender types the number (as with notes).
TYPED_COUNT_FROM = 500
_AT_ONCE = 2000


@transaction.atomic
def open_survey(survey: Survey, *, expected: int, by: Person) -> Survey:
    """From now on it takes answers, its promise stands, and everybody it asks is invited.

    `expected` is the number of people whom the sender saw. Raises NotReadyError while something is missing, ConflictError
    where it is open already or the people have changed meanwhile.
    """
    ensure(by, Perm.SEND, survey)
    locked = _locked(survey)
    if locked.state != SurveyState.DRAFT:
        raise ConflictError(_("This survey has been opened already. Nobody was asked twice."))
    faults = faults_of(locked)
    if faults:
        raise NotReadyError(" ".join(str(fault) for fault in faults[:3]))
    audience = audience_of(locked)
    _ensure_as_seen(audience, expected)
    locked.state, locked.opened_at = SurveyState.OPEN, clock.now()
    locked.save(update_fields=["state", "opened_at"])
    ask(locked, audience.asked, by=by)
    history.record("surveys.open_survey", by=by, subject=locked, asked=audience.count, privacy=locked.privacy)
    return locked


@transaction.atomic
def ask_new(survey: Survey, *, by: Person) -> int:
    """Ask those who have come since: new families, new colleagues. Returns how many; nobody is asked twice."""
    ensure(by, Perm.SEND, survey)
    locked = _locked(survey)
    _ensure_open(locked)
    fresh = who_is_new(locked)
    if not fresh:
        raise NotReadyError(_("Nobody is new: everybody whom this survey asks has been asked already."))
    ask(locked, fresh, by=by)
    history.record("surveys.ask_new", by=by, subject=locked, asked=len(fresh))
    return len(fresh)


@transaction.atomic
def close_survey(survey: Survey, *, by: Person | None) -> Survey:
    """No more answers. What waits in the box is let out, or deleted where fewer than ten have answered."""
    ensure(by, Perm.SEND, survey)
    locked = _locked(survey)
    _ensure_open(locked)
    locked.state, locked.closed_at = SurveyState.CLOSED, clock.now()
    locked.save(update_fields=["state", "closed_at"])
    SheetRun.objects.filter(survey=locked).update(pdf=b"")  # names, and codes that count for nothing now
    for mailing in Mailing.objects.filter(reference=reference_of(locked), stopped_at=None):
        if mailing.deliveries.filter(state=DeliveryState.QUEUED).exists():
            stop_mailing(mailing, by=None)
    # Not held back by a look into the box that waits for its quarter of an hour.
    defer("surveys.let_out", queue="heavy", once=f"surveys.let_out:{locked.pk}:closed", survey_id=locked.pk)
    defer("surveys.tally", once=f"surveys.tally:{locked.pk}", survey_id=locked.pk)
    history.record("surveys.close_survey", by=by, subject=locked)
    return locked


def close_due() -> int:
    """Close those whose last day has passed where they lie. Returns how many."""
    open_ones = Survey.objects.filter(state=SurveyState.OPEN, closes_on__isnull=False).select_related("school")
    due = [survey for survey in open_ones if survey.closes_on is not None and survey.closes_on < today_at(survey)]
    for survey in due:
        close_survey(survey, by=None)
    return len(due)


def who_is_new(survey: Survey, audience: Audience | None = None) -> list[Asked]:
    """Those whom it would ask today and has not asked."""
    known = set(survey.invitations.values_list("person_id", "sector"))
    return [one for one in (audience or audience_of(survey)).asked if (one.person.pk, one.sector) not in known]


def reference_of(survey: Survey) -> str:
    """How a mailing names the survey it invites to."""
    return f"surveys.survey:{survey.pk}"


def ask(survey: Survey, asked: Sequence[Asked], *, by: Person) -> None:
    """Write everybody down and send to all who have a way. Students are asked in class: nothing is sent to them."""
    invitations = write_invitations(survey, asked, asked_on=today_at(survey))
    adults = [(one, invitation) for one, invitation in zip(asked, invitations, strict=True) if one.way is not None]
    post_to_families(survey, adults, by=by)
    staff = [invitation for invitation in invitations if invitation.sector in {Sector.TEACHERS, Sector.DIRECTORS}]
    post_to_staff(survey, staff)


def post_to_families(
    survey: Survey, adults: Sequence[tuple[Asked, Invitation]], *, by: Person | None, again: bool = False
) -> None:
    """One mailing: a contact of the type communicating, answered on a page of its own and so silent about who answers."""
    if not adults:
        return
    minutes = minutes_for(survey.items.filter(sectors__contains=[Sector.FAMILIES]).count())
    words: dict[str, Words] = {}
    addressees = []
    for one, invitation in adults:
        if one.language not in words:
            words[one.language] = words_for(survey, one.language, minutes=minutes, again=again)
        addressees.append(_addressee(survey, one, invitation, words[one.language]))
    occasion = Occasion(
        school=survey.school,
        kind=MailingKind.NOTE,
        reference=reference_of(survey),
        sender=by or survey.created_by,
        release_at=clock.now() + HOLD,
        involvement_type=InvolvementType.COMMUNICATING,
        content_kind=ContentKind.SOCIAL,
        activity_id=_activity_of(survey),
    )
    different = {said.key: said for said in words.values()}
    post_mailing(occasion, words=list(different.values()), addressees=addressees, by=by)


def post_to_staff(survey: Survey, invitations: Sequence[Invitation], *, again: bool = False) -> None:
    """A mail of Gatepost's own to each colleague; the link leads to the page behind their own door."""
    page = f"{settings.BASE_URL}{reverse('surveys:mine')}"
    people = [invitation.person_id for invitation in invitations]
    points = ContactPoint.objects.filter(person__in=people, kind=ContactKind.EMAIL, ended_at=None, state__in=USABLE_STATES)
    addresses = dict(points.order_by("-priority", "-pk").values_list("person_id", "value"))
    signed_in = Person.objects.filter(pk__in=people, user__is_active=True).exclude(user__email=None)
    addresses |= {key: str(email) for key, email in signed_in.values_list("pk", "user__email")}
    numbers: dict[str, int] = {}
    for invitation in invitations:
        sector = invitation.sector
        numbers.setdefault(sector, survey.items.filter(sectors__contains=[sector]).count())
        if address := addresses.get(invitation.person_id):
            subject, body = staff_words(survey, invitation, minutes=minutes_for(numbers[sector]), page=page, again=again)
            post_system_mail([address], subject=subject, body=body)


def write_invitations(survey: Survey, asked: Sequence[Asked], *, asked_on: dt.date) -> list[Invitation]:
    """Who is asked, as they are on that day, in three statements; nothing is sent."""
    rows = Invitation.objects.bulk_create(
        [
            Invitation(
                survey=survey,
                person=one.person,
                sector=one.sector,
                unit_key=one.unit_key,
                language=one.language,
                grade=one.grade,
                section_name=one.section_name,
                need=one.need,
                asked_on=asked_on,
            )
            for one in asked
        ],
        batch_size=_AT_ONCE,
    )
    about = Invitation.families.through
    links = [
        about(invitation_id=row.pk, family_id=key)
        for one, row in zip(asked, rows, strict=True)
        for key in dict.fromkeys(family.pk for family in one.families)
    ]
    about.objects.bulk_create(links, batch_size=_AT_ONCE)
    return rows


def _addressee(survey: Survey, one: Asked, invitation: Invitation, words: Words) -> Addressee:
    way = one.way
    assert way is not None  # noqa: S101 -- only those with a way come here
    to_the_home = way.channel == Channel.LETTER and survey.unit == Unit.FAMILY
    return Addressee(
        person_id=one.person.pk,
        family_ids=tuple(family.pk for family in one.families),
        channel=way.channel,
        words=words.key,
        address=way.contact_point.value if way.contact_point else "",
        contact_point_id=way.contact_point.pk if way.contact_point else None,
        personal={
            "child": children_in_words(one.lines),
            "greeting": greeting(one.person, one.lines, way.channel) if to_the_home else one.person.full_name,
            **carried_by(invitation),
        },
    )


def _activity_of(survey: Survey) -> int | None:
    """The action of the plan the survey belongs to, so that it counts there."""
    if not survey.reference:
        return None
    found = Activity.objects.filter(school=survey.school_id, reference=survey.reference)
    return found.values_list("pk", flat=True).first()


def _locked(survey: Survey) -> Survey:
    return Survey.objects.select_for_update(of=("self",)).select_related("school").get(pk=survey.pk)


def _ensure_open(survey: Survey) -> None:
    if survey.state == SurveyState.DRAFT:
        raise NotReadyError(_("This survey has not been opened yet."))
    if survey.state == SurveyState.CLOSED:
        raise ConflictError(_("This survey is closed already. Nothing was changed."))


def _ensure_as_seen(audience: Audience, expected: int) -> None:
    if not audience.count:
        raise NotReadyError(_("There is nobody whom this survey asks. Nothing was sent."))
    if audience.count != expected:
        raise ConflictError(
            ngettext(
                "The people have changed meanwhile: it is %(count)d now. Nothing was sent; please look once more.",
                "The people have changed meanwhile: they are %(count)d now. Nothing was sent; please look once more.",
                audience.count,
            )
            % {"count": audience.count}
        )
