"""Two who write at once: no words are lost, nothing settled changes, and whoever takes hours along is on record."""

import re
import threading

import pytest
from django.db import connections, transaction
from tests.reach.visiting import done, signed_in
from tests.support.cast import Cast, make_cast

from gatepost.history.models import Event
from gatepost.kernel import clock
from gatepost.kernel.errors import BadInputError, ConflictError
from gatepost.people.models import Person
from gatepost.reach.commands import visit_notes
from gatepost.reach.models import HomeVisit, VisitHours

pytestmark = pytest.mark.django_db
BEN_S = {"hopes": "Ben: a nurse.", "strengths": "Ben: sings.", "asked_of_school": ""}
CARLA_S = {"hopes": "Carla: a pilot.", "strengths": "", "asked_of_school": "Carla: call later."}


@pytest.fixture(autouse=True)
def _no_second_factor(settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def seen_on(page: str) -> str:
    return str(re.findall(r'name="seen" value="(.*?)"', page)[0])


def page_of(visit: HomeVisit, person: Person) -> str:
    return signed_in(person).get(f"/families/visits/{visit.pk}/").content.decode()


def words_of(visit: HomeVisit) -> dict[str, str]:
    found = HomeVisit.objects.get(pk=visit.pk)
    return {"hopes": found.hopes, "strengths": found.strengths, "asked_of_school": found.asked_of_school}


def settle(cast: Cast, visit: HomeVisit, *, minutes: int) -> None:
    month = (visit.begins_at or clock.now()).date().replace(day=1)
    visit_notes.settle_hours(cast.ben.pk, school=cast.school, month=month, minutes=minutes, by=cast.dov)


def test_who_writes_on_an_old_page_loses_nothing_and_writes_over_nothing(cast: Cast) -> None:
    visit = done(cast)
    address = f"/families/visits/{visit.pk}/notes/"
    old = seen_on(page_of(visit, cast.carla))
    assert signed_in(cast.ben).post(address, {**BEN_S, "seen": old}).status_code == 302
    answer = signed_in(cast.carla).post(address, {**CARLA_S, "seen": old})
    page = answer.content.decode()
    assert (answer.status_code, words_of(visit)) == (422, BEN_S)
    assert re.findall(r"<textarea[^>]*>\s*(.*?)</textarea>", page, re.DOTALL) == list(CARLA_S.values())
    assert re.findall(r'<p class="prose" dir="auto">(.*?)</p>', page) == ["Ben: a nurse.", "Ben: sings."]
    assert "Somebody has written here in the meantime" in page
    joined = {**CARLA_S, "hopes": "A nurse or a pilot.", "strengths": "Ben: sings."}
    assert signed_in(cast.carla).post(address, {**joined, "seen": seen_on(page)}).status_code == 302
    assert words_of(visit) == joined
    events = Event.objects.filter(action="reach.write_visit_notes").order_by("pk")
    assert [(event.details["changed"], event.by_person_id) for event in events] == [
        (["hopes", "strengths"], cast.ben.pk),
        (["asked_of_school", "hopes"], cast.carla.pk),
    ]


def test_a_refused_word_on_an_old_page_shows_the_colleague_s_words_too(cast: Cast) -> None:
    visit = done(cast)
    visit_notes.write_notes(visit, **BEN_S, by=cast.ben)
    answer = signed_in(cast.carla).post(
        f"/families/visits/{visit.pk}/notes/", {**CARLA_S, "hopes": "He failed maths.", "seen": ""}
    )
    assert "Ben: a nurse." in answer.content.decode()
    assert words_of(visit) == BEN_S


def test_the_same_words_twice_are_one_save(cast: Cast) -> None:
    visit = done(cast)
    for _press in range(2):
        visit_notes.write_notes(visit, **BEN_S, by=cast.ben)
    with pytest.raises(BadInputError, match="in the meantime"):
        visit_notes.write_notes(visit, **CARLA_S, by=cast.carla)
    assert Event.objects.filter(action="reach.write_visit_notes").count() == 1


def test_the_form_keeps_what_was_typed_when_hours_are_settled_already(cast: Cast) -> None:
    visit = done(cast)
    visit_notes.write_hours(visit, hours={cast.ben.pk: (60, 30), cast.carla.pk: (60, 10)}, by=cast.ben)
    settle(cast, visit, minutes=90)
    typed = {f"{part}_{one.pk}": 600 for one in (cast.ben, cast.carla) for part in ("minutes", "travel")}
    answer = signed_in(cast.ben).post(f"/families/visits/{visit.pk}/hours/", typed)
    assert (answer.status_code, answer.content.decode().count('value="600"')) == (422, 4)
    assert sorted(row.total for row in VisitHours.objects.all()) == [70, 90]


def test_whoever_looks_at_visits_and_hours_or_takes_them_along_is_on_record(cast: Cast) -> None:
    visit = done(cast)
    visit_notes.write_hours(visit, hours={cast.ben.pk: (60, 30), cast.carla.pk: (60, 10)}, by=cast.ben)
    client = signed_in(cast.dov)
    for path in ("", "hours/", "hours.csv", "hours.xlsx"):
        assert client.get(f"/families/visits/{path}").status_code == 200
    looks = Event.objects.filter(by_person_id=cast.dov.pk, action__in=_LOOKS).order_by("pk")
    assert [(look.action, look.details) for look in looks] == [
        ("reach.see_visits", {"visits": 1}),
        ("reach.see_visit_hours", {"lines": 2}),
        ("reach.export_visit_hours", {"kind": "csv", "lines": 2}),
        ("reach.export_visit_hours", {"kind": "xlsx", "lines": 2}),
    ]


_LOOKS = ["reach.see_visits", "reach.see_visit_hours", "reach.export_visit_hours"]


@pytest.mark.django_db(transaction=True)
def test_hours_settled_at_the_same_moment_are_those_that_were_seen() -> None:
    cast = make_cast()
    visit = done(cast)
    visit_notes.write_hours(visit, hours={cast.ben.pk: (60, 0)}, by=cast.ben)
    settled, outcome = threading.Event(), []

    def write() -> None:
        try:
            settled.wait(timeout=30)
            visit_notes.write_hours(visit, hours={cast.ben.pk: (600, 0)}, by=cast.ben)
            outcome.append("written")
        except BadInputError:
            outcome.append("refused")
        finally:
            connections.close_all()

    writer = threading.Thread(target=write)
    with transaction.atomic():
        settle(cast, visit, minutes=60)
        writer.start()
        settled.set()
        writer.join(timeout=0.5)
        assert outcome == []  # it waits for whoever settles
    writer.join(timeout=30)
    row = VisitHours.objects.get()
    assert (outcome, row.total, row.settled_by) == (["refused"], 60, cast.dov)
    with pytest.raises(ConflictError):
        settle(cast, visit, minutes=60)
