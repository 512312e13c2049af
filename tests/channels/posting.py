"""Posting mailings in tests: the cast's family by one channel, or many families at once."""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence

from tests.support.cast import Cast, make_guardian, make_student

from gatepost.channels import commands
from gatepost.channels.addressing import Addressee, Occasion, Words
from gatepost.channels.models import Delivery, Mailing
from gatepost.channels.ports import Outgoing
from gatepost.people.models import ContactPoint, Family, Person

ENGLISH = Words(language="en", frame_language="en", body="Dear family, {child} read aloud today.", original_language="en")
SOMALI = Words(
    language="so",
    frame_language="so",
    body="Qoyska qaaliga ah, {child} maanta ayuu akhriyey.",
    original_language="en",
    original_body="Dear family, {child} read aloud today.",
)


def occasion(cast: Cast, **changes: object) -> Occasion:
    given: dict[str, object] = {
        "school": cast.school,
        "section": cast.section,
        "kind": "note",
        "sender": cast.ben,
        "reference": "tests.note:1",
    }
    return Occasion(**(given | changes))  # type: ignore[arg-type]


def to(person: Person, *, channel: str = "email", words: Words = ENGLISH, families: Sequence[Family] | None = None) -> Addressee:
    """An adult by one channel, at the first contact point of that kind, about all the adult's families."""
    about = families if families is not None else list(Family.objects.filter(guardianships__adult=person).order_by("pk"))
    point = ContactPoint.objects.filter(person=person, kind=channel).order_by("priority", "pk").first()
    return Addressee(
        person_id=person.pk,
        family_ids=tuple(family.pk for family in about),
        channel=channel,
        words=words.key,
        address=point.value if point else "",
        contact_point_id=point.pk if point else None,
        personal={"child": ", ".join(family.student.called for family in about), "greeting": person.full_name},
    )


def post(cast: Cast, *addressees: Addressee, words: Sequence[Words] = (ENGLISH, SOMALI), **changes: object) -> Mailing:
    return commands.post_mailing(occasion(cast, **changes), words=list(words), addressees=list(addressees), by=None)


def post_to_amina(cast: Cast, *, channel: str = "email", words: Words = ENGLISH, **changes: object) -> Delivery:
    mailing = post(cast, to(cast.amina, channel=channel, words=words), **changes)
    return Delivery.objects.get(mailing=mailing)


def deliver(mailing: Mailing, channel: str = "email") -> int:
    return commands.deliver_mailing(mailing.pk, channel=channel)


def many_guardians(cast: Cast, number: int, *, language: str = "en") -> list[Person]:
    """Guardians of as many students of 4B, each with an e-mail address."""
    return [
        make_guardian(
            make_student(cast.section, f"Child{index}", f"Family{index:05}"),
            f"Adult{index}",
            language=language,
            email=f"adult{index}@example.org",
        )
        for index in range(number)
    ]


def in_an_hour() -> dt.datetime:
    return dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)


def outgoing(deliveries: Sequence[Delivery], lease: uuid.UUID | None = None) -> Iterator[Outgoing]:
    """What a provider is given for these rows, which a worker holds."""
    lease = lease or uuid.uuid4()
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries]).update(state="sending", lease=lease)
    for delivery in deliveries:
        yield Outgoing(
            delivery.pk, delivery.mailing_id, delivery.person_id, delivery.address, delivery.personal, delivery.content, lease
        )
