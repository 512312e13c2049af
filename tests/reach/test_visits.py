"""The life of a visit until its day: offered, answered, planned for two, called off; and what stands in the ledger of it."""

import datetime as dt
import threading

import pytest
from django.db import IntegrityError, connection, connections, transaction
from tests.reach.visiting import HOUR, agreed, done, plan_for, planned
from tests.support.cast import Cast, make_cast, make_guardian, make_section, make_staff, make_student, restrict

from gatepost.errands import commands as errands
from gatepost.errands.models import Errand
from gatepost.history.models import Event
from gatepost.kernel import clock
from gatepost.kernel.errors import BadInputError, ConflictError, NotAllowedError
from gatepost.people.commands.rights import RIGHTS, Bar
from gatepost.people.commands.rights import restrict as bar
from gatepost.people.models import Family, Guardianship, NotedBarrier, Person, Term
from gatepost.reach import commands
from gatepost.reach.commands import visit_day, visits
from gatepost.reach.ladder import StepKind
from gatepost.reach.models import HomeVisit
from gatepost.reach.queries.visit_offers import may_offer, not_to_be_offered
from gatepost.touchpoints.models import Touchpoint

pytestmark = pytest.mark.django_db


def ledger() -> list[tuple[str, ...]]:
    columns = ("means", "place", "direction", "outcome", "content_kind", "involvement_type", "note")
    return list(Touchpoint.objects.order_by("pk").values_list(*columns))


def sibling_of(cast: Cast) -> Family:
    sister = make_student(cast.section, "Hodan")
    family = Family.objects.create(student=sister)
    Guardianship.objects.create(adult=cast.amina, student=sister, family=family)
    return family


def test_the_whole_life_of_a_visit_stands_in_the_ledger_without_a_word_of_its_notes(cast: Cast) -> None:
    visit = done(cast)
    assert (visit.state, visit.pair) == ("done", (cast.ben, cast.carla))
    assert ledger() == [
        ("gate", "gate", "out", "delivered", "social", "communicating", ""),
        ("gate", "gate", "in", "answered", "social", "communicating", ""),
        ("visit", "home", "both", "took-part", "social", "parenting", ""),
    ]
    assert Touchpoint.objects.get(source=f"reach.visit:{visit.pk}").staff == cast.ben
    actions = Event.objects.filter(subject_kind="reach.homevisit").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["reach.offer_visit", "reach.answer_visit", "reach.plan_visit", "reach.report_safe"]


def test_a_no_is_respected_for_the_school_year_and_said_in_the_ledger(cast: Cast) -> None:
    visit = visits.offer_visit(cast.family, by=cast.ben, means="phone")
    visits.answer_visit(visit, would_like=False, by=cast.ben, means="phone")
    assert [row[2:4] for row in ledger()] == [("out", "delivered"), ("in", "declined")]
    assert may_offer(cast.family) is False
    with pytest.raises(ConflictError, match="asked already"):
        visits.offer_visit(cast.family, by=cast.dov)


def test_in_the_next_school_year_they_may_be_asked_again(cast: Cast) -> None:
    visit = visits.offer_visit(cast.family, by=cast.ben)
    visits.answer_visit(visit, would_like=False, by=cast.ben, means="gate")
    today = clock.today()
    Term.objects.create(school=cast.school, name="1", begins_on=today - dt.timedelta(days=20), ends_on=today)
    HomeVisit.objects.update(answered_at=clock.now() - dt.timedelta(days=19))
    assert may_offer(cast.family) is False
    HomeVisit.objects.update(answered_at=clock.now() - dt.timedelta(days=22))
    assert may_offer(cast.family) is True


def test_who_asks_for_a_visit_gets_one_whatever_was_said_before(cast: Cast) -> None:
    visit = visits.offer_visit(cast.family, by=cast.ben)
    visits.answer_visit(visit, would_like=False, by=cast.ben, means="gate")
    asked = visits.family_asks(cast.family, by=cast.ben, means="phone")
    assert (asked.state, asked.offered_means, asked.answered_means) == ("agreed", "", "phone")
    with pytest.raises(ConflictError, match="under way"):
        visits.family_asks(cast.family, by=cast.ben, means="phone")


def test_nobody_is_offered_a_second_visit_while_one_is_under_way_or_within_a_year(cast: Cast) -> None:
    assert may_offer(cast.family) is True
    visit = done(cast)
    assert may_offer(cast.family) is False
    HomeVisit.objects.filter(pk=visit.pk).update(
        begins_at=clock.now() - dt.timedelta(days=366), ends_at=clock.now() - dt.timedelta(days=365)
    )
    assert may_offer(cast.family) is True


def test_what_a_home_said_for_one_child_holds_for_the_other(cast: Cast) -> None:
    sister = sibling_of(cast)
    stranger = make_student(cast.section, "Lena", "Berg")
    make_guardian(stranger, "Olga")
    everyone = [cast.family.pk, sister.pk, stranger.families.get().pk]
    visits.answer_visit(visits.offer_visit(cast.family, by=cast.ben), would_like=False, by=cast.ben, means="gate")
    assert not_to_be_offered(everyone) == {cast.family.pk, sister.pk}


def test_only_who_looks_after_a_family_offers_it_a_visit(cast: Cast) -> None:
    nora = make_staff(cast.school, "teacher", "Nora")
    for person in (nora, cast.eve, cast.amina):
        with pytest.raises(NotAllowedError):
            visits.offer_visit(cast.family, by=person)
    assert visits.offer_visit(cast.family, by=cast.ben).offered_by == cast.ben


def test_an_offer_in_a_message_is_told_by_its_channel_and_one_on_paper_is_sent(cast: Cast) -> None:
    other = make_student(cast.section, "Lena", "Berg")
    make_guardian(other, "Olga")
    visits.offer_visit(cast.family, by=cast.ben, means="email")
    visits.offer_visit(other.families.get(), by=cast.ben, means="letter")
    assert [row[:4] for row in ledger()] == [("letter", "afar", "out", "sent")]


def test_an_answer_is_not_written_down_twice_nor_for_a_day_to_come(cast: Cast) -> None:
    visit = visits.offer_visit(cast.family, by=cast.ben)
    with pytest.raises(BadInputError, match="not come yet"):
        visits.answer_visit(visit, would_like=True, by=cast.ben, means="gate", on=clock.today() + dt.timedelta(days=1))
    with pytest.raises(BadInputError, match="how they said"):
        visits.answer_visit(visit, would_like=True, by=cast.ben, means="smoke")
    yesterday = clock.today() - dt.timedelta(days=1)
    visits.answer_visit(visit, would_like=True, by=cast.ben, means="gate", on=yesterday)
    assert Touchpoint.objects.get().at.date() == yesterday
    with pytest.raises(ConflictError, match="already"):
        visits.answer_visit(visit, would_like=True, by=cast.ben, means="gate")


def test_nothing_is_planned_before_the_family_has_said_yes(cast: Cast) -> None:
    visit = visits.offer_visit(cast.family, by=cast.ben)
    with pytest.raises(ConflictError, match="cannot be planned"):
        visits.plan_visit(visit, plan=plan_for(cast), by=cast.ben)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda cast: {"partner": cast.ben}, "two different colleagues"),
        (lambda cast: {"partner": cast.eve}, "on the staff of this school"),
        (lambda cast: {"begins_at": clock.now() - HOUR}, "has passed"),
        (lambda cast: {"ends_at": clock.now() + 23 * HOUR}, "ends after it has begun"),
        (lambda cast: {"ends_at": clock.now() + 30 * HOUR}, "four hours at most"),
        (lambda cast: {"interpreter": " "}, "speaks Somali"),
    ],
)
def test_a_plan_that_is_not_sound_is_refused(cast: Cast, change: object, sentence: str) -> None:
    visit = agreed(cast)
    with pytest.raises(BadInputError, match=sentence):
        visits.plan_visit(visit, plan=plan_for(cast, **change(cast)), by=cast.carla)  # type: ignore[operator]
    assert HomeVisit.objects.get().state == "agreed"


def test_no_interpreter_is_needed_where_one_of_the_two_or_the_family_can_talk(cast: Cast) -> None:
    visit = agreed(cast)
    Person.objects.filter(pk=cast.carla.pk).update(spoken_languages=["so-SO"])
    cast.carla.refresh_from_db()
    assert visits.plan_visit(visit, plan=plan_for(cast, interpreter=""), by=cast.carla).interpreter == ""
    Person.objects.filter(pk=cast.carla.pk).update(spoken_languages=[])
    Person.objects.filter(pk=cast.amina.pk).update(spoken_languages=["en"])
    cast.carla.refresh_from_db()
    visits.plan_visit(visit, plan=plan_for(cast, interpreter=""), by=cast.carla)
    NotedBarrier.objects.create(person=cast.amina, kind="language", said_by="family", noted_at=clock.now())
    with pytest.raises(BadInputError, match="who interprets"):
        visits.plan_visit(visit, plan=plan_for(cast, interpreter=""), by=cast.carla)


def test_both_have_the_visit_on_their_list_and_anew_when_it_is_planned_anew(cast: Cast) -> None:
    visit = planned(cast)
    assert sorted(Errand.objects.open().values_list("owner__given_name", "title", "due_on")) == [
        ("Ben", "Visit the family of Yusuf Warsame", clock.today() + dt.timedelta(days=1)),
        ("Carla", "Visit the family of Yusuf Warsame", clock.today() + dt.timedelta(days=1)),
    ]
    visits.plan_visit(visit, plan=plan_for(cast, clock.now() + 48 * HOUR, partner=cast.dov), by=cast.ben)
    assert sorted(Errand.objects.open().values_list("owner__given_name", "due_on")) == [
        ("Ben", clock.today() + dt.timedelta(days=2)),
        ("Dov", clock.today() + dt.timedelta(days=2)),
    ]


def test_nobody_is_on_two_visits_at_the_same_hour(cast: Cast) -> None:
    first = planned(cast)
    other = make_student(make_section(cast.school, "2A"), "Mihai", "Dumitru")
    make_guardian(other, "Ioana", language="en")
    visit = agreed(cast, other.families.get())
    assert first.begins_at
    overlapping = plan_for(cast, first.begins_at + HOUR / 2, lead=cast.dov)
    with pytest.raises(BadInputError, match="Carla Rossi has another visit then"):
        visits.plan_visit(visit, plan=overlapping, by=cast.carla)
    right_after = plan_for(cast, first.begins_at + HOUR, lead=cast.dov)
    assert visits.plan_visit(visit, plan=right_after, by=cast.carla).state == "planned"


def test_a_planned_visit_is_declined_or_called_off_and_leaves_the_lists(cast: Cast) -> None:
    visit = planned(cast)
    visits.answer_visit(visit, would_like=False, by=cast.ben, means="phone")
    assert (HomeVisit.objects.get().state, Errand.objects.count()) == ("declined", 0)
    other = make_student(cast.section, "Lena", "Berg")
    make_guardian(other, "Olga", language="en")
    second = planned(cast, other.families.get())
    visits.call_off(second, because="staff", by=cast.ben)
    second.refresh_from_db()
    assert (second.state, second.called_off_because, Errand.objects.count()) == ("called-off", "staff", 0)
    assert may_offer(other.families.get()) is True


def test_every_step_towards_a_home_where_nobody_may_be_contacted_is_refused(cast: Cast) -> None:
    offered = visits.offer_visit(cast.family, by=cast.ben)
    sister = sibling_of(cast)
    HomeVisit.objects.create(family=sister, school=cast.school, offered_at=clock.now(), offered_by=cast.ben, state="agreed")
    restrict(cast.amina, cast.yusuf)
    restrict(cast.amina, sister.student)
    steps = [
        lambda: visits.offer_visit(cast.family, by=cast.ben),
        lambda: visits.family_asks(cast.family, by=cast.ben, means="gate"),
        lambda: visits.answer_visit(offered, would_like=True, by=cast.ben, means="gate"),
        lambda: visits.plan_visit(HomeVisit.objects.get(family=sister), plan=plan_for(cast), by=cast.ben),
    ]
    for step in steps:
        with pytest.raises(ConflictError, match="there can be no visit"):
            step()
    assert may_offer(cast.family) is False


def test_when_rights_change_a_planned_visit_is_called_off_and_both_are_told_without_a_name(cast: Cast) -> None:
    visit = planned(cast)
    everything = Bar(rights=frozenset(RIGHTS), begins_on=clock.today(), reason="Court")
    bar(cast.amina, cast.yusuf, bar=everything, by=cast.dov)
    visit.refresh_from_db()
    assert (visit.state, visit.called_off_because) == ("called-off", "rights")
    told = Errand.objects.open()
    assert sorted(told.values_list("owner__given_name", flat=True)) == ["Ben", "Carla"]
    assert {(errand.family, "Yusuf" in errand.title + errand.reason) for errand in told} == {(None, False)}


def test_rights_of_one_adult_change_nothing_while_another_of_the_home_may_be_contacted(cast: Cast) -> None:
    make_guardian(cast.yusuf, "Guled")
    visit = planned(cast)
    bar(cast.amina, cast.yusuf, bar=Bar(frozenset(RIGHTS), clock.today(), "Court"), by=cast.dov)
    visit.refresh_from_db()
    assert visit.state == "planned"


def test_what_time_or_an_import_forbids_is_found_by_the_sweep(cast: Cast) -> None:
    visit = planned(cast)
    Guardianship.objects.update(ended_at=clock.now())
    visit_day.sweep_visits()
    visit.refresh_from_db()
    assert visit.state == "called-off"


@pytest.mark.parametrize(
    ("result", "state", "outcomes"), [("agreed", "agreed", ["answered"]), ("declined", "declined", ["declined"])]
)
def test_the_ladder_s_errand_makes_the_visit_follow(cast: Cast, result: str, state: str, outcomes: list[str]) -> None:
    commands.recount()
    errand = commands.plan_step(
        cast.family, step=StepKind.VISIT, owner=cast.carla, due_on=clock.today(), reason="Nothing else", by=cast.dov
    )
    errands.record_result(errand, result=result, by=cast.carla)
    visit = HomeVisit.objects.get()
    assert (visit.state, visit.offered_by, visit.case) == (state, cast.carla, errand.attempt.case)
    assert list(Touchpoint.objects.values_list("outcome", flat=True)) == outcomes


def test_a_try_to_offer_that_met_nobody_is_a_try(cast: Cast) -> None:
    commands.recount()
    errand = commands.plan_step(
        cast.family, step=StepKind.VISIT, owner=cast.carla, due_on=clock.today(), reason="Nothing else", by=cast.dov
    )
    errands.record_result(errand, result="no-answer", by=cast.carla)
    assert [row[:4] for row in ledger()] == [("meeting", "elsewhere", "out", "no-answer")]
    assert not HomeVisit.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_database_keeps_two_different_people_when_two_write_at_once() -> None:
    cast = make_cast()
    visit = planned(cast, partner=cast.dov)
    refused: list[str] = []

    def put_carla(field: str) -> None:
        try:
            HomeVisit.objects.filter(pk=visit.pk).update(**{field: cast.carla})
        except IntegrityError as error:
            refused.append(str(error))
        finally:
            connections.close_all()

    with transaction.atomic():
        HomeVisit.objects.filter(pk=visit.pk).update(lead=cast.carla)
        other = threading.Thread(target=put_carla, args=["partner"])
        other.start()
        _wait_until_blocked()
    other.join(timeout=30)
    assert ["reach_visit_by_two" in error for error in refused] == [True]
    visit.refresh_from_db()
    assert visit.pair == (cast.carla, cast.dov)


@pytest.mark.django_db(transaction=True)
def test_two_who_plan_at_once_do_not_send_one_colleague_to_two_homes() -> None:
    cast = make_cast()
    lena = make_student(cast.section, "Lena", "Berg")
    make_guardian(lena, "Olga", language="en")
    waiting = [agreed(cast), agreed(cast, lena.families.get())]
    begins = clock.now() + 24 * HOUR
    answers: list[str] = []

    def plan(visit: HomeVisit, lead: Person) -> None:
        try:
            visits.plan_visit(visit, plan=plan_for(cast, begins, lead=lead), by=cast.carla)
            answers.append("planned")
        except BadInputError as error:
            answers.append(error.message.split(" has ")[0])
        finally:
            connections.close_all()

    both = [threading.Thread(target=plan, args=pair) for pair in zip(waiting, (cast.ben, cast.dov), strict=True)]
    with transaction.atomic():
        list(Person.objects.select_for_update(no_key=True).filter(pk=cast.carla.pk))
        for one in both:
            one.start()
        _wait_until_blocked(2)
    for one in both:
        one.join(timeout=30)
    assert sorted(answers) == ["Carla Rossi", "planned"]
    assert HomeVisit.objects.filter(state="planned").count() == 1


def _wait_until_blocked(number: int = 1) -> None:
    """Until so many others wait for a lock."""
    stop = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=20)
    with connection.cursor() as cursor:
        while dt.datetime.now(dt.UTC) < stop:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0] >= number:
                return
    raise AssertionError("nobody waits")
