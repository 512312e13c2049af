"""The Monday letter: three sentences and the list, once to each person, and nothing of a family but a given name."""

import datetime as dt
import itertools
import json
import threading

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from tests.reach.test_good_news import signed_in
from tests.support.cast import Cast, make_cast, make_guardian, make_section, make_student, restrict

from gatepost.accounts.models import User
from gatepost.channels.models import SystemMail
from gatepost.errands.models import Errand
from gatepost.people.models import ClosedDay, Enrolment, Family, Person, School
from gatepost.reach import commands
from gatepost.reach.commands import weekly
from gatepost.reach.models import Attempt, Case, ClosingReason, FamilyState, MondayLetter, WeekCount
from gatepost.reach.queries.weekly import letter_for
from gatepost.touchpoints import commands as ledger

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 10, 12)
AT_SEVEN = dt.datetime(2026, 10, 12, 7, tzinfo=dt.UTC)
_keys = itertools.count(1)


@pytest.fixture(autouse=True)
def _no_second_factor(settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def let_in(*people: Person) -> None:
    for person in people:
        User.objects.create_user(person=person, email=f"{person.given_name.lower()}@school.example", password="x")


def looked_after(family: Family, owner: Person, *, due: dt.date | None = None, step: str = "call", opened: int = 20) -> Case:
    school = family.student.school_roles.get().school
    at = AT_SEVEN - dt.timedelta(days=opened)
    case = Case.objects.create(family=family, school=school, owner=owner, reason="Zzreason", opened_at=at)
    if due is not None:
        Attempt.objects.create(case=case, errand=asked(owner, family, due), step=step)
    return case


def asked(owner: Person, family: Family | None, due: dt.date, *, kind: str = "call") -> Errand:
    return Errand.objects.create(
        school=School.objects.get(school_roles__person=owner), kind=kind, owner=owner, family=family, source=f"t:{next(_keys)}",
        title="Call the family of Zztitle Warsame", due_on=due, created_at=AT_SEVEN - dt.timedelta(days=9),
    )  # fmt: skip


def done(errand: Errand, day: dt.date) -> None:
    errand.closed_at, errand.closed_by = dt.datetime.combine(day, dt.time(12), dt.UTC), errand.owner
    errand.result = "reached"
    errand.save()


def run_jobs() -> int:
    """What the queue would do: each job once."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = 'reach.send_monday_letter' RETURNING args")
        rows = [row[0] for row in cursor.fetchall()]
    jobs = [row if isinstance(row, dict) else json.loads(row) for row in rows]
    return sum(weekly.send_monday_letter(one["person_id"], one["school_id"], dt.date.fromisoformat(one["week"])) for one in jobs)


def addressed() -> list[str]:
    return sorted(address for mail in SystemMail.objects.all() for address in mail.to)


@time_machine.travel(AT_SEVEN, tick=False)
def test_the_principal_gets_three_sentences_and_the_ten(cast: Cast) -> None:
    """By hand: Yusuf, Lena, Tom and Mia not reached, none in dialogue; a week ago six; one step done, one case settled."""
    let_in(cast.dov)
    families = []
    for name in ("Lena", "Tom", "Mia"):
        student = make_student(cast.section, name)
        make_guardian(student, f"Of{name}", email=f"{name.lower()}@example.org")
        families.append(student.families.get())
    commands.recount()
    WeekCount.objects.create(school=cast.school, on=dt.date(2026, 10, 2), kind="all", not_reached=6)
    WeekCount.objects.create(school=cast.school, on=dt.date(2026, 10, 9), kind="all", not_reached=4)
    looked_after(families[0], cast.carla, due=MONDAY - dt.timedelta(days=3))
    finished = asked(cast.carla, families[1], dt.date(2026, 10, 7))
    done(finished, dt.date(2026, 10, 7))
    settled = looked_after(families[1], cast.carla)
    Attempt.objects.create(case=settled, errand=finished, step="call")
    before = asked(cast.carla, families[2], dt.date(2026, 10, 2))
    done(before, dt.date(2026, 10, 4))  # the week before last
    Attempt.objects.create(case=settled, errand=before, step="letter")
    Case.objects.filter(pk=settled.pk).update(closed_at=AT_SEVEN - dt.timedelta(days=4), closing_reason=ClosingReason.IN_DIALOGUE)
    assert weekly.ask_for_monday_letters() == 1
    assert run_jobs() == 1
    mail = SystemMail.objects.get()
    assert mail.to == ["dov@school.example"]
    assert mail.subject == "Your Monday letter, Riverside School"
    assert mail.body.split("\n\n")[1].splitlines() == [
        "Four of four families have not heard from us in a way that reached them, two fewer than a week ago.",
        "Last week one step was taken; one family is in dialogue again.",
        "This week asks for a next step for four families and for one step that is planned already, and it is overdue.",
    ]
    assert mail.body.count("\n   Next: ") == 4
    assert "Carla Rossi" in mail.body  # has a family on her list, and nobody has let her in


@time_machine.travel(AT_SEVEN, tick=False)
def test_an_owner_gets_the_cases_and_what_is_due_overdue_first(cast: Cast) -> None:
    let_in(cast.carla)
    names = ["Lena", "Tom", "Mia", "Una"]
    families = {}
    for name in names:
        student = make_student(cast.section, name)
        make_guardian(student, f"Of{name}", email=f"{name.lower()}@example.org")
        families[name] = student.families.get()
    commands.recount()
    looked_after(families["Lena"], cast.carla)
    looked_after(families["Tom"], cast.carla, due=MONDAY + dt.timedelta(days=2), step="letter")
    looked_after(families["Mia"], cast.carla, due=MONDAY - dt.timedelta(days=5), step="visit")
    asked(cast.carla, families["Una"], MONDAY, kind="hand-out")
    asked(cast.carla, None, MONDAY + dt.timedelta(days=6), kind="read-inbound")
    asked(cast.carla, None, MONDAY + dt.timedelta(days=7), kind="review")  # next week's
    letter = letter_for(cast.carla, cast.school, MONDAY)
    assert letter is not None
    assert [(item.child, item.step, item.is_overdue) for item in letter.own] == [
        ("Mia", "Offer a visit", True),
        ("Una", "Hand out a letter", False),
        ("Tom", "Send a letter with a slip", False),
        ("", "Read a message we could not place", False),
        ("Lena", "Plan the next step", False),
    ]
    assert letter.sentences == (
        "You look after three families; for one of them the next step is not planned yet.",
        "Last week no planned step was finished.",
        "This week four things on your list are due, one of them overdue; begin with Mia.",
    )
    assert (letter.ten, letter.unreached) == ([], [])


@time_machine.travel(AT_SEVEN, tick=False)
def test_a_postcard_holds_given_names_and_sections_and_nothing_else_of_anybody(cast: Cast) -> None:
    """Two homes, one of which talks with us; a barred father; reasons and titles that name people."""
    let_in(cast.dov, cast.carla)
    cast.yusuf.family_name = "Zzsurname"
    cast.yusuf.save()
    Person.objects.filter(pk=cast.amina.pk).update(given_name="Zzamina", family_name="Zzwarsame")
    cast.amina.contact_points.filter(kind="phone").delete()
    other = make_guardian(cast.yusuf, "Zzother", email="zzother@example.org", phone="+34600999888", home="Zzharbour")
    barred = make_guardian(cast.yusuf, "Zzbarred", email="zzbarred@example.org")
    restrict(barred, cast.yusuf)
    ledger.log_talk(cast.yusuf.families.get(home="Zzharbour"), by=cast.ben, means="gate", source="talk:1", adult=other)
    cast.amina.contact_points.update(state="bouncing")
    commands.recount()
    looked_after(cast.family, cast.carla, due=MONDAY)
    asked(cast.dov, cast.family, MONDAY)
    weekly.ask_for_monday_letters()
    assert run_jobs() == 2
    for mail in SystemMail.objects.all():
        words = mail.subject + mail.body + mail.html
        assert "Yusuf, 4B" in mail.body
        assert "Zz" not in words
        assert ("@example.org" in words, "+34" in words, "<img" in words) == (False, False, False)


@time_machine.travel(AT_SEVEN, tick=False)
def test_a_family_the_owner_may_not_see_any_more_is_in_no_letter(cast: Cast) -> None:
    """Ben handed 4B over; his case, his planned step and a call about Yusuf still stand in his name. Mihai in 2A he still teaches."""
    let_in(cast.ben)
    taught = make_student(make_section(cast.school, "2A", cast.ben), "Mihai")
    make_guardian(taught, "Ioana", email="ioana@example.org")
    commands.recount()
    looked_after(cast.family, cast.ben, due=MONDAY)
    asked(cast.ben, cast.family, MONDAY)
    looked_after(taught.families.get(), cast.ben)
    asked(cast.ben, None, MONDAY, kind="read-inbound")
    before = letter_for(cast.ben, cast.school, MONDAY)
    assert before is not None
    assert sorted(item.child for item in before.own) == ["", "Mihai", "Yusuf", "Yusuf"]
    Enrolment.objects.filter(person=cast.ben, section=cast.section).update(ended_at=AT_SEVEN)
    after = letter_for(cast.ben, cast.school, MONDAY)
    assert after is not None
    assert [(item.child, item.step) for item in after.own] == [
        ("", "Read a message we could not place"),
        ("Mihai", "Plan the next step"),
    ]
    assert after.sentences[0] == "You look after one family; the next step is not planned yet."
    Enrolment.objects.filter(person=cast.ben).update(ended_at=AT_SEVEN)
    Errand.objects.filter(family=None).delete()
    assert letter_for(cast.ben, cast.school, MONDAY) is None
    assert weekly.ask_for_monday_letters() == 1
    assert run_jobs() == 0


@pytest.mark.parametrize(
    ("zone", "early", "late"),
    [
        ("UTC", "2026-10-12T06:29", "2026-10-12T06:30"),
        ("America/New_York", "2026-10-12T10:29", "2026-10-12T10:30"),
        ("America/New_York", "2026-11-02T11:29", "2026-11-02T11:30"),  # the clocks went back on Sunday
        ("Europe/Madrid", "2026-03-30T04:29", "2026-03-30T04:30"),  # and forward on Sunday
        ("Asia/Kathmandu", "2026-10-12T00:44", "2026-10-12T00:45"),
        ("Pacific/Auckland", "2026-10-11T17:29", "2026-10-11T17:30"),  # Sunday in UTC
        ("no such zone", "2026-10-12T06:29", "2026-10-12T06:30"),
    ],
)
def test_it_leaves_at_half_past_six_of_the_schools_clock(cast: Cast, zone: str, early: str, late: str) -> None:
    cast.school.timezone = zone
    with time_machine.travel(dt.datetime.fromisoformat(early).replace(tzinfo=dt.UTC), tick=False):
        assert weekly.week_due(cast.school) is None
    with time_machine.travel(dt.datetime.fromisoformat(late).replace(tzinfo=dt.UTC), tick=False):
        due = weekly.week_due(cast.school)
        assert due is not None
        assert due.weekday() == 0


def sent_at(moment: str, cast: Cast) -> int:
    with time_machine.travel(dt.datetime.fromisoformat(moment).replace(tzinfo=dt.UTC), tick=False):
        weekly.ask_for_monday_letters()
        return run_jobs()


def test_a_missed_monday_is_made_good_until_wednesday_and_then_skipped(cast: Cast) -> None:
    let_in(cast.dov)
    commands.recount()
    assert sent_at("2026-10-14T23:59", cast) == 1
    assert sent_at("2026-10-22T00:00", cast) == 0  # Thursday of the week after
    assert sent_at("2026-10-25T12:00", cast) == 0
    assert sent_at("2026-10-26T06:30", cast) == 1
    assert [letter.week.isoformat() for letter in MondayLetter.objects.order_by("week")] == ["2026-10-12", "2026-10-26"]


def test_a_job_that_waited_until_thursday_writes_nothing(cast: Cast) -> None:
    let_in(cast.dov)
    commands.recount()
    with time_machine.travel(AT_SEVEN, tick=False):
        assert weekly.ask_for_monday_letters() == 1
    with time_machine.travel(AT_SEVEN + dt.timedelta(days=3), tick=False):
        assert run_jobs() == 0
    assert SystemMail.objects.count() == 0


@time_machine.travel(AT_SEVEN, tick=False)
def test_asked_again_and_again_it_is_written_once(cast: Cast) -> None:
    let_in(cast.dov, cast.carla)
    commands.recount()
    looked_after(cast.family, cast.carla)
    for _hour in range(3):
        weekly.ask_for_monday_letters()
        weekly.ask_for_monday_letters()
        run_jobs()
    assert addressed() == ["carla@school.example", "dov@school.example"]
    assert weekly.send_monday_letter(cast.dov.pk, cast.school.pk, MONDAY) is False


@time_machine.travel(AT_SEVEN, tick=False)
def test_a_crash_between_the_letter_and_the_mail_loses_neither(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    let_in(cast.dov)
    commands.recount()
    whole = weekly.post_system_mail

    def dies(*args: object, **words: object) -> None:
        whole(*args, **words)
        raise SystemExit

    monkeypatch.setattr(weekly, "post_system_mail", dies)
    with pytest.raises(SystemExit):
        weekly.send_monday_letter(cast.dov.pk, cast.school.pk, MONDAY)
    assert (MondayLetter.objects.count(), SystemMail.objects.count()) == (0, 0)
    monkeypatch.setattr(weekly, "post_system_mail", whole)
    assert weekly.send_monday_letter(cast.dov.pk, cast.school.pk, MONDAY) is True
    assert (MondayLetter.objects.count(), SystemMail.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
@time_machine.travel(AT_SEVEN, tick=False)
def test_two_workers_at_the_same_moment_write_it_once() -> None:
    cast = make_cast()
    let_in(cast.dov)
    commands.recount()
    together, answers = threading.Barrier(4), []

    def work() -> None:
        try:
            together.wait(timeout=30)
            answers.append(weekly.send_monday_letter(cast.dov.pk, cast.school.pk, MONDAY))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(answers) == [False, False, False, True]
    assert addressed() == ["dov@school.example"]


@time_machine.travel(AT_SEVEN, tick=False)
def test_where_there_is_nothing_to_say_nothing_is_written_and_nobody_looks_twice(cast: Cast) -> None:
    let_in(cast.dov, cast.carla, cast.ben)
    FamilyState.objects.all().delete()
    assert weekly.ask_for_monday_letters() == 1  # the principal: whether there is something is found out when it is written
    assert run_jobs() == 0
    assert SystemMail.objects.count() == 0
    assert weekly.ask_for_monday_letters() == 0


def test_who_cannot_sign_in_gets_nothing_and_stands_in_the_principals_letter(cast: Cast) -> None:
    let_in(cast.dov, cast.carla)
    User.objects.create_user(person=cast.ben, email="ben@school.example")  # invited, has not chosen a password
    User.objects.filter(person=cast.carla).update(is_active=False)
    commands.recount()
    looked_after(cast.family, cast.carla)
    asked(cast.ben, cast.family, MONDAY)
    assert sent_at("2026-10-12T07:00", cast) == 1
    assert addressed() == ["dov@school.example"]
    letter = letter_for(cast.dov, cast.school, MONDAY)
    assert letter is not None
    assert letter.unreached == ["Ben Ortiz", "Carla Rossi"]


def test_no_letter_in_a_week_without_a_school_day(cast: Cast) -> None:
    let_in(cast.dov)
    commands.recount()
    for ahead in range(5):
        ClosedDay.objects.create(school=cast.school, day=MONDAY + dt.timedelta(days=ahead))
    assert sent_at("2026-10-12T07:00", cast) == 0
    assert sent_at("2026-10-19T07:00", cast) == 1


def test_who_stops_the_letter_gets_none_until_she_wants_it_again(cast: Cast) -> None:
    let_in(cast.dov)
    commands.recount()
    address = reverse("reach:monday-letter")
    with time_machine.travel(AT_SEVEN, tick=False):
        weekly.ask_for_monday_letters()  # the job waits already when she stops it
        assert signed_in(cast.dov).post(address, {"wish": "stop"}).status_code == 302
        assert run_jobs() == 0
    assert sent_at("2026-10-19T07:00", cast) == 0
    assert "You get no Monday letter." in signed_in(cast.dov).get(address).content.decode()
    signed_in(cast.dov).post(address, {"wish": "resume"})
    assert sent_at("2026-10-19T07:30", cast) == 1


@time_machine.travel(AT_SEVEN, tick=False)
def test_the_preview_shows_what_would_be_written_and_writes_nothing(cast: Cast) -> None:
    let_in(cast.dov)
    commands.recount()
    page = signed_in(cast.dov).get(reverse("reach:monday-letter"))
    assert "Yusuf" in page.content.decode()
    assert page.context["letter"].sentences == letter_for(cast.dov, cast.school, MONDAY).sentences  # type: ignore[union-attr]
    assert (SystemMail.objects.count(), MondayLetter.objects.count()) == (0, 0)
    assert signed_in(cast.amina).get(reverse("reach:monday-letter")).status_code == 403


@time_machine.travel(AT_SEVEN, tick=False)
def test_a_principal_of_two_schools_gets_the_letter_of_each_with_its_own_families(cast: Cast) -> None:
    let_in(cast.dov)
    cast.dov.school_roles.create(school=cast.other_school, role="principal")
    section = cast.other_school.sections.get()
    make_guardian(make_student(section, "Kofi"), "Akua", email="akua@example.org")
    commands.recount()
    weekly.ask_for_monday_letters()
    assert run_jobs() == 2
    about = {mail.subject.split(", ")[1]: ("Yusuf" in mail.body, "Kofi" in mail.body) for mail in SystemMail.objects.all()}
    assert about == {"Riverside School": (True, False), "Hillside School": (False, True)}
