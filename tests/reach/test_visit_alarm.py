"""An alarm finds somebody whatever else is wrong: another visit, another person, or nobody there at all."""

import datetime as dt
import logging

import pytest
import time_machine
from tests.reach.visiting import HOUR, planned, signed_in
from tests.support.cast import Cast, make_guardian, make_staff, make_student

from gatepost.accounts.models import User
from gatepost.channels.models import SystemMail
from gatepost.errands.models import Errand
from gatepost.history.models import Event
from gatepost.kernel import clock
from gatepost.people.models import Family, Guardianship, School, SchoolRole
from gatepost.reach.commands import visit_day, visit_errands, visits
from gatepost.reach.models import HomeVisit

pytestmark = pytest.mark.django_db
BEGINS = dt.datetime(2026, 12, 3, 17, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _no_second_factor(settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def at(moment: dt.datetime) -> time_machine.travel:
    return time_machine.travel(moment, tick=False)


def alarms() -> list[Errand]:
    return list(Errand.objects.filter(title__startswith="Is everybody well?").order_by("pk"))


def two_overdue(cast: Cast) -> list[HomeVisit]:
    """Ben and Carla at Yusuf's, Nora and Omar at Lena's, both from five to six and not heard of."""
    lena = make_student(cast.section, "Lena", "Berg")
    make_guardian(lena, "Olga", language="en")
    nora, omar = (make_staff(cast.school, "teacher", name) for name in ("Nora", "Omar"))
    with at(BEGINS - 48 * HOUR):
        first = planned(cast, begins_at=BEGINS)
        return [first, planned(cast, Family.objects.get(student=lena), begins_at=BEGINS, lead=nora, partner=omar)]


def only_the_pair_and(cast: Cast, *names: str) -> HomeVisit:
    """Ben and Dov are out; of the school there is nobody else but people of these names, who teach."""
    for name in names:
        make_staff(cast.school, "teacher", name)
    with at(BEGINS - 48 * HOUR):
        visit = planned(cast, begins_at=BEGINS, lead=cast.ben, partner=cast.dov)
    SchoolRole.objects.filter(person=cast.carla).update(ended_at=BEGINS)
    return visit


def test_what_is_wrong_with_one_visit_keeps_nobody_from_looking_after_another(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken, _well = two_overdue(cast)
    ask = visit_errands.ask_to_look_after

    def ask_or_fail(visit: HomeVisit) -> visit_errands.Asked:
        if visit.pk == broken.pk:
            Errand.objects.filter(owner=cast.ben).delete()
            raise ValueError("Yusuf Warsame has no hour")
        return ask(visit)

    monkeypatch.setattr(visit_errands, "ask_to_look_after", ask_or_fail)
    with at(BEGINS + 3 * HOUR), caplog.at_level(logging.ERROR):
        assert visit_day.sweep_visits() == 1
    assert [alarm.title.split("?")[1][:11] for alarm in alarms()] == [" Nora Staff"]
    assert caplog.messages == [f"visit {broken.pk}: watch_visit failed with ValueError"]
    assert Errand.objects.filter(owner=cast.ben).count() == 1  # what was half done for the broken one is undone
    monkeypatch.undo()
    with at(BEGINS + 3 * HOUR):
        assert visit_day.sweep_visits() == 1
    assert len(alarms()) == 2


def test_an_alarm_comes_although_nothing_can_be_called_off(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    two_overdue(cast)

    def fail(family: Family) -> bool:
        raise ValueError

    monkeypatch.setattr(visits, "may_be_visited", fail)
    with at(BEGINS + 3 * HOUR):
        assert visit_day.sweep_visits() == 2
    assert [alarm.owner for alarm in alarms()] == [cast.dov, cast.dov]


def test_rights_that_end_while_the_pair_may_be_inside_end_no_alarm(cast: Cast) -> None:
    with at(BEGINS - 48 * HOUR):
        visit = planned(cast, begins_at=BEGINS)
    with at(BEGINS + HOUR / 2):  # nobody has pressed a button
        Guardianship.objects.update(ended_at=clock.now())
        visit_day.sweep_visits()
        visit_day.sweep_visits()
    visit.refresh_from_db()
    assert visit.state == "planned"
    told = Errand.objects.filter(title__contains="does not take place").order_by("owner__given_name")
    assert [one.owner for one in told] == [cast.ben, cast.carla]
    with at(BEGINS + 3 * HOUR):
        assert [visit_day.sweep_visits(), visit_day.sweep_visits()] == [1, 0]
    assert len(alarms()) == 1


def test_a_teacher_who_did_not_go_is_asked_where_the_two_are_all_who_look_after_the_school(cast: Cast) -> None:
    visit = only_the_pair_and(cast, "Nora")
    with at(BEGINS + 3 * HOUR):
        assert visit_day.sweep_visits() == 1
    (alarm,) = alarms()
    assert (alarm.owner.given_name, alarm.family) == ("Nora", None)
    assert "/families/visits/" not in alarm.reason  # she does not see this visit: neither family nor page
    assert "Yusuf" not in alarm.title + alarm.reason
    assert visit.offered_by == cast.ben


def test_of_those_who_could_look_after_them_whoever_has_an_account_is_asked(cast: Cast) -> None:
    make_staff(cast.school, "principal", "Paula")
    User.objects.create_user(person=make_staff(cast.school, "principal", "Quinn"), email="quinn@school.example")
    with at(BEGINS - 48 * HOUR):
        planned(cast, begins_at=BEGINS)
    with at(BEGINS + 3 * HOUR):
        visit_day.sweep_visits()
    assert [alarm.owner.given_name for alarm in alarms()] == ["Quinn"]


def test_the_school_s_own_address_gets_it_where_nobody_else_is_there_and_the_page_says_so(cast: Cast) -> None:
    School.objects.filter(pk=cast.school.pk).update(email="office@school.example")
    visit = only_the_pair_and(cast)
    with at(BEGINS + 3 * HOUR):
        assert visit_day.sweep_visits() == 1
        page = signed_in(cast.dov).get(f"/families/visits/{visit.pk}/").content.decode()
    mail = SystemMail.objects.get()
    assert (mail.to, alarms()) == (["office@school.example"], [])
    assert "Yusuf" not in mail.subject + mail.body
    assert "we wrote to the school’s own address, office@school.example." in page
    assert Event.objects.get(action="reach.raise_visit_alarm").details["school_told"] is True


def test_where_nobody_can_be_asked_the_page_says_so_and_the_log_too(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    visit = only_the_pair_and(cast)
    with at(BEGINS + 3 * HOUR), caplog.at_level(logging.ERROR):
        assert visit_day.sweep_visits() == 1
        page = signed_in(cast.dov).get(f"/families/visits/{visit.pk}/").content.decode()
    assert (alarms(), SystemMail.objects.count(), len(caplog.messages)) == ([], 0, 1)
    assert "Nobody could be asked: nobody else is on the staff of this school" in page
