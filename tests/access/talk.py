"""What was written in the world: notes, deliveries, threads, calls, letters, errands, drafts, each with its canary."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from gatepost.channels import tokens
from gatepost.channels.models import Content, Delivery, Inbound, LetterRun, Mailing
from gatepost.channels.models.system_mail import SystemMail
from gatepost.conversations.models import Draft, Message, Note, Thread
from gatepost.errands.models import Errand
from gatepost.languages.models import Text, Version
from gatepost.reach.models import FamilyState
from gatepost.touchpoints.models import Touchpoint
from tests.access.canaries import mark

if TYPE_CHECKING:
    from tests.access.world import World

NOW = dt.datetime.now(dt.UTC)
# section: author, and the child → adults who got the note.
NOTES = {
    "fourb": ("ben", {"yusuf": ["amina", "sami", "abdi", "exo"], "lena": ["olga"]}),
    "fivea": ("nora", {"hodan": ["amina", "sami"], "tom": ["tomas"]}),
    "sixc": ("eve", {"kofi": ["akua"]}),
}


def fill_with_talk(world: "World") -> None:
    for section, (author, families) in NOTES.items():
        note = _note(world, section, author)
        for child, adults in families.items():
            _talk(world, note, section, author, child)
            for adult in adults:
                _delivery(world, note, child, adult)
        _papers(world, note, section, author)
    for school in ("riverside", "hillside"):
        _post_room(world, school)


def _note(world: "World", section: str, author: str) -> Note:
    place = world.sections[section]
    text = _text(f"note{section}")
    mailing = Mailing.objects.create(
        school=place.school,
        section=place,
        kind="note",
        sender=world.people[author],
        reference=f"conversations.note:{section}",
        created_at=NOW,
        release_at=NOW - dt.timedelta(hours=1),
    )
    note = Note.objects.create(
        school=place.school, author=world.people[author], section=place, text=text, mailing=mailing, sent_at=NOW
    )
    world.things[f"note-{section}"] = note
    return note


def _text(scope: str) -> Text:
    text = Text.objects.create(original_language="en", created_at=NOW)
    for language in ("en", "es"):
        Version.objects.create(text=text, language=language, subject=mark(scope), body=mark(scope))
    return text


def _talk(world: "World", note: Note, section: str, author: str, child: str) -> None:
    family = world.families[f"family-{child}"]
    thread = Thread.objects.create(
        school=note.school,
        family=family,
        owner=world.people[author],
        section=note.section,
        last_at=NOW,
        unread_since=NOW,
    )
    world.things[f"thread-{child}"] = thread
    common: dict[str, Any] = {"thread": thread, "at": NOW}
    Message.objects.create(
        note=note, from_family=False, author=note.author, text=note.text, via="note", source=f"n:{child}", **common
    )
    for via in ("email", "slip"):
        Message.objects.create(from_family=True, body=mark(f"thread{child}"), via=via, source=f"{via}:{child}", **common)
    world.things[f"errand-{child}"] = Errand.objects.create(
        school=note.school,
        kind="call",
        owner=world.people[author],
        family=family,
        section=note.section,
        source=f"tests.call:{child}",
        title=mark(f"thread{child}"),
        reason=mark(f"thread{child}"),
        script=mark(f"thread{child}"),
        due_on=NOW.date(),
        created_at=NOW,
    )
    Touchpoint.objects.create(
        at=NOW,
        school=note.school,
        family=family,
        staff=note.author,
        direction="both",
        means="gate",
        outcome="took-part",
        note=mark(f"thread{child}"),
        source=f"tests.talk:{child}",
        recorded_at=NOW,
    )
    FamilyState.objects.update_or_create(
        family=family, defaults={"school": note.school, "state": "not-reached", "since": NOW.date(), "counted_at": NOW}
    )


def _delivery(world: "World", note: Note, child: str, adult: str) -> None:
    person = world.people[adult]
    content, _created = Content.objects.get_or_create(
        mailing=note.mailing,
        language="es",
        frame_language="es",
        defaults={
            "subject": note.text.versions.get(language="es").subject,
            "body": note.text.versions.get(language="es").body,
            "sender_name": note.author.full_name,
            "school_name": note.school.name,
            "original_language": "en",
            "original_body": note.text.versions.get(language="en").body,
        },
    )
    point = person.contact_points.get(kind="email")
    delivery = Delivery.objects.create(
        mailing=note.mailing,
        content=content,
        person=person,
        channel="email",
        contact_point=point,
        address=point.value,
        personal={"child": world.people[child].called, "greeting": person.full_name},
        state="sent",
        due_at=NOW,
        sent_at=NOW - dt.timedelta(minutes=30),
    )
    delivery.families.add(world.families[f"family-{child}"])
    Delivery.objects.filter(pk=delivery.pk).update(code_digest=tokens.code_digest(delivery))
    world.things[f"delivery-{child}-{adult}"] = delivery
    world.things[f"token-{child}-{adult}"] = tokens.link_url(delivery).rstrip("/").rsplit("/", 1)[1]


def _papers(world: "World", note: Note, section: str, author: str) -> None:
    draft = Draft.objects.create(
        author=world.people[author],
        section=note.section,
        school=note.school,
        content={"to": str(note.section_id), "subject": mark(f"draft{author}"), "body": mark(f"draft{author}")},
        saved_at=NOW,
    )
    world.things[f"draft-{author}"] = draft
    run = LetterRun.objects.create(
        mailing=note.mailing, pdf=f"%not a real pdf {mark(f'letters{section}')}".encode(), letters=1, pages=1, made_at=NOW
    )
    world.things[f"letters-{section}"] = run
    child, adults = next(iter(NOTES[section][1].items()))
    letter = Delivery.objects.create(
        mailing=note.mailing,
        content=note.mailing.contents.get(),
        person=world.people[adults[0]],
        channel="letter",
        personal={"child": world.people[child].called, "greeting": world.people[adults[0]].full_name},
        waits_for="hand-out",
        letter_run=run,
        due_at=NOW,
    )
    letter.families.add(world.families[f"family-{child}"])


def _post_room(world: "World", school: str) -> None:
    """Mail nobody could place yet, one that only the principal reads, and what stands on errands about it."""
    for scope, for_principal in (("post", False), ("court", True)):
        _inbound(world, school, scope, for_principal=for_principal)
    inbound = world.things[f"post-{school}"]
    world.things[f"errand-{school}"] = Errand.objects.create(
        school=world.schools[school],
        kind="read-inbound",
        owner=world.people["ofelia" if school == "riverside" else "pia"],
        source=f"channels.inbound:{inbound.pk}",
        title=mark(f"post{school}"),
        reason=mark(f"post{school}"),
        due_on=NOW.date(),
        created_at=NOW,
    )
    guardian = world[{"riverside": "amina", "hillside": "akua"}[school]]
    address = guardian.contact_points.get(kind="email").value
    words = mark(f"systemmail{school}")
    world.things[f"system-mail-{school}"] = SystemMail.objects.create(
        to=[address], subject=words, body=words, created_at=NOW, due_at=NOW
    )


def _inbound(world: "World", school: str, scope: str, *, for_principal: bool) -> None:
    mine = f"{scope}{school}"
    address = f"{mark(mine)}@example.org"
    text = f"From: {address}\r\nSubject: {mark(mine)}\r\n\r\n{mark(mine)}"
    world.things[f"{scope}-{school}"] = Inbound.objects.create(
        school=world.schools[school],
        is_for_principal=for_principal,
        received_at=NOW,
        raw=text.encode(),
        raw_digest=mine,
        envelope_from=address,
        from_address=address,
        subject=mark(mine),
        state="quarantined",
        kind="unplaced",
        text=mark(mine),
        full_text=mark(mine),
        attachments=[f"{mark(mine)}.pdf"],
        note=mark(mine),
    )
