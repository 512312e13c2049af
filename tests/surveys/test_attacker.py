"""Who holds the database cannot say who answered what.

`tests.surveys.attacker` is he. Sixty-six people of different languages and grades answer one by one over some days, by
their links; the box is looked into again and again, and he takes a dump before and after each look, and one after closing.
For every answer and every remark he can read, those who may have given it have to be ten or more, and the one who did must
be among them: else he would be fooling himself, and this test us. Then faults are planted one after the other, and he finds
who answered each time. Rows that were deleted and lie in the files until PostgreSQL clears them away are ciphertext of one
size; he has no more from them than from an earlier dump.
"""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from gatepost.history import commands as history
from gatepost.people.models import Person, Role
from gatepost.surveys.answering.walk import Walk, packed
from gatepost.surveys.commands import accepting, box
from gatepost.surveys.commands.box import let_out
from gatepost.surveys.commands.tallying import tally
from gatepost.surveys.models import FEWEST, Invitation, Remark, Response, Sealed, Survey
from tests.support.cast import Cast, make_cast, make_staff
from tests.surveys.attacker import Dump, answers_beside, candidates, readable, sealed_sizes
from tests.surveys.sitting_down import invite, invite_parents, open_survey, page_of

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = dt.datetime(2026, 11, 16, 7, 30, tzinfo=dt.UTC)
FAMILIES = {("so", "4"): 24, ("fr", "4"): 13, ("so", "5"): 8, ("fr", "5"): 5, ("ar", "3"): 3}
TEACHERS = 13
# Nobody answers as anybody else of the sector does, so that we know whose each answer is. He does not.
PATTERNS = [
    {"talk": talk, "ways": ways, "home": home}
    for talk, ways, home in product(range(1, 6), ([1], [2], [3], [1, 2], [1, 3], [2, 3]), (1, 2))
]


@dataclass
class Poll:
    """A survey on its way, what everybody said, and the dumps taken."""

    survey: Survey
    asked: list[Invitation]
    said: dict[str, str] = field(default_factory=dict)
    day_of: dict[str, dt.date] = field(default_factory=dict)
    dumps: list[Dump] = field(default_factory=list)

    def answer(self, row: Invitation, place: int) -> None:
        """By the link, as anybody does."""
        marks = self._marks(row)
        unit = f"{row.sector} {row.unit_key}"
        words = {"more": f"The words of {unit} stand here"} if place % 3 == 0 else {}
        if marks["talk"] in {1, 2}:
            if self.survey.items.get(key="talk-why").kind == "text":
                words["talk-why"] = f"The reason of {unit}"
                self.said[words["talk-why"]] = unit
            else:
                marks["talk-why"] = 1 + place % 3
        self.said[_pattern(marks) + row.sector] = self.said[words.get("more", "")] = unit
        self.day_of[_pattern(marks)] = dt.datetime.now(dt.UTC).date()
        walk = Walk(marks=marks, remarks=words, pages=[[]])
        posted = {"press": "send", "lang": "en", "kept": packed(walk, self.survey, row.sector)}
        response = Client().post(page_of(row), posted)
        assert (response.status_code, response.headers["Location"][-9:]) == (302, "done=sent")

    def _marks(self, row: Invitation) -> dict[str, Any]:
        place = [other.pk for other in self.asked if other.sector == row.sector].index(row.pk)
        if row.sector == "families":
            return dict(PATTERNS[place])
        return {key: value for key, value in PATTERNS[place * 2].items() if key != "home"}

    def look(self) -> None:
        self.dumps.append(Dump.take())
        if let_out(self.survey.pk):
            tally(self.survey.pk)  # as the job does that letting out asks for
        self.dumps.append(Dump.take())

    def close(self) -> None:
        Survey.objects.filter(pk=self.survey.pk).update(state="closed", closed_at=MONDAY)
        self.look()

    def owner(self, row: Response | Remark) -> str:
        if isinstance(row, Remark):
            return self.said[row.words]
        return self.said[_pattern(row.marks) + row.stratum.sector]


def _pattern(marks: dict[str, Any]) -> str:
    return repr({key: marks[key] for key in ("talk", "ways", "home") if key in marks})


def prepare(cast: Cast) -> Poll:
    survey = open_survey(cast.school, cast.dov, sectors=["families", "teachers"])
    asked: list[Invitation] = []
    for (language, grade), number in FAMILIES.items():
        asked += invite_parents(survey, cast.section, number, language=language, grade=grade)
    asked += [invite(survey, make_staff(cast.school, Role.TEACHER, f"T{place}"), "teachers") for place in range(TEACHERS)]
    # In an order in which languages and grades come mixed.
    return Poll(survey, sorted(asked, key=lambda row: (row.pk * 37) % 101))


@pytest.fixture
def poll() -> Poll:
    return prepare(make_cast())


def run(poll: Poll, *, every: int = 6) -> Poll:
    """Eleven a day for six days, with a look into the box every sixth answer."""
    for place, row in enumerate(poll.asked):
        with time_machine.travel(MONDAY + dt.timedelta(days=place // 11, minutes=7 * (place % 11)), tick=False):
            poll.answer(row, place)
            if place % every == every - 1:
                poll.look()
    with time_machine.travel(MONDAY + dt.timedelta(days=7)):
        poll.close()
    return poll


def smallest(poll: Poll) -> int:
    """The fewest people among whom he has to look for the giver of one answer or remark; 0 where he looks among the wrong."""
    found = candidates(poll.dumps)
    rows: list[Response | Remark] = [*Response.objects.select_related("stratum"), *Remark.objects.all()]
    assert set(found) == {row.pk for row in rows}
    return min(len(found[row.pk]) if poll.owner(row) in found[row.pk] else 0 for row in rows)


def loneliest(poll: Poll) -> int:
    """The fewest answers among which he looks for the one that a remark belongs to."""
    return min(answers_beside(poll.dumps).values())


def test_every_answer_may_be_that_of_ten_people_whatever_he_holds(poll: Poll) -> None:
    run(poll)
    assert (Response.objects.count(), Sealed.objects.count()) == (len(poll.asked), 0)
    assert Remark.objects.count() == 22
    released_early = {len(dump["response"]) for dump in poll.dumps[:-2]}
    assert max(released_early) >= FEWEST  # he had something to look at before the end
    assert smallest(poll) >= FEWEST
    assert loneliest(poll) >= FEWEST
    assert len([row for row in poll.dumps[-1]["response"] if "talk-why" in str(row["marks"])]) >= FEWEST
    _ensure_sealed_rows_tell_nothing(poll)
    _ensure_nobody_stands_in_history_or_queue(poll)


def _ensure_sealed_rows_tell_nothing(poll: Poll) -> None:
    assert len(sealed_sizes(poll.dumps)) == 1
    assert readable(poll.dumps, ["The words of", settings.SECRET_KEY]) == []
    assert readable(poll.dumps[-1:], ["How we work together"]) != []  # he does read what is not sealed


def _ensure_nobody_stands_in_history_or_queue(poll: Poll) -> None:
    last = poll.dumps[-1].tables
    assert [row for row in last["history_event"] if row["action"].startswith("surveys.")] == []
    jobs = [json.loads(row["args"]) for row in last["procrastinate_jobs"] if row["task_name"].startswith("surveys.")]
    assert jobs == [{"survey_id": poll.survey.pk}] * len(jobs)
    assert len(jobs) >= 2


# Faults, planted one by one: the attacker of the test above finds who answered.


def let_out_at_once(poll: Poll, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(box, "some_of", dict)
    patch.setattr(accepting, "ask_to_let_out", let_out)


def let_out_at_every_look(poll: Poll, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(box, "some_of", dict)


def keep_small_cells(poll: Poll, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(box, "all_of", dict)


def keep_the_day(poll: Poll, patch: pytest.MonkeyPatch) -> None:
    def dated(**fields: Any) -> Response:
        return Response(**fields, answered_on=poll.day_of[_pattern(fields["marks"])])

    patch.setattr(box, "Response", dated)
    patch.setattr(dated, "objects", Response.objects, raising=False)


def write_in_the_order_of_answers(poll: Poll, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(box, "some_of", lambda cells: {})
    patch.setattr(box, "sorted", lambda rows, key: _in_order(rows, poll), raising=False)


def _in_order(rows: list[Any], poll: Poll) -> list[Any]:
    places = {f"{row.sector} {row.unit_key}": place for place, row in enumerate(poll.asked)}
    return sorted(rows, key=lambda row: places[poll.owner(row)])


def name_the_response_in_history(poll: Poll, patch: pytest.MonkeyPatch) -> None:
    write = box._write

    def noted(survey: Survey, groups: Any) -> None:
        write(survey, groups)
        for response in Response.objects.select_related("stratum"):
            person = Person.objects.get(pk=int(poll.owner(response).rsplit(":", 1)[1]))
            history.record("surveys.answer", by=person, response=str(response.pk))

    patch.setattr(box, "_write", noted)


def keep_the_invitation(poll: Poll, patch: pytest.MonkeyPatch) -> None:
    units = {f"{row.sector} {row.unit_key}": row for row in poll.asked}

    def joined(**fields: Any) -> Response:
        response = Response(**fields)
        response.invitation = units[poll.owner(response)]
        return response

    patch.setattr(box, "Response", joined)
    patch.setattr(joined, "objects", Response.objects, raising=False)


@pytest.mark.parametrize(
    "plant",
    [
        let_out_at_once,
        let_out_at_every_look,
        keep_small_cells,
        keep_the_day,
        write_in_the_order_of_answers,
        name_the_response_in_history,
        keep_the_invitation,
    ],
)
def test_a_planted_fault_is_found(
    poll: Poll, plant: Callable[[Poll, pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(poll, monkeypatch)
    run(poll, every=15)
    assert 0 < smallest(poll) < FEWEST


def test_own_words_that_hang_on_an_answer_are_joined_to_it(poll: Poll) -> None:
    """What the builder refuses: their givers are as many as ever, but what they said besides is known."""
    poll.survey.items.filter(key="talk-why").update(kind="text", options=[])
    run(poll, every=15)
    assert smallest(poll) >= FEWEST
    assert 0 < loneliest(poll) < FEWEST


def test_answers_that_are_not_padded_are_told_apart(poll: Poll, monkeypatch: pytest.MonkeyPatch) -> None:
    seal = accepting.seal

    def bare(content: Any, *, survey_id: int, room: int) -> bytes:
        return seal(content, survey_id=survey_id, room=len(repr(content)) * 2)

    monkeypatch.setattr(accepting, "seal", bare)
    for place, row in enumerate(poll.asked[:6]):
        poll.answer(row, place)
    poll.look()
    assert len(sealed_sizes(poll.dumps)) > 1
