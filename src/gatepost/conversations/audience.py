"""To whom a note goes and how: worked out from rights and contact points at this moment, shown before it is sent."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from gatepost.channels.models import Channel
from gatepost.kernel import clock
from gatepost.people.models import ContactPoint, Family, Guardianship, Person, School, Section
from gatepost.people.models.contacts import USABLE_STATES

# The order in which a family's channels are counted and listed.
ORDER = (Channel.EMAIL, Channel.LETTER, Channel.PHONE)


@dataclass(frozen=True)
class Way:
    """One adult by one channel."""

    adult: Person
    channel: str
    contact_point: ContactPoint | None = None


@dataclass
class Line:
    """One family of the audience: who gets it and how, or why nobody can."""

    family: Family | None
    student: Person
    ways: list[Way] = field(default_factory=list)
    reason: str = ""
    addressed: str = ""  # the adults of this home together, for an envelope
    adults: list[Person] = field(default_factory=list)
    is_second_home: bool = False

    @property
    def channel(self) -> str:
        """The channel the family is counted under; empty when it cannot be reached."""
        used = {way.channel for way in self.ways}
        return next((channel for channel in ORDER if channel in used), "")

    @property
    def language(self) -> str:
        """The language of the adult who is written to first."""
        return self.ways[0].adult.read_language if self.ways else ""


@dataclass(frozen=True)
class Audience:
    """All lines of a note, and the counts that the sentence is made of."""

    lines: list[Line]

    @property
    def count(self) -> int:
        return len(self.lines)

    @property
    def counts(self) -> dict[str, int]:
        """Families by channel; the key "" holds those who cannot be reached."""
        counted = Counter(line.channel for line in self.lines)
        return {channel: counted[channel] for channel in (*ORDER, "") if counted[channel]}

    @property
    def reachable(self) -> int:
        return sum(1 for line in self.lines if line.ways)

    @property
    def languages(self) -> dict[str, int]:
        """Families by the language they read, most first; "" for not known."""
        return dict(Counter(line.language for line in self.lines if line.ways).most_common())

    def of_channel(self, channel: str) -> list[Line]:
        return [line for line in self.lines if line.channel == channel]

    def samples(self, written: Iterable[str] = (), number: int = 3) -> list[Line]:
        """A few families: first one for each language written by hand, then others as different as possible."""
        reachable = [line for line in self.lines if line.ways]
        chosen: list[Line] = []
        for tag in written:
            reader = next((line for line in reachable if line.language.split("-")[0] == tag.split("-")[0]), None)
            if reader is not None:
                chosen.append(reader)
        number = max(number, len(chosen) + 1)
        for keys in (lambda line: line.language, lambda line: (line.language, line.channel), id):
            seen = {keys(line) for line in chosen}
            for line in reachable:
                if len(chosen) < number and keys(line) not in seen:
                    chosen.append(line)
                    seen.add(keys(line))
        return chosen


def of_section(section: Section) -> Audience:
    """The families of the students enrolled in the section now."""
    students = Person.objects.current().filter(enrolments__section=section, enrolments__role="student", enrolments__ended_at=None)
    return _audience(students)


def of_school(school: School) -> Audience:
    """The families of all students of the school."""
    return _audience(
        Person.objects.current().filter(school_roles__school=school, school_roles__role="student", school_roles__ended_at=None)
    )


def of_families(families: Iterable[Family]) -> Audience:
    """Given families only, such as the one of a thread."""
    ids = [family.pk for family in families]
    chosen = Family.objects.filter(pk__in=ids).select_related("student")
    return Audience(_lines(list(chosen), _links_by_family(chosen)))


def _audience(students: QuerySet[Person]) -> Audience:
    students = students.distinct()
    families = Family.objects.current().filter(student__in=students.values("pk")).select_related("student")
    ordered = list(families.order_by("student__family_name", "student__given_name", "student_id", "home"))
    lines = _lines(ordered, _links_by_family(families))
    known = {family.student_id for family in ordered}
    orphaned = [Line(None, student, reason="no-guardian") for student in students if student.pk not in known]
    return Audience(_without_empty_homes(lines) + orphaned)


def _links_by_family(families: QuerySet[Family]) -> dict[int, list[Guardianship]]:
    """The adults who may be written to, with their usable contact points, in three statements whatever the number."""
    links = (
        Guardianship.objects.with_right("contact", on=clock.today())
        .filter(family__in=families.values("pk"))
        .select_related("adult")
        .order_by("priority", "pk")
    )
    by_family: dict[int, list[Guardianship]] = {}
    adults: dict[int, Person] = {}
    for link in links:
        link.adult = adults.setdefault(link.adult_id, link.adult)
        by_family.setdefault(link.family_id, []).append(link)
    points = ContactPoint.objects.filter(person__in=links.values("adult"), ended_at=None, state__in=USABLE_STATES)
    for adult in adults.values():
        adult.usable_points = []  # type: ignore[attr-defined]
    for point in points.order_by("priority", "pk"):
        adults[point.person_id].usable_points.append(point)  # type: ignore[attr-defined]
    return by_family


def _lines(families: list[Family], links: dict[int, list[Guardianship]]) -> list[Line]:
    first_homes: dict[int, int] = {}
    for family in families:
        first_homes.setdefault(family.student_id, family.pk)
    return [
        _line(family, [link.adult for link in links.get(family.pk, [])], first_homes[family.student_id] != family.pk)
        for family in families
    ]


def _line(family: Family, adults: list[Person], is_second_home: bool) -> Line:
    named = ", ".join(adult.full_name for adult in adults)
    line = Line(family, family.student, addressed=named, adults=adults, is_second_home=is_second_home)
    if not adults:
        line.reason = "no-right"
        return line
    for adult in adults:
        phone, email = _point(adult, "phone"), _point(adult, "email")
        if adult.prefers_call and phone:
            line.ways.append(Way(adult, Channel.PHONE, phone))
        elif email:
            line.ways.append(Way(adult, Channel.EMAIL, email))
    if line.ways:
        return line
    # Nobody has a working e-mail address: one letter goes home with the child, to the adults of this home together.
    # A second home gets one only where it has an address of its own, since the child carries it to one home.
    if is_second_home and not any(_point(adult, "post") for adult in adults):
        callable_adult = next(((adult, point) for adult in adults if (point := _point(adult, "phone"))), None)
        if callable_adult is None:
            line.reason = "second-home"
            return line
        line.ways.append(Way(callable_adult[0], Channel.PHONE, callable_adult[1]))
        return line
    line.ways.append(Way(adults[0], Channel.LETTER, _point(adults[0], "post")))
    return line


def ways_of_each(line: Line) -> list[Way]:
    """Every adult of the home by a way of his or her own: for what is asked of each alone, not told to a home once."""
    ways = []
    for adult in line.adults:
        phone, email, post = (_point(adult, kind) for kind in ("phone", "email", "post"))
        if adult.prefers_call and phone:
            ways.append(Way(adult, Channel.PHONE, phone))
        elif email:
            ways.append(Way(adult, Channel.EMAIL, email))
        elif post or not line.is_second_home:  # the child carries it to one home only
            ways.append(Way(adult, Channel.LETTER, post))
        elif phone:
            ways.append(Way(adult, Channel.PHONE, phone))
    return ways


def _point(adult: Person, kind: str) -> ContactPoint | None:
    return next((point for point in adult.usable_points if point.kind == kind), None)  # type: ignore[attr-defined]


def _without_empty_homes(lines: list[Line]) -> list[Line]:
    """A home whose adults may not be contacted is no line of its own while the child has another home that may."""
    reachable = {line.student.pk for line in lines if line.ways}
    return [line for line in lines if line.ways or line.reason != "no-right" or line.student.pk not in reachable]
