"""Posting a mailing, releasing it, stopping it."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from gatepost.channels import tokens
from gatepost.channels.addressing import Addressee, Occasion, Words
from gatepost.channels.models import Channel, Content, Delivery, DeliveryState, Mailing, MailingKind
from gatepost.channels.rules import Perm
from gatepost.errands import commands as errands
from gatepost.history import commands as history
from gatepost.kernel import clock, jobs
from gatepost.kernel.access import ensure
from gatepost.people.models import Person

QUEUE_OF = {MailingKind.NOTE: "deliver"}
# From here on two workers share one mailing.
SHARED_FROM = 500
_COLUMNS = (
    "id, mailing_id, content_id, person_id, channel, contact_point_id, address, personal, state, waits_for, reason, attempts,"
    " due_at, provider, provider_reference, code_digest, previous_id"
)


@transaction.atomic
def post_mailing(occasion: Occasion, *, words: Sequence[Words], addressees: Sequence[Addressee], by: Person | None) -> Mailing:
    """Write down one act of sending, whole, and ask the workers to carry it from its release on."""
    now = clock.now()
    mailing = Mailing.objects.create(
        school=occasion.school,
        section=occasion.section,
        kind=occasion.kind,
        sender=occasion.sender,
        reference=occasion.reference,
        involvement_type=occasion.involvement_type,
        content_kind=occasion.content_kind,
        tone=occasion.tone,
        activity_id=occasion.activity_id,
        created_at=now,
        release_at=occasion.release_at or now,
    )
    contents = _write_contents(mailing, occasion, words)
    write_deliveries(mailing, contents, addressees, due_at=mailing.release_at)
    history.record("channels.post_mailing", by=by, subject=mailing, deliveries=len(addressees))
    defer_carrying(mailing, {addressee.channel for addressee in addressees}, how_many=len(addressees))
    return mailing


@transaction.atomic
def release_mailing(mailing: Mailing, *, by: Person | None) -> Mailing:
    """Let it go now instead of at the end of its hold."""
    ensure(by, Perm.STOP, mailing)
    mailing.release_at = clock.now()
    mailing.save(update_fields=["release_at"])
    waiting = mailing.deliveries.filter(state=DeliveryState.QUEUED)
    waiting.update(due_at=mailing.release_at)
    history.record("channels.release_mailing", by=by, subject=mailing)
    defer_carrying(mailing, set(waiting.values_list("channel", flat=True).distinct()), how_many=waiting.count())
    return mailing


@transaction.atomic
def stop_mailing(mailing: Mailing, *, by: Person | None) -> int:
    """Nothing that a worker has not taken up yet leaves any more; before release this takes the whole note back.

    Workers ask once a second while they send, so it holds within seconds. Returns how many were spared.
    """
    ensure(by, Perm.STOP, mailing)
    now = clock.now()
    mailing.stopped_at, mailing.stopped_by = mailing.stopped_at or now, mailing.stopped_by or by
    mailing.save(update_fields=["stopped_at", "stopped_by"])
    waiting = mailing.deliveries.filter(state=DeliveryState.QUEUED)
    calls = [errand_source(key) for key in waiting.exclude(waits_for="").values_list("pk", flat=True)]
    piles = [run_source(key) for key in mailing.letter_runs.filter(handed_out_at=None).values_list("pk", flat=True)]
    errands.withdraw([*calls, *piles], by=by)
    spared = waiting.update(state=DeliveryState.CANCELLED, reason="stopped", settled_at=now, waits_for="")
    history.record("channels.stop_mailing", by=by, subject=mailing, spared=spared)
    return spared


def errand_source(delivery_id: int) -> str:
    """How an errand names the delivery that asked for it."""
    return f"channels.delivery:{delivery_id}"


def run_source(run_id: int) -> str:
    """How the errand to hand a pile of letters out names it."""
    return f"channels.letterrun:{run_id}"


def defer_carrying(mailing: Mailing, channels: Iterable[str], *, how_many: int) -> None:
    """Ask for workers: one per channel, two where there is much e-mail. A second copy of a waiting job is not made."""
    at = mailing.release_at if mailing.release_at > clock.now() else None
    for channel in sorted(set(channels)):
        queue = QUEUE_OF.get(MailingKind(mailing.kind), "urgent") if channel == Channel.EMAIL else "heavy"
        for part in range(2 if channel == Channel.EMAIL and how_many >= SHARED_FROM else 1):
            defer_slice(mailing.pk, channel, part, queue=queue, at=at)


def defer_slice(mailing_id: int, channel: str, part: int, *, queue: str, at: dt.datetime | None = None) -> None:
    # A job that waits for the release must not stand in the way of one that shall run now.
    once = f"channels.deliver:{mailing_id}:{channel}:{part}" + (":held" if at else "")
    jobs.defer("channels.deliver_mailing", queue=queue, at=at, once=once, mailing_id=mailing_id, channel=channel, part=part)


def write_deliveries(
    mailing: Mailing,
    contents: dict[tuple[str, str], Content],
    addressees: Sequence[Addressee],
    *,
    due_at: dt.datetime,
    previous: Delivery | None = None,
) -> list[int]:
    """Delivery rows and their families through COPY: 20,000 in about a second. Returns the keys, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('channels_delivery', 'id')) FROM generate_series(1, %s)", [len(addressees)]
        )
        keys = [int(row[0]) for row in cursor.fetchall()]
        with cursor.copy(f"COPY channels_delivery ({_COLUMNS}) FROM STDIN") as copy:
            for key, to in zip(keys, addressees, strict=True):
                copy.write_row(_row(key, mailing.pk, contents[to.words].pk, to, due_at, previous))
        with cursor.copy("COPY channels_delivery_families (delivery_id, family_id) FROM STDIN") as copy:
            for key, to in zip(keys, addressees, strict=True):
                for family_id in dict.fromkeys(to.family_ids):
                    copy.write_row((key, family_id))
    return keys


def _row(
    key: int, mailing_id: int, content_id: int, to: Addressee, due_at: dt.datetime, previous: Delivery | None
) -> tuple[object, ...]:
    # A letter carries a code; a caller reads one out where the message is a link of one's own.
    digest = tokens.code_digest(key) if to.channel == Channel.LETTER or _is_told_a_code(to) else None
    before = previous.pk if previous else None
    return (
        key, mailing_id, content_id, to.person_id, to.channel, to.contact_point_id, to.address, Jsonb(dict(to.personal)),
        DeliveryState.QUEUED.value, "", "", 0, due_at, "", "", digest, before,
    )  # fmt: skip


def _is_told_a_code(to: Addressee) -> bool:
    return to.channel == Channel.PHONE and "own_page" in to.personal


def _write_contents(mailing: Mailing, occasion: Occasion, words: Sequence[Words]) -> dict[tuple[str, str], Content]:
    sender_name = occasion.sender_name or (occasion.sender.full_name if occasion.sender else "")
    rows = [
        Content(
            mailing=mailing,
            language=said.language,
            frame_language=said.frame_language,
            subject=said.subject,
            body=said.body,
            origin=said.origin,
            original_language=said.original_language,
            original_body=said.original_body,
            sender_name=sender_name,
            school_name=occasion.school_name or occasion.school.name,
        )
        for said in words
    ]
    return {(row.language, row.frame_language): row for row in Content.objects.bulk_create(rows)}
