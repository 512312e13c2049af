"""Loading the demo school: school by school, each in one transaction, and the states of its families at the end."""

import time
from collections.abc import Callable

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from gatepost.demo.charter_story import tell_charter, tell_training
from gatepost.demo.chronicle import Chronicle
from gatepost.demo.days import year_around
from gatepost.demo.households import make_households
from gatepost.demo.note_story import BEATS, tell_notes
from gatepost.demo.outreach_story import begin, tell_outreach
from gatepost.demo.places import STUDENTS, World, make_place
from gatepost.demo.plan_story import tell_plan
from gatepost.demo.survey_story import tell_surveys
from gatepost.demo.talk_story import tell_talks
from gatepost.demo.visit_story import tell_visits
from gatepost.kernel import clock
from gatepost.people.models import RosterSource, School, SourceKind
from gatepost.reach import commands as reach
from gatepost.reach.commands.weeks import count_missing_weeks
from gatepost.reach.models import Case

# The register that an example roster says it comes from, and the key by which an import knows it again.
SYSTEM = "Demo register"
SOURCE_KEY = f"oneroster:{SYSTEM}"
PASSWORD = "gatepost-demo-2026"  # noqa: S105 -- printed for everybody who tries the demo
SEED = 7
# A district gets fewer notes per section: what is tried with it is size.
MANY = 5_000
BEATS_OF_MANY = 3
SCHOOLS_THAT_REACH_OUT = 3
Tell = Callable[[str], None]


def load_demo(*, students: int = STUDENTS, seed: int = SEED, tell: Tell) -> bool:
    """Make the demo school, or as many schools as hold so many students; False when it is there already."""
    sizes = school_sizes(students)
    source, _is_new = RosterSource.objects.get_or_create(key=SOURCE_KEY, defaults={"name": SYSTEM, "kind": SourceKind.ONEROSTER})
    # A school is there whole or not at all: an interrupted run goes on with the first one that is missing.
    there = School.objects.filter(source=source).count()
    if there >= len(sizes) or (there and there == School.objects.count() and students == STUDENTS):
        return False
    world, begun = World(seed, year_around(clock.now()), source.pk, make_password(PASSWORD)), time.monotonic()
    for number in range(there, len(sizes)):
        rows = _load_school(world, number, sizes[number], beats=_beats(students))
        if len(sizes) == 1 or (number + 1) % 10 == 0 or number + 1 == len(sizes):
            tell(
                f"  {sum(sizes[: number + 1]):,} of {students:,} students, {rows:,} rows in the last school, {time.monotonic() - begun:.0f} s"
            )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    tell(f"  counting who was reached: {reach.recount():,} families")
    _reach_out(seed, tell)
    return True


def _reach_out(seed: int, tell: Tell) -> None:
    """Who is looked after, and how the states were week by week: for the first schools, where somebody looks."""
    begun = Case.objects.values("school_id")
    for school in School.objects.exclude(pk__in=begun).order_by("pk")[:SCHOOLS_THAT_REACH_OUT]:
        with transaction.atomic():
            story = begin(school, seed=seed, now=clock.now())
            if story is not None:
                tell_outreach(story)
                tell_visits(story)
                tell_plan(story)
                tell_surveys(story)
                tell_charter(story)
                tell_training(story)
        weeks = count_missing_weeks(school)
        tell(f"  reaching out at {school.name}; {weeks} weeks counted")
    reach.recount()


def school_sizes(students: int) -> list[int]:
    """One school per 620 students; what is left over makes a small one."""
    full, rest = divmod(max(students, 1), STUDENTS)
    return [STUDENTS] * full + ([rest] if rest else [])


def _beats(students: int) -> int:
    return len(BEATS) if students < MANY else BEATS_OF_MANY


@transaction.atomic
def _load_school(world: World, number: int, students: int, *, beats: int) -> int:
    place = make_place(world, number, students)
    homes = make_households(place)
    chronicle = Chronicle(place, world.year.school_days())
    tell_notes(chronicle, homes, beats)
    tell_talks(chronicle, homes)
    chronicle.finish()
    place.copier.flush()
    return place.copier.written
