"""Cases: a named person looks after a family until something goes both ways, and nobody is forgotten when she leaves."""

import datetime as dt
import threading

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from tests.reach.test_pages import signed_in
from tests.support.cast import Cast, make_guardian, make_section, make_staff, make_student

from gatepost.accounts.signals import access_ended
from gatepost.errands import commands as errands
from gatepost.errands.models import Errand
from gatepost.history.models import Event
from gatepost.kernel import clock
from gatepost.kernel.errors import ConflictError, NotAllowedError
from gatepost.people.commands import rights
from gatepost.people.models import Family, Person, SchoolRole
from gatepost.reach import commands, queries
from gatepost.reach.ladder import StepKind
from gatepost.reach.models import Attempt, Case, FamilyState
from gatepost.touchpoints import commands as ledger
from gatepost.touchpoints.models import Touchpoint

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def plan(cast: Cast, step: StepKind = StepKind.CALL, owner: Person | None = None) -> Errand:
    return commands.plan_step(
        cast.family, step=step, owner=owner or cast.carla, due_on=clock.today(), reason="Five e-mails went out.", by=cast.dov
    )


def test_the_first_step_opens_the_case_and_the_next_one_joins_it(cast: Cast) -> None:
    commands.recount()
    plan(cast, StepKind.CALL, cast.carla)
    plan(cast, StepKind.LETTER, cast.ben)
    case = Case.objects.get()
    assert (case.owner, case.reason, [one.step for one in case.attempts.all()]) == (
        cast.carla, "Five e-mails went out.", ["call", "letter"],
    )  # fmt: skip


def test_a_step_that_came_to_nothing_makes_the_next_rung_the_suggestion(cast: Cast) -> None:
    commands.recount()
    errand = plan(cast, StepKind.TRUSTED)
    errands.record_result(errand, result="passed-on", by=cast.carla)
    (row,) = queries.worklist(cast.dov, queries.Choice(), None)[1]
    assert (row.planned, row.last and row.last.result, row.attempts) == (None, "Somebody they trust passes it on", 1)
    assert row.turn is not None
    assert row.turn.home.situation.steps_taken == {"trusted"}
    assert list(Touchpoint.objects.values_list("means", "place", "outcome", "staff")) == [
        ("meeting", "elsewhere", "delivered", cast.carla.pk)
    ]


def test_the_case_stops_by_itself_at_the_first_contact_that_goes_both_ways(cast: Cast) -> None:
    commands.recount()
    plan(cast)
    commands.refresh()
    assert commands.close_settled() == 0
    ledger.log_talk(cast.family, by=cast.ben, means="gate", source="talk:1")
    commands.refresh()
    assert commands.close_settled() == 1
    case = Case.objects.get()
    assert (case.closing_reason, case.closed_by) == ("in-dialogue", None)
    assert not Errand.objects.open().exists()
    assert commands.close_settled() == 0


def test_an_old_talk_entered_later_does_not_stop_a_case(cast: Cast) -> None:
    commands.recount()
    plan(cast)
    ledger.log_talk(cast.family, by=cast.ben, means="gate", source="talk:old", at=clock.now() - dt.timedelta(days=400))
    commands.refresh()
    assert commands.close_settled() == 0


def test_a_call_that_reached_them_is_an_answer_and_stops_the_case(cast: Cast) -> None:
    commands.recount()
    errands.record_result(plan(cast), result="reached", by=cast.carla, said="Thursday is fine")
    commands.refresh()
    assert (commands.close_settled(), FamilyState.objects.get().state) == (1, "in-dialogue")


def test_a_child_who_left_closes_the_case(cast: Cast) -> None:
    commands.recount()
    plan(cast)
    cast.yusuf.ended_at = clock.now()
    cast.yusuf.save()
    assert commands.close_settled() == 1
    assert Case.objects.get().closing_reason == "left"


def test_two_people_who_plan_at_the_same_moment_open_one_case(transactional_db: None) -> None:
    from tests.support.cast import make_cast

    cast = make_cast()
    commands.recount()
    barrier = threading.Barrier(2)

    def act(step: StepKind) -> None:
        barrier.wait()
        try:
            plan(cast, step)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(step,)) for step in (StepKind.CALL, StepKind.LETTER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Case.objects.count(), Attempt.objects.count()) == (1, 2)


def test_handing_over_takes_the_steps_along_and_nobody_gets_a_family_that_is_not_hers(cast: Cast) -> None:
    commands.recount()
    errand = plan(cast)
    case = Case.objects.get()
    other_teacher = make_staff(cast.school, "teacher", "Olu", "Elsewhere")
    with pytest.raises(NotAllowedError):
        commands.hand_over(case, to=other_teacher, by=cast.dov)
    with pytest.raises(NotAllowedError):
        commands.hand_over(case, to=cast.eve, by=cast.dov)
    commands.hand_over(case, to=cast.ben, by=cast.dov)
    errand.refresh_from_db()
    assert (Case.objects.get().owner, errand.owner) == (cast.ben, cast.ben)


def test_closing_takes_back_what_was_not_done_and_cannot_be_done_twice(cast: Cast) -> None:
    commands.recount()
    plan(cast)
    case = Case.objects.get()
    commands.close_case(case, reason="respected", note="Asked for quiet until spring", by=cast.carla)
    assert not Errand.objects.exists()
    with pytest.raises(ConflictError):
        commands.close_case(case, reason="all-tried", by=cast.dov)
    plan(cast, StepKind.LETTER)
    assert Case.objects.filter(closed_at=None).count() == 1


def test_when_somebody_leaves_her_families_and_errands_go_to_the_childs_teacher(cast: Cast) -> None:
    commands.recount()
    errand = plan(cast)
    SchoolRole.objects.filter(person=cast.carla).update(ended_at=clock.now())
    assert (commands.pass_on_from_leavers(), errands.pass_on_from_leavers()) == (1, 0)
    errand.refresh_from_db()
    assert (Case.objects.get().owner, errand.owner) == (cast.ben, cast.ben)
    assert Event.objects.filter(action="reach.pass_on").count() == 1


def test_what_stands_outside_a_case_is_passed_on_too(cast: Cast) -> None:
    wanted = errands.Wanted(kind="review", school=cast.school, owner=cast.carla, source="test:1", title="Look this over")
    errand = errands.give_errand(wanted, by=None)
    SchoolRole.objects.filter(person=cast.carla).update(ends_on=clock.today() - dt.timedelta(days=1))
    assert errands.pass_on_from_leavers() == 1
    errand.refresh_from_db()
    assert errand.owner == cast.dov


def test_closing_the_staff_door_passes_on_as_well(cast: Cast, django_capture_on_commit_callbacks: object) -> None:
    commands.recount()
    plan(cast)
    access_ended.send(None, person_id=cast.carla.pk, school_ids=[cast.school.pk])
    commands.pass_on_all_of(cast.carla.pk, [cast.school.pk])
    assert Case.objects.get().owner == cast.ben


@pytest.fixture
def ten_families(cast: Cast) -> Cast:
    """Two of Ben's, one of another section, one of another school."""
    make_guardian(make_student(cast.section, "Zahra", "Omar"), "Hibo", language="so", phone="+34600111444")
    make_guardian(make_student(make_section(cast.school, "2A"), "Mihai", "Dumitru"), "Ioana", language="ro", phone="+34600111333")
    make_guardian(make_student(make_section(cast.other_school, "1C"), "Lin", "Qiu"), "Mei", language="zh-Hans")
    commands.recount()
    return cast


def test_the_principal_gives_out_the_ten_in_one_go(ten_families: Cast) -> None:
    client = signed_in(ten_families.dov)
    page = client.get(reverse("reach:this-week"))
    turns = [turn for turn, _take, _owner in page.context["lines"]]
    # Calls go to the liaison; e-mails to the child's teacher, or, where there is none, to the liaison.
    assert {turn.home.state.family.student.given_name: owner.initial for turn, _take, owner in page.context["lines"]} == {
        "Yusuf": ten_families.ben.pk, "Zahra": ten_families.carla.pk, "Mihai": ten_families.carla.pk,
    }  # fmt: skip
    left_out = turns[-1].family_id
    body = {f"take-{turn.family_id}": "on" for turn in turns if turn.family_id != left_out}
    body |= {f"owner-{turn.family_id}": ten_families.carla.pk for turn in turns}
    assert client.post(reverse("reach:share-out"), body | {"due_on": clock.today()}).status_code == 302
    assert set(Case.objects.values_list("family", flat=True)) == {turn.family_id for turn in turns} - {left_out}
    assert [turn.family_id for turn in queries.this_weeks_ten(ten_families.dov)] == [left_out]


def test_a_teacher_sees_the_ten_but_does_not_give_them_out(ten_families: Cast) -> None:
    client = signed_in(ten_families.ben)
    family = Family.objects.get(student=ten_families.yusuf)
    body = {f"take-{family.pk}": "on", f"owner-{family.pk}": ten_families.ben.pk, "due_on": clock.today()}
    assert client.post(reverse("reach:share-out"), body).status_code == 403
    assert not Case.objects.exists()


def test_nothing_is_given_out_where_one_line_is_refused(ten_families: Cast) -> None:
    client = signed_in(ten_families.dov)
    turns = queries.this_weeks_ten(ten_families.dov)
    body = {f"take-{turn.family_id}": "on" for turn in turns} | {
        f"owner-{turn.family_id}": ten_families.carla.pk for turn in turns
    }
    body[f"owner-{turns[-1].family_id}"] = ten_families.eve.pk
    assert client.post(reverse("reach:share-out"), body | {"due_on": clock.today()}).status_code == 422
    assert not Case.objects.exists()


def test_the_worklist_says_what_waits_and_shows_each_what_is_theirs(ten_families: Cast) -> None:
    mihai = Family.objects.get(student__given_name="Mihai")
    errand = plan(ten_families)
    commands.plan_step(
        mihai,
        step=StepKind.CALL,
        owner=ten_families.carla,
        due_on=clock.today() + dt.timedelta(days=3),
        reason="",
        by=ten_families.dov,
    )
    errands.record_result(errand, result="wrong-number", by=ten_families.carla)
    page = signed_in(ten_families.dov).get(reverse("reach:worklist"))
    assert [row.case.family.student.given_name for row in page.context["rows"]] == ["Yusuf", "Mihai"]
    assert vars(page.context["counts"]) == {"open": 2, "mine": 0, "without_step": 1, "overdue": 0, "waiting": 1}
    only = signed_in(ten_families.carla).get(reverse("reach:worklist"), {"show": "no-step"})
    assert [row.case.family.student.given_name for row in only.context["rows"]] == ["Yusuf"]
    mine = signed_in(ten_families.ben).get(reverse("reach:worklist"))
    assert [row.case.family.student.given_name for row in mine.context["rows"]] == ["Yusuf"]
    assert signed_in(ten_families.eve).get(reverse("reach:worklist")).context["rows"] == []


def test_the_load_of_every_colleague_is_counted(ten_families: Cast) -> None:
    errand = plan(ten_families)
    plan(ten_families, StepKind.LETTER, ten_families.ben)
    Errand.objects.filter(pk=errand.pk).update(due_on=clock.today() - dt.timedelta(days=2))
    loads = signed_in(ten_families.dov).get(reverse("reach:workload")).context["loads"]
    assert [(load.owner, load.cases, load.steps, load.overdue) for load in loads] == [
        (ten_families.ben, 0, 1, 0), (ten_families.carla, 1, 1, 1),
    ]  # fmt: skip


def test_everything_of_one_colleague_is_passed_on_by_hand(ten_families: Cast) -> None:
    plan(ten_families)
    assistant = make_staff(ten_families.school, "counsellor", "Ada", "Lund")
    client = signed_in(ten_families.dov)
    assert client.post(reverse("reach:workload"), {"leaver": ten_families.carla.pk, "to": assistant.pk}).status_code == 302
    assert (Case.objects.get().owner, Errand.objects.get().owner) == (assistant, assistant)


def test_the_familys_page_tells_the_whole_case_and_its_buttons_work(ten_families: Cast) -> None:
    errands.record_result(
        plan(ten_families, StepKind.INVITE), result="passed-on", note="Her aunt tells her", by=ten_families.carla
    )
    case, client = Case.objects.get(), signed_in(ten_families.carla)
    page = client.get(reverse("reach:family", args=[ten_families.family.pk]))
    shown = page.context["shown"].cases
    assert [(one.step, one.result) for one in shown.tried] == [("Invite them in person", "Somebody they trust passes it on")]
    assert client.post(reverse("reach:case-barrier", args=[case.pk]), {"barrier": "hours"}).status_code == 302
    assert client.post(reverse("reach:hand-over", args=[case.pk]), {"owner": ten_families.ben.pk}).status_code == 302
    case.refresh_from_db()
    assert (case.barrier, case.owner) == ("hours", ten_families.ben)
    assert client.post(reverse("reach:close-case", args=[case.pk]), {"reason": "in-dialogue"}).status_code == 422
    assert client.post(reverse("reach:close-case", args=[case.pk]), {"reason": "respected"}).status_code == 302
    assert (
        signed_in(ten_families.eve).post(reverse("reach:close-case", args=[case.pk]), {"reason": "respected"}).status_code == 404
    )
    again = client.get(reverse("reach:family", args=[ten_families.family.pk])).context["shown"].cases
    assert (again.open, [one.closing_reason for one in again.closed]) == (None, ["respected"])


def test_a_step_taken_before_the_last_talk_does_not_count_any_more(cast: Cast) -> None:
    commands.recount()
    errands.record_result(plan(cast, StepKind.INVITE), result="declined", by=cast.carla)
    with_talk = timezone.now() + dt.timedelta(minutes=5)
    ledger.log_talk(cast.family, by=cast.ben, means="gate", source="talk:1", at=with_talk)
    commands.refresh()
    (turn,) = [queries.family_page(cast.family, cast.dov, None).turn]
    assert turn is not None
    assert turn.home.situation.steps_taken == frozenset()


def test_who_would_rather_not_now_is_left_in_peace(cast: Cast) -> None:
    commands.recount()
    errands.record_result(plan(cast, StepKind.INVITE), result="declined", by=cast.carla)
    assert Case.objects.get().closing_reason == "respected"
    with time_machine.travel(clock.now() + dt.timedelta(days=14)):
        commands.recount()
        assert queries.this_weeks_ten(cast.dov) == []
        assert queries.family_page(cast.family, cast.dov, None).cases.rests_until is not None
    with time_machine.travel(clock.now() + dt.timedelta(days=60)):
        commands.recount()
        assert [turn.family_id for turn in queries.this_weeks_ten(cast.dov)] == [cast.family.pk]


def test_the_caller_gets_number_name_and_words_in_both_languages(cast: Cast) -> None:
    commands.recount()
    errand = plan(cast)
    assert errand.phone == "+34600111222"
    asked, to_know = errand.script.split("\n\n")[:2]
    assert asked == "Ask for Amina Warsame."
    assert to_know == "The family speaks Somali. Have somebody who speaks it make the call, or an interpreter on the line."
    assert "Hello, I am calling from Riverside School." in errand.script
    assert errand.script.count("Yusuf") == 4


def test_a_restriction_takes_back_the_call_and_ends_the_case(cast: Cast) -> None:
    commands.recount()
    errand = plan(cast)
    father = make_guardian(cast.yusuf, "Nuur", language="so", phone="+34600111999")
    rights.restrict(cast.amina, cast.yusuf, bar=rights.Bar(frozenset({"contact"}), clock.today(), "Court"), by=cast.dov)
    errand.refresh_from_db()
    assert (errand.phone, "Amina" in errand.script, "Nuur" in errand.script) == ("+34600111999", False, True)
    rights.restrict(father, cast.yusuf, bar=rights.Bar(frozenset({"contact"}), clock.today(), "Court"), by=cast.dov)
    assert not Errand.objects.exists()
    assert Case.objects.get().closing_reason == "rights"


def test_a_call_that_was_made_names_nobody_who_was_barred_later(cast: Cast) -> None:
    commands.recount()
    errand = plan(cast)
    errands.record_result(errand, result="wrong-number", by=cast.carla)
    rights.restrict(cast.amina, cast.yusuf, bar=rights.Bar(frozenset({"contact"}), clock.today(), "Court"), by=cast.dov)
    errand.refresh_from_db()
    assert (errand.phone, errand.script, "Amina" in f"{errand.title} {errand.reason}") == ("", "", False)


def test_asking_the_other_home_is_no_talk_with_this_one(cast: Cast) -> None:
    make_guardian(cast.yusuf, "Nuur", home="second")
    second = Family.objects.get(home="second")
    commands.recount()
    errand = commands.plan_step(second, step=StepKind.OTHER_HOME, owner=cast.carla, due_on=clock.today(), reason="", by=cast.dov)
    errands.record_result(errand, result="mended", by=cast.carla)
    commands.refresh()
    assert FamilyState.objects.get(family=second).state == "no-contact"
    assert commands.close_settled() == 0


def test_the_ten_of_a_week_are_ten(ten_families: Cast) -> None:
    plan(ten_families)
    mine = queries.ten_of_the_week(ten_families.dov)
    assert (len(mine.turns), mine.taken_up) == (2, 1)
    for number in range(9):
        other = make_guardian(
            make_student(ten_families.section, f"Child{number}"), f"Adult{number}", phone=f"+3460011150{number}"
        )
        commands.recount()
        family = other.guardianships.get().family
        commands.plan_step(
            family, step=StepKind.CALL, owner=ten_families.carla, due_on=clock.today(), reason="", by=ten_families.dov
        )
    assert queries.ten_of_the_week(ten_families.dov).is_given_out
    assert len(queries.ten_of_the_week(ten_families.dov, more=True).turns) == 2


def test_a_family_goes_on_to_somebody_when_its_owner_no_longer_teaches_the_child(cast: Cast) -> None:
    commands.recount()
    plan(cast, owner=cast.ben)
    assert commands.pass_on_from_leavers() == 0
    cast.ben.enrolments.update(ended_at=clock.now())
    assert commands.pass_on_from_leavers() == 1
    assert Case.objects.get().owner == cast.carla
    assert not Case.objects.visible_to(Person.objects.get(pk=cast.ben.pk)).exists()


def test_giving_out_twice_says_that_nothing_was_new(ten_families: Cast) -> None:
    turn = queries.this_weeks_ten(ten_families.dov)[0]
    share = commands.Share(turn.home.state.family, turn.step.kind, ten_families.carla, turn.reason)
    assert commands.share_out([share], due_on=clock.today(), by=ten_families.dov) == 1
    assert commands.share_out([share], due_on=clock.today(), by=ten_families.dov) == 0
