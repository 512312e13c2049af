"""The pages of visits: one next thing each, nothing typed is lost, and hopes are read by those alone who may."""

import datetime as dt
import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.reach.visiting import HOUR, agreed, done, planned, signed_in
from tests.support.cast import Cast, make_guardian, make_section, make_staff, make_student, restrict

from gatepost.history.models import Event
from gatepost.kernel import clock
from gatepost.people.models import ContactPoint, NotedBarrier, Person
from gatepost.reach.commands import visit_day, visit_notes, visits
from gatepost.reach.models import HomeVisit, VisitHours
from gatepost.reach.queries.visit_pairs import colleagues_for
from gatepost.reach.queries.visits import visit_card, visit_page

pytestmark = pytest.mark.django_db
CANARY = "Zqhopes"
BEGINS = dt.datetime(2026, 12, 3, 17, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _no_second_factor(settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def page_of(visit: HomeVisit, person: Person) -> str:
    response = signed_in(person).get(f"/families/visits/{visit.pk}/")
    assert response.status_code == 200
    return response.content.decode()


def main_buttons(page: str) -> list[str]:
    found = re.findall(r'<button class="btn main"[^>]*>(.*?)</button>', page, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", words).strip() for words in found]


def test_a_visit_from_the_family_s_page_to_the_hours_by_its_one_main_button(cast: Cast) -> None:
    with time_machine.travel(BEGINS - 48 * HOUR, tick=False):
        ben = signed_in(cast.ben)
        address = ben.post(f"/families/{cast.family.pk}/offer-visit/", {"means": "phone"}).headers["Location"]
        visit = HomeVisit.objects.get()
        assert main_buttons(page_of(visit, cast.ben)) == ["They would like it"]
        ben.post(f"{address}answer/", {"answer": "yes", "means": "phone", "on": "2026-12-01", "suits": "after six"})
        assert main_buttons(page_of(visit, cast.ben)) == ["Plan it"]
        plan = {"lead": cast.ben.pk, "partner": cast.carla.pk, "day": "2026-12-03", "begins": "17:00", "ends": "18:00"}
        answer = ben.post(f"{address}plan/", plan)
        assert (answer.status_code, b"who interprets" in answer.content, b'value="2026-12-03"' in answer.content) == (
            422,
            True,
            True,
        )
        ben.post(f"{address}plan/", {**plan, "interpreter": "Hodan"})
        assert main_buttons(page_of(visit, cast.ben)) == []
    with time_machine.travel(BEGINS, tick=False):
        ben = signed_in(cast.ben)
        assert main_buttons(page_of(visit, cast.carla)) == ["We are going in"]
        assert main_buttons(page_of(visit, cast.dov)) == []
        signed_in(cast.carla).post(f"{address}start/")
        assert main_buttons(page_of(visit, cast.ben)) == ["We are both out and well"]
        ben.post(f"{address}safe/")
        assert main_buttons(page_of(visit, cast.ben)) == ["Keep this"]
        ben.post(f"{address}notes/", {"hopes": "A nurse.", "strengths": "", "asked_of_school": ""})
        assert main_buttons(page_of(visit, cast.ben)) == ["Write down the hours"]
        ben.post(f"{address}hours/", _hours(cast, 60, 20))
        assert main_buttons(page_of(visit, cast.ben)) == []
    assert sorted(VisitHours.objects.values_list("person__given_name", "minutes", "travel_minutes")) == [
        ("Ben", 60, 20),
        ("Carla", 60, 20),
    ]


def _hours(cast: Cast, there: int, travel: int) -> dict[str, int]:
    return {
        f"{part}_{one.pk}": number for one in (cast.ben, cast.carla) for part, number in (("minutes", there), ("travel", travel))
    }


def test_a_refused_word_is_named_with_the_reason_and_nothing_typed_is_lost(cast: Cast) -> None:
    visit = done(cast)
    typed = {
        "hopes": "She wants to be a nurse.",
        "strengths": "He failed maths and had a C-.",
        "asked_of_school": "Ruft früher an.",
    }
    answer = signed_in(cast.ben).post(f"/families/visits/{visit.pk}/notes/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert re.findall(r'<p class="error"[^>]*>(.*?)</p>', page) == [
        "A visit is not about marks: “failed” was found. Please leave it out; the rest is kept here.",
        "A visit is not about marks: “C-” was found. Please leave it out; the rest is kept here.",
    ]
    kept = re.findall(r"<textarea[^>]*>\s*(.*?)</textarea>", page, re.DOTALL)
    assert kept == list(typed.values())
    assert not HomeVisit.objects.get().has_notes


def test_who_could_go_stands_under_headings_with_the_reason(cast: Cast) -> None:
    nora = make_staff(cast.school, "teacher", "Nora", "Aden")
    zahra = make_staff(cast.school, "office", "Zahra", "Yusuf")
    zahra.spoken_languages = ["so-Latn", "en"]
    zahra.save()
    visit = agreed(cast)
    assert colleagues_for(visit) == [
        ("Speak a language of the family", [(zahra.pk, "Zahra Yusuf · speaks Somali")]),
        (
            "Teach the child, or are liaison",
            [(cast.ben.pk, "Ben Ortiz · teaches the child"), (cast.carla.pk, "Carla Rossi · family liaison")],
        ),
        ("Others", [(nora.pk, "Nora Aden"), (cast.dov.pk, "Dov Stern")]),
    ]
    page = page_of(visit, cast.ben)
    assert page.count('<optgroup label="Speak a language of the family">') == 2
    when = {"day": "2099-12-03", "begins": "17:00", "ends": "18:00"}
    answer = signed_in(cast.ben).post(f"/families/visits/{visit.pk}/plan/", {"lead": cast.ben.pk, "partner": zahra.pk, **when})
    assert (answer.status_code, HomeVisit.objects.get().partner) == (302, zahra)


def _send_notes(cast: Cast, visit: HomeVisit, **more: object) -> tuple[int, str]:
    seen = HomeVisit.objects.get(pk=visit.pk).notes_version
    words = {"hopes": "A nurse.", "strengths": "", "asked_of_school": "", "seen": seen}
    answer = signed_in(cast.ben).post(f"/families/visits/{visit.pk}/notes/", {**words, **more})
    return answer.status_code, answer.content.decode()


def test_a_word_that_means_something_else_stays_after_the_explanation_and_a_tick(cast: Cast) -> None:
    visit, story = done(cast), "Detention camps in her grandmother’s story."
    # A tick before anything was explained keeps nothing.
    status, page = _send_notes(cast, visit, strengths=story, something_else="yes")
    assert (status, "“Detention” was found" in page, story in page) == (422, True, True)
    assert re.findall(r'name="explained" value="([^"]*)"', page) == ["detention"]
    assert not HomeVisit.objects.get().has_notes
    # Without the tick it is named again.
    assert _send_notes(cast, visit, strengths=story, explained=["detention"])[0] == 422
    # A word that came in later is explained too.
    status, page = _send_notes(cast, visit, strengths=f"{story} He failed.", explained=["detention"], something_else="yes")
    assert (status, "“failed” was found" in page, "“Detention” was found" in page) == (422, True, False)
    assert re.findall(r'name="explained" value="([^"]*)"', page) == ["detention", "failed"]
    assert not Event.objects.filter(action="reach.keep_visit_words").exists()
    assert _send_notes(cast, visit, strengths=story, explained=["detention"], something_else="yes")[0] == 302
    assert HomeVisit.objects.get().strengths == story
    event = Event.objects.get(action="reach.keep_visit_words")
    assert (event.by_person_id, event.subject_id, event.details) == (cast.ben.pk, visit.pk, {"kinds": ["discipline"]})


def test_words_that_were_kept_are_not_asked_about_again_until_somebody_changes_them(cast: Cast) -> None:
    visit, story = done(cast), "Detention camps in her grandmother's story."
    _send_notes(cast, visit, strengths=story, explained=["detention"], something_else="yes")
    assert _send_notes(cast, visit, hopes="A pilot.", strengths=story)[0] == 302
    assert _send_notes(cast, visit, strengths=f"{story} And detention at school.")[0] == 422
    assert (HomeVisit.objects.get().hopes, HomeVisit.objects.get().strengths) == ("A pilot.", story)
    assert Event.objects.filter(action="reach.keep_visit_words").count() == 1


def test_hopes_are_read_by_the_two_liaison_counsellor_and_principal_and_by_nobody_else(cast: Cast) -> None:
    visit = done(cast)
    visit_notes.write_notes(visit, hopes=CANARY, strengths="", asked_of_school="", by=cast.ben)
    aide = make_staff(cast.school, "teacher", "Aida")
    cast.section.enrolments.create(person=aide, role="teacher")
    nora = make_staff(cast.school, "teacher", "Nora")
    make_section(cast.school, "5A", nora)
    people = {
        "ben": cast.ben,
        "carla": cast.carla,
        "counsellor": make_staff(cast.school, "counsellor", "Coco"),
        "principal": cast.dov,
        "office": make_staff(cast.school, "office", "Olga"),
        "teaches the child too": aide,
        "another section": nora,
        "another school": cast.eve,
    }
    answers = {name: signed_in(person).get(f"/families/visits/{visit.pk}/") for name, person in people.items()}
    seen = {name: (answer.status_code, CANARY in answer.content.decode()) for name, answer in answers.items()}
    reads, sees, nothing = (200, True), (200, False), (404, False)
    assert seen == {
        "ben": reads,
        "carla": reads,
        "counsellor": reads,
        "principal": reads,
        "office": sees,
        "teaches the child too": sees,
        "another section": nothing,
        "another school": nothing,
    }
    lists = {name: signed_in(person).get("/families/visits/").content.decode() for name, person in people.items()}
    assert {name for name, page in lists.items() if "Yusuf" in page} == set(people) - {"another section", "another school"}
    assert not [page for page in lists.values() if CANARY in page]


def test_whoever_opens_a_visit_is_on_record(cast: Cast) -> None:
    visit = planned(cast)
    signed_in(cast.dov).get(f"/families/visits/{visit.pk}/")
    assert list(Event.objects.filter(action="reach.see_visit").values_list("by_person_id", "subject_id")) == [
        (cast.dov.pk, visit.pk)
    ]


def test_where_they_live_is_shown_to_those_who_go_while_it_is_planned(cast: Cast) -> None:
    ContactPoint.objects.create(person=cast.amina, kind="post", value="7 mill lane", raw="7 Mill Lane")
    aide = make_staff(cast.school, "teacher", "Aida")
    cast.section.enrolments.create(person=aide, role="teacher")
    visit = planned(cast)
    assert ["7 Mill Lane" in page_of(visit, person) for person in (cast.ben, cast.dov, aide)] == [True, True, False]
    Person.objects.filter(pk=cast.amina.pk).update(is_protected=True)
    assert ["7 Mill Lane" in page_of(visit, person) for person in (cast.ben, cast.carla, cast.dov)] == [False, False, True]
    assert "The address is protected: ask the office." in page_of(visit, cast.ben)
    visits.call_off(visit, because="staff", by=cast.ben)
    assert "7 Mill Lane" not in page_of(visit, cast.dov)


def test_the_page_shows_languages_and_what_to_do_and_names_only_who_may_be_contacted(cast: Cast) -> None:
    restrict(make_guardian(cast.yusuf, "Nuur"), cast.yusuf)
    NotedBarrier.objects.create(person=cast.amina, kind="childcare", said_by="family", noted_at=clock.now())
    page = page_of(planned(cast), cast.ben)
    assert [word in page for word in ("Somali", "Have somebody look after the younger children", "Amina", "Nuur")] == [
        True,
        True,
        True,
        False,
    ]


def test_a_banner_says_whom_to_ring_up(cast: Cast) -> None:
    ContactPoint.objects.create(person=cast.ben, kind="phone", value="+34600999888", raw="+34600999888")
    visit = planned(cast)
    past = clock.now() - 3 * HOUR
    HomeVisit.objects.update(begins_at=past, ends_at=past + HOUR)
    visit_day.sweep_visits()
    assert "Ring up Ben Ortiz +34600999888 and Carla Rossi." in page_of(visit, cast.dov)
    assert main_buttons(page_of(visit, cast.dov)) == ["Both are out and well"]
    assert "please look after them now" in signed_in(cast.dov).get("/families/visits/").content.decode()
    signed_in(cast.dov).post(f"/families/visits/{visit.pk}/safe/")
    assert "Ring up" not in page_of(visit, cast.dov)


def test_the_card_on_the_family_s_page_says_what_may_be_done(cast: Cast) -> None:
    def card() -> tuple[bool, bool, bool]:
        found = visit_card(cast.family, cast.ben)
        assert found
        return found.may_offer, found.may_ask, found.visit is not None

    assert card() == (True, False, False)
    visit = visits.offer_visit(cast.family, by=cast.ben)
    assert card() == (False, False, True)
    visits.answer_visit(visit, would_like=False, by=cast.ben, means="gate")
    assert card() == (False, True, True)
    assert visit_card(cast.family, cast.eve) is None
    restrict(cast.amina, cast.yusuf)
    assert visit_card(cast.family, cast.ben) is None


def test_a_teacher_of_another_section_cannot_offer_and_a_second_offer_is_explained(cast: Cast) -> None:
    nora = make_staff(cast.school, "teacher", "Nora")
    address = f"/families/{cast.family.pk}/offer-visit/"
    assert signed_in(nora).post(address).status_code == 404
    assert signed_in(cast.ben).post(address).status_code == 302
    answer = signed_in(cast.dov).post(address)
    assert (answer.status_code, b"asked already" in answer.content) == (409, True)


def test_a_visit_leaves_the_pair_that_has_left_the_school(cast: Cast) -> None:
    visit = done(cast)
    cast.ben.school_roles.update(ended_at=clock.now())
    assert signed_in(cast.ben).get(f"/families/visits/{visit.pk}/").status_code == 403


def test_the_list_costs_the_same_for_more_visits(cast: Cast) -> None:
    client, counts = signed_in(cast.dov), []
    for number in range(2):
        for _one in range(2):
            student = make_student(cast.section, f"Child{number}")
            make_guardian(student, "Adult", language="en")
            agreed(cast, student.families.get())
        with CaptureQueriesContext(connection) as context:
            assert client.get("/families/visits/").status_code == 200
        counts.append(len(context))
    assert counts[0] == counts[1]


def test_the_next_thing_is_for_whom_it_is(cast: Cast) -> None:
    visit = done(cast)
    assert [visit_page(visit, person).next for person in (cast.ben, cast.dov)] == ["notes", "nothing"]
