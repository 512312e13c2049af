"""The demo's partnership plan: goals with their numbers, actions with what came of them, decisions about measures."""

from typing import NamedTuple

VISION = (
    "Every family of Riverside knows one of us by name, hears from us in its own language and has a say before we decide. "
    "What happens at home counts as much as what happens at school."
)
# kind, title, reason, indicator, unit, baseline, target, families asked, readings (share of the way from baseline to target)
GOALS: tuple[tuple[str, str, str, str, str, int, int, bool, tuple[float, ...]], ...] = (
    ("academic", "Children in grades 3 and 4 read at home three times a week",
     "Families asked for it: they want to know what helps.", "Families of grades 3 and 4 who say so", "%", 41, 65, True, (0.2, 0.46)),
    ("academic", "Every child tells at home what it is learning in maths",
     "Maths is where families feel most left alone.", "Children who say they have told somebody at home this week", "%", 35, 60, True, (0.24,)),
    ("behaviour", "Fewer late mornings, together with families", "Late mornings hit the same children again and again.",
     "Late arrivals in a week", "arrivals", 84, 50, False, (0.3, 0.62)),
    ("climate", "Every family is in dialogue with us", "Four families of ten had not talked with us for six weeks.",
     "Families in dialogue", "%", 58, 85, True, (0.15, 0.4, 0.55)),
)  # fmt: skip


class ToldAction(NamedTuple):
    """`days`: shares of the year so far (0: its first day, 1: today, above: to come); `reached`, `took_part`: of those meant."""

    goal: int
    title: str
    kind: str
    others: tuple[str, ...]
    days: tuple[float, float]
    status: str
    cost: int | None
    spent: int | None
    grades: tuple[str, ...]
    came: tuple[float, float]


ACTIONS = tuple(ToldAction(*told) for told in (
    (4, "Welcome day at the gate, in twelve languages", "communicating", ("volunteering",), (0.02, 0.02), "done", 250, 231, (), (0.86, 0.52)),
    (1, "Reading bags that go home, with books in the family’s language", "learning-at-home", ("parenting",), (0.15, 0.9), "under-way", 900, 640, ("3", "4"), (0.71, 0.38)),
    (2, "Maths evening: children show what they can do", "learning-at-home", ("communicating",), (0.55, 0.55), "done", 120, 95, ("4", "5"), (0.64, 0.24)),
    (3, "Breakfast club run with families", "volunteering", ("parenting", "community"), (0.3, 1.6), "under-way", 1500, 520, (), (0.2, 0.09)),
    (4, "A talk with every new family in the first term", "communicating", ("parenting",), (0.05, 1.2), "under-way", None, None, ("1",), (0.55, 0.41)),
    (4, "Two families at the table when the timetable is made", "decision-making", (), (0.4, 0.4), "done", None, None, (), (0.03, 0.02)),
    (4, "Open evening with the library and the clinic next door", "community", ("parenting",), (0.75, 0.75), "done", 180, 210, (), (0.48, 0.17)),
    (3, "Call home for something good, each class once a month", "communicating", (), (0.1, 1.9), "under-way", None, None, (), (0.44, 0.44)),
    (1, "Families read to a class in their own language", "volunteering", ("learning-at-home",), (1.1, 1.8), "planned", 60, None, ("2", "3"), (0, 0)),
    (4, "Family council begins its work", "decision-making", ("community",), (1.2, 1.2), "planned", 200, None, (), (0, 0)),
    (2, "What did you learn today? Cards for the fridge", "learning-at-home", (), (0.2, 0.6), "dropped", 80, None, ("1", "2"), (0, 0)),
))  # fmt: skip

EVALUATIONS: dict[str, tuple[tuple[int, str, str], ...]] = {
    "Welcome day at the gate, in twelve languages": (
        (5, "Families interpreted for families.", "Say beforehand that small children are welcome."),
        (4, "Coffee before speeches.", "A second hour for those who start work early."),
    ),
    "Maths evening: children show what they can do": (
        (3, "The children led it.", "Ask families of grade 5 by phone; the letter was not enough."),
    ),
    "Open evening with the library and the clinic next door": (
        (4, "The nurse answered real questions.", "Hold it at the library the next time."),
    ),
}

# measure, years back, verdict, our way, reason
MEASURES: tuple[tuple[int, int, str, str, str], ...] = (
    (2, 2, "adopt", "", "The first day decides how a family thinks of us."),
    (3, 1, "adapt", "By phone or at home where the family prefers it.", "Half of our new families work on weekday afternoons."),
    (4, 2, "adopt", "", "It has worked for years."),
    (7, 2, "adopt", "", "Families ask for it first."),
    (8, 1, "adapt", "One lesson in each of five weeks instead of a day.", "Nobody can come for a whole day."),
    (9, 1, "decline", "", "There is no free room until the new wing is built; the council meets in the library."),
    (10, 0, "adopt", "", "Families want a name and a face."),
    (12, 0, "adapt", "Ten minutes at the end of a lesson, also by video from work.", "More can take part in short pieces."),
    (13, 1, "decline", "", "Families told us that they write to each other already; we join where they invite us."),
    (14, 2, "adopt", "", "These are the days that families remember."),
    (15, 0, "adapt", "One question on the planning sheet, answered by somebody of a family.", "We kept forgetting it."),
)
