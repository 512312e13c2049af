"""The day of a visit: in, out, and the alarm exactly once when nobody says so; then notes and hours."""

import datetime as dt
import threading

import pytest
import time_machine
from django.db import connection, connections
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.reach.visiting import HOUR, done, planned
from tests.support.cast import Cast, make_cast, make_guardian, make_staff, make_student, restrict

from gatepost.accounts.models import User
from gatepost.channels.models import SystemMail
from gatepost.errands.models import Errand
from gatepost.history.models import Event
from gatepost.kernel import clock
from gatepost.kernel.errors import BadInputError, ConflictError, NotAllowedError
from gatepost.people.models import ContactPoint, SchoolRole
from gatepost.reach import tasks
from gatepost.reach.commands import visit_day, visit_notes, visits
from gatepost.reach.models import HomeVisit, VisitHours
from gatepost.touchpoints.models import Touchpoint

pytestmark = pytest.mark.django_db
BEGINS = dt.datetime(2026, 12, 3, 17, 0, tzinfo=dt.UTC)
GRACE = dt.timedelta(minutes=30)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def visit(cast: Cast) -> HomeVisit:
    """Ben and Carla see Yusuf's family on 3 December from five to six."""
    with time_machine.travel(BEGINS - 48 * HOUR, tick=False):
        return planned(cast, begins_at=BEGINS)


def alarms() -> list[Errand]:
    return list(Errand.objects.filter(title__startswith="Is everybody well?"))


def at(moment: dt.datetime) -> time_machine.travel:
    return time_machine.travel(moment, tick=False)


def test_in_and_out_leave_nothing_on_any_list(cast: Cast, visit: HomeVisit) -> None:
    with at(BEGINS + 2 * MINUTE):
        assert visit_day.start_visit(visit, by=cast.carla).started_at == BEGINS + 2 * MINUTE
    with at(BEGINS + 50 * MINUTE):
        ended = visit_day.report_safe(visit, by=cast.ben)
    assert (ended.state, ended.safe_at, ended.alarmed_at) == ("done", BEGINS + 50 * MINUTE, None)
    assert not Errand.objects.open().exists()
    assert Touchpoint.objects.get(means="visit").at == BEGINS + 2 * MINUTE
    with at(BEGINS + 5 * HOUR):
        assert (visit_day.watch_visit(visit.pk), visit_day.sweep_visits()) == (False, 0)


def test_both_may_press_each_button_and_it_counts_once(cast: Cast, visit: HomeVisit) -> None:
    with at(BEGINS):
        visit_day.start_visit(visit, by=cast.ben)
        visit_day.start_visit(visit, by=cast.carla)
        visit_day.report_safe(visit, by=cast.ben)
        visit_day.report_safe(visit, by=cast.carla)
    assert Touchpoint.objects.filter(means="visit").count() == 1
    assert Event.objects.filter(action="reach.report_safe").count() == 1


def test_the_button_works_from_two_hours_before_and_for_the_two_only(cast: Cast, visit: HomeVisit) -> None:
    with at(BEGINS - 2 * HOUR - MINUTE), pytest.raises(ConflictError, match="too early"):
        visit_day.start_visit(visit, by=cast.ben)
    with at(BEGINS), pytest.raises(NotAllowedError):
        visit_day.start_visit(visit, by=cast.dov)
    with at(BEGINS - 2 * HOUR):
        assert visit_day.start_visit(visit, by=cast.ben).started_at


def test_who_begins_late_is_expected_out_as_much_later(cast: Cast, visit: HomeVisit) -> None:
    with at(BEGINS + 40 * MINUTE):
        assert visit_day.start_visit(visit, by=cast.ben).ends_at == BEGINS + 100 * MINUTE


def test_nobody_sets_out_alone(cast: Cast, visit: HomeVisit) -> None:
    SchoolRole.objects.filter(person=cast.carla).update(ended_at=BEGINS)
    with at(BEGINS), pytest.raises(ConflictError, match="plan the visit anew"):
        visit_day.start_visit(visit, by=cast.ben)


def test_a_home_that_may_not_be_contacted_any_more_is_not_entered_and_one_that_was_is_left_well(
    cast: Cast, visit: HomeVisit
) -> None:
    order = restrict(cast.amina, cast.yusuf)
    with at(BEGINS), pytest.raises(ConflictError, match="there can be no visit"):
        visit_day.start_visit(visit, by=cast.ben)
    order.delete()
    with at(BEGINS):
        visit_day.start_visit(visit, by=cast.ben)
    restrict(cast.amina, cast.yusuf)
    assert visits.call_off_forbidden(cast.yusuf.pk) == 0
    with at(BEGINS + 3 * HOUR):
        assert visit_day.sweep_visits() == 1
        assert visit_day.report_safe(visit, by=cast.ben).state == "done"


@pytest.mark.parametrize("has_begun", [True, False])
def test_the_alarm_is_raised_half_an_hour_after_the_end_and_not_a_minute_before(
    cast: Cast, visit: HomeVisit, has_begun: bool
) -> None:
    ContactPoint.objects.create(person=cast.ben, kind="phone", value="+34600999888", raw="+34600999888")
    if has_begun:
        with at(BEGINS):
            visit_day.start_visit(visit, by=cast.ben)
    with at(BEGINS + HOUR + GRACE - MINUTE):
        assert (visit_day.watch_visit(visit.pk), visit_day.sweep_visits(), alarms()) == (False, 0, [])
    with at(BEGINS + HOUR + GRACE):
        assert visit_day.watch_visit(visit.pk) is True
    (alarm,) = alarms()
    assert (alarm.owner, alarm.phone, alarm.due_on) == (cast.dov, "+34600999888", BEGINS.date())
    assert alarm.title.startswith("Is everybody well? Ben Ortiz and Carla Rossi should be back from a visit since 6:00")
    assert "Ben Ortiz +34600999888" in alarm.reason


def test_the_alarm_comes_exactly_once_by_job_and_sweep_and_job_again(cast: Cast, visit: HomeVisit) -> None:
    with at(BEGINS + 3 * HOUR):
        assert [visit_day.watch_visit(visit.pk), visit_day.sweep_visits(), visit_day.watch_visit(visit.pk)] == [True, 0, False]
    assert len(alarms()) == 1
    assert Event.objects.filter(action="reach.raise_visit_alarm").count() == 1


def test_the_sweep_alone_finds_a_pair_whose_job_was_lost(cast: Cast, visit: HomeVisit) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")  # rows are the truth, jobs are hints
    with at(BEGINS + 2 * HOUR):
        tasks.sweep_visits(0)
        tasks.sweep_visits(0)
    assert len(alarms()) == 1


def test_a_job_waits_for_the_moment_of_the_alarm(cast: Cast, visit: HomeVisit) -> None:
    job = ProcrastinateJob.objects.get(task_name="reach.watch_visit")
    assert (job.args, job.scheduled_at, job.queue_name) == ({"visit_id": visit.pk}, BEGINS + HOUR + GRACE, "urgent")


@pytest.mark.parametrize("late_by", ["ben", "dov"])
def test_pressing_late_closes_the_alarm_whoever_presses(cast: Cast, visit: HomeVisit, late_by: str) -> None:
    with at(BEGINS + 2 * HOUR):
        visit_day.sweep_visits()
        assert len(Errand.objects.open()) == 3
        ended = visit_day.report_safe(visit, by=getattr(cast, late_by))
    assert (ended.state, ended.alarmed_at, alarms()) == ("done", BEGINS + 2 * HOUR, [])
    with at(BEGINS + 5 * HOUR):
        assert visit_day.sweep_visits() == 0


def test_an_outsider_and_a_teacher_who_did_not_go_cannot_say_that_all_is_well(cast: Cast, visit: HomeVisit) -> None:
    nora = make_staff(cast.school, "teacher", "Nora")
    with at(BEGINS + 2 * HOUR):
        for person in (nora, cast.eve, cast.amina):
            with pytest.raises(NotAllowedError):
                visit_day.report_safe(visit, by=person)


def test_half_an_hour_longer_ends_the_alarm_and_a_second_silence_raises_another(cast: Cast, visit: HomeVisit) -> None:
    with at(BEGINS):
        visit_day.start_visit(visit, by=cast.ben)
    with at(BEGINS + 2 * HOUR):
        visit_day.sweep_visits()
        longer = visit_day.stay_longer(visit, by=cast.ben)
        assert (longer.ends_at, alarms()) == (BEGINS + 150 * MINUTE, [])
        assert Errand.objects.open().count() == 2
    with at(BEGINS + 3 * HOUR):
        assert [visit_day.sweep_visits(), visit_day.sweep_visits()] == [1, 0]
    assert len(alarms()) == 1


def test_the_one_who_looks_after_the_pair_is_none_of_the_two(cast: Cast) -> None:
    office = make_staff(cast.school, "office", "Olga")
    with at(BEGINS - 48 * HOUR):
        planned(cast, begins_at=BEGINS, partner=cast.dov)
    with at(BEGINS + 2 * HOUR):
        visit_day.sweep_visits()
    assert [alarm.owner for alarm in alarms()] == [office]


def test_the_alarm_goes_by_e_mail_too_and_names_no_family(cast: Cast, visit: HomeVisit) -> None:
    User.objects.create_user(person=cast.dov, email="dov@school.example")
    with at(BEGINS + 2 * HOUR):
        visit_day.sweep_visits()
    mail = SystemMail.objects.get()
    assert mail.to == ["dov@school.example"]
    assert "Ben Ortiz" in mail.body
    assert "Yusuf" not in mail.subject + mail.body


def test_nobody_there_is_a_try_of_ours_and_the_way_counts(cast: Cast, visit: HomeVisit) -> None:
    with at(BEGINS + 10 * MINUTE):
        ended = visit_day.report_safe(visit, by=cast.ben, met=False)
    assert (ended.state, ended.called_off_because, Errand.objects.open().count()) == ("called-off", "not-met", 0)
    row = Touchpoint.objects.get(means="visit")
    assert (row.direction, row.outcome, row.at) == ("out", "no-answer", BEGINS)
    visit_notes.write_hours(ended, hours={cast.ben.pk: (0, 40), cast.carla.pk: (0, 40)}, by=cast.ben)
    assert VisitHours.objects.count() == 2


def test_a_partner_from_another_class_goes_along_and_the_ledger_names_who_looks_after_the_family(cast: Cast) -> None:
    nora = make_staff(cast.school, "teacher", "Nora")
    with at(BEGINS - 48 * HOUR):
        visit = planned(cast, begins_at=BEGINS, lead=nora, partner=cast.ben)
    with at(BEGINS):
        visit_day.start_visit(visit, by=nora)
        visit_day.report_safe(visit, by=nora)
    assert Touchpoint.objects.get(means="visit").staff == cast.ben


def test_notes_are_kept_without_marks_and_by_the_two_alone(cast: Cast) -> None:
    visit = done(cast)
    words = {"hopes": "A nurse.\r\n", "strengths": "Sings.", "asked_of_school": "Call before ten."}
    kept = visit_notes.write_notes(visit, **words, by=cast.carla)
    assert (kept.hopes, kept.strengths, kept.asked_of_school) == ("A nurse.", "Sings.", "Call before ten.")
    with pytest.raises(BadInputError, match="“failed” was found"):
        visit_notes.write_notes(visit, **{**words, "strengths": "He failed maths."}, by=cast.ben)
    with pytest.raises(NotAllowedError):
        visit_notes.write_notes(visit, **words, by=cast.dov)
    assert HomeVisit.objects.get().strengths == "Sings."
    assert not Touchpoint.objects.filter(note__gt="").exists()


def test_notes_wait_for_the_visit(cast: Cast, visit: HomeVisit) -> None:
    with pytest.raises(ConflictError, match="after the visit"):
        visit_notes.write_notes(visit, hopes="A nurse.", strengths="", asked_of_school="", by=cast.ben)


def test_hours_are_for_the_two_and_stay_once_settled(cast: Cast) -> None:
    visit = done(cast)
    visit_notes.write_hours(visit, hours={cast.ben.pk: (60, 30), cast.carla.pk: (60, 10)}, by=cast.ben)
    with pytest.raises(ConflictError, match="the two who went"):
        visit_notes.write_hours(visit, hours={cast.dov.pk: (60, 30)}, by=cast.ben)
    with pytest.raises(BadInputError, match="between 0 and 720"):
        visit_notes.write_hours(visit, hours={cast.ben.pk: (721, 30)}, by=cast.ben)
    month = (visit.begins_at or clock.now()).date().replace(day=1)
    visit_notes.settle_hours(cast.ben.pk, school=cast.school, month=month, minutes=90, by=cast.dov)
    with pytest.raises(BadInputError, match="The hours of Ben Ortiz are settled, with 60 minutes there and 30 on the way"):
        visit_notes.write_hours(visit, hours={cast.ben.pk: (120, 30), cast.carla.pk: (70, 10)}, by=cast.carla)
    visit_notes.write_hours(visit, hours={cast.ben.pk: (60, 30), cast.carla.pk: (70, 10)}, by=cast.carla)
    assert {(row.person, row.total, row.settled_by) for row in VisitHours.objects.all()} == {
        (cast.ben, 90, cast.dov),
        (cast.carla, 80, None),
    }


def test_nothing_is_settled_unseen_nor_by_others(cast: Cast) -> None:
    visit = done(cast)
    visit_notes.write_hours(visit, hours={cast.ben.pk: (60, 30)}, by=cast.ben)
    month = (visit.begins_at or clock.now()).date().replace(day=1)
    with pytest.raises(ConflictError, match="changed in the meantime"):
        visit_notes.settle_hours(cast.ben.pk, school=cast.school, month=month, minutes=80, by=cast.dov)
    for person, school in ((cast.carla, cast.school), (cast.dov, cast.other_school)):
        with pytest.raises(NotAllowedError):
            visit_notes.settle_hours(cast.ben.pk, school=school, month=month, minutes=90, by=person)
    assert visit_notes.settle_hours(cast.ben.pk, school=cast.school, month=month, minutes=90, by=cast.dov) == 1
    with pytest.raises(ConflictError):
        visit_notes.settle_hours(cast.ben.pk, school=cast.school, month=month, minutes=90, by=cast.dov)


@pytest.mark.django_db(transaction=True)
def test_job_and_sweep_at_the_same_moment_raise_one_alarm() -> None:
    cast = make_cast()
    lena = make_student(cast.section, "Lena", "Berg")
    make_guardian(lena, "Olga", language="en")
    visit = planned(cast)
    past = clock.now() - 5 * HOUR
    HomeVisit.objects.update(begins_at=past, ends_at=past + HOUR)
    start, raised = threading.Barrier(4), []

    def watch() -> None:
        try:
            start.wait(timeout=30)
            raised.append(visit_day.watch_visit(visit.pk))
        finally:
            connections.close_all()

    watchers = [threading.Thread(target=watch) for _one in range(4)]
    for one in watchers:
        one.start()
    for one in watchers:
        one.join(timeout=30)
    assert sorted(raised) == [False, False, False, True]
    assert len(alarms()) == 1
