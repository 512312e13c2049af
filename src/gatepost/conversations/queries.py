"""Reading notes and threads: always from what the viewer may see."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from gatepost.channels.models import Delivery, DeliveryState
from gatepost.conversations.models import Draft, Message, Note, Thread
from gatepost.conversations.rules import Perm
from gatepost.kernel import clock
from gatepost.kernel.access import GRANTS
from gatepost.kernel.text import search_key
from gatepost.people.models import Enrolment, Family, Person, Section
from gatepost.people.roles import STAFF_ROLES

# A family's status is the best that any of its adults' deliveries shows; from the best to the worst.
STATUS_ORDER = ("answered", "read", "delivered", "sent", "waiting", "failed", "cancelled", "suppressed", "unreachable")


@dataclass
class FamilyStatus:
    """One family of a note: what became of it, and each delivery behind it."""

    family: Family
    thread_id: int
    deliveries: list[Delivery] = field(default_factory=list)

    @property
    def status(self) -> str:
        found = {status_of(delivery) for delivery in self.deliveries}
        return next((status for status in STATUS_ORDER if status in found), "unreachable")

    @property
    def open_deliveries(self) -> list[Delivery]:
        """The last delivery to each adult: what came before it has been followed by another channel."""
        followed = {delivery.previous_id for delivery in self.deliveries}
        return [delivery for delivery in self.deliveries if delivery.pk not in followed]


def status_of(delivery: Delivery) -> str:
    """One word for a delivery: read and answered outrank what a provider said."""
    if delivery.answered_at:
        return "answered"
    if delivery.read_at:
        return "read"
    return {
        DeliveryState.QUEUED: "waiting",
        DeliveryState.SENDING: "waiting",
        DeliveryState.BOUNCED: "failed",
    }.get(DeliveryState(delivery.state), delivery.state)


def notes_of(person: Person) -> QuerySet[Note]:
    """Notes the person may see, newest first."""
    notes = Note.objects.visible_to(person).select_related("author", "section", "text", "mailing").distinct()
    return notes.prefetch_related("text__versions").order_by("-sent_at")


def statuses_of(note: Note) -> list[FamilyStatus]:
    """Every family of a note in the order of the children's names; the number of statements does not depend on theirs."""
    copies = Message.objects.filter(note=note, from_family=False).select_related("thread__family__student")
    by_family = {
        copy.thread.family_id: FamilyStatus(copy.thread.family, copy.thread_id)
        for copy in copies.order_by("thread__family__student__family_name", "thread__family__student__given_name", "pk")
    }
    deliveries = (
        Delivery.objects.filter(mailing_id=note.mailing_id)
        .select_related("person")
        .prefetch_related(Prefetch("families", queryset=Family.objects.only("pk")))
    )
    for delivery in deliveries.order_by("pk"):
        for family in delivery.families.all():
            if family.pk in by_family:
                by_family[family.pk].deliveries.append(delivery)
    return list(by_family.values())


def counts_of(statuses: list[FamilyStatus]) -> list[tuple[str, int]]:
    """(status, families) in the order of STATUS_ORDER, only those there are."""
    counted = dict.fromkeys(STATUS_ORDER, 0)
    for line in statuses:
        counted[line.status] += 1
    return [(status, number) for status, number in counted.items() if number]


def inbox_of(person: Person, *, only_waiting: bool = False, search: str = "") -> QuerySet[Thread]:
    """Threads the person may see: unread answers first, oldest of them first, then by last activity."""
    standing = Message.objects.filter(thread=OuterRef("pk"), withdrawn_at=None)
    waiting = standing.filter(from_family=True, at__gte=OuterRef("unread_since")).order_by("at", "pk")
    newest = standing.order_by("-at", "-pk")
    threads = Thread.objects.filter(pk__in=Thread.objects.visible_to(person).values("pk"))
    if only_waiting:
        threads = threads.exclude(unread_since=None)
    if search:
        threads = threads.filter(family__student__search_key__contains=search_key(search))
    return (
        threads.filter(Exists(standing))
        .select_related("family__student", "owner", "section", "school")
        .annotate(shown_id=Coalesce(Subquery(waiting.values("pk")[:1]), Subquery(newest.values("pk")[:1])))
        .order_by("unread_since", "-last_at", "-pk")
    )


def messages_to_show(threads: list[Thread]) -> dict[int, Message]:
    """For each thread the answer that waits longest, else its newest message."""
    ids = [thread.shown_id for thread in threads]  # type: ignore[attr-defined]
    messages = Message.objects.filter(pk__in=ids).select_related("author", "text").prefetch_related("text__versions")
    return {message.thread_id: message for message in messages}


def messages_of(thread: Thread) -> QuerySet[Message]:
    """A thread from its first word to its last."""
    return (
        thread.messages.filter(withdrawn_at=None)
        .select_related("author", "entered_by", "note", "text", "delivery", "inbound")
        .defer("inbound__raw")  # up to 25 MB each
        .prefetch_related("text__versions")
        .order_by("at", "pk")
    )


def drafts_of(person: Person) -> QuerySet[Draft]:
    """One's own drafts to sections one may still write to, or to the school while one may write to all of it."""
    sections = Section.objects.current().visible_to(person).values("pk")
    to_all = Q(section=None, school_id__in=person.schools_as(GRANTS[Perm.WRITE_TO_SCHOOL].roles))
    drafts = Draft.objects.filter(Q(section__in=sections) | to_all, author=person)
    return drafts.select_related("section", "school").order_by("-saved_at")


def unread_count(person: Person) -> int:
    """Threads with an answer that waits for this person."""
    return _own_threads(person).exclude(unread_since=None).count()


def students_to_log(viewer: Person, *, search: str = "", section_id: int | None = None) -> QuerySet[Person]:
    """Students a talk can be logged about: by name or by class list, at most forty."""
    students = Person.objects.current().students_visible_to(viewer).filter(families__ended_at=None)
    if search:
        for word in search_key(search).split():
            students = students.filter(search_key__contains=word)
    if section_id is not None:
        enrolled = Enrolment.objects.filter(section_id=section_id, role="student", ended_at=None)
        students = students.filter(pk__in=enrolled.values("person_id"))
    return students.annotate(homes=Count("families", filter=Q(families__ended_at=None))).order_by(
        "family_name", "given_name", "pk"
    )[:40]


def families_to_log(viewer: Person) -> list[Family]:
    """Every family a talk can be logged about, one for each home of a child, by the child's name."""
    families = Family.objects.current().visible_to(viewer).select_related("student")
    return list(families.order_by("student__family_name", "student__given_name", "student_id", "home"))


def sections_by_student(section_ids: Iterable[int]) -> dict[int, list[int]]:
    """For each student of these sections the ids of those among them in which the student is."""
    enrolled = Enrolment.objects.filter(section__in=list(section_ids), role="student", ended_at=None)
    found: dict[int, list[int]] = {}
    for student_id, section_id in enrolled.order_by("section_id").values_list("person_id", "section_id"):
        found.setdefault(student_id, []).append(section_id)
    return found


def last_talked_about(viewer: Person, number: int = 5) -> list[Person]:
    """The children this person logged a talk about last."""
    recent = Message.objects.filter(author=viewer, from_family=False, via__in=["gate", "phone"], note=None)
    ids = list(dict.fromkeys(recent.order_by("-at").values_list("thread__family__student_id", flat=True)[:40]))[:number]
    visible = {student.pk: student for student in Person.objects.students_visible_to(viewer).filter(pk__in=ids)}
    return [visible[pk] for pk in ids if pk in visible]


def deliveries_to(adult: Person) -> QuerySet[Delivery]:
    """What was written to this adult about children for whom the contact right is held now, newest first.

    `told_families` on each holds those of its families that the adult may still hear about.
    """
    families = Family.objects.of_adult(adult, on=clock.today()).select_related("student").order_by("pk")
    wanted = Delivery.objects.filter(
        person=adult, mailing__kind__in=["note", "reply"], families__in=families, mailing__release_at__lte=clock.now()
    ).exclude(state__in=[DeliveryState.CANCELLED, DeliveryState.SUPPRESSED])
    told = Prefetch("families", queryset=families, to_attr="told_families")
    return wanted.select_related("mailing__sender", "content").prefetch_related(told).distinct().order_by("-pk")


def waiting_threads(person: Person, number: int = 5) -> list[Thread]:
    """The person's own threads with an unread answer, the longest waiting first."""
    waiting = _own_threads(person).exclude(unread_since=None)
    return list(waiting.select_related("family__student", "section").order_by("unread_since")[:number])


def _own_threads(person: Person) -> QuerySet[Thread]:
    """The person's own threads at the school where the person acts; none at a school that was left."""
    return Thread.objects.filter(owner=person, school_id__in=person.schools_as(STAFF_ROLES))


def answers_to(delivery: Delivery) -> QuerySet[Message]:
    """What was answered to one delivery, as the family wrote it; unverified answers are the school's to judge."""
    return Message.objects.filter(delivery=delivery, from_family=True, is_verified=True).order_by("at", "pk")
