"""Errands: asked once, of a named person; closed with a result, tried again three times at most, withdrawn when needless."""

import datetime as dt

import pytest
from django.dispatch import Signal
from django.test import Client
from django.urls import reverse
from tests.support.cast import Cast

from gatepost.accounts.models import User
from gatepost.errands import commands, queries, signals
from gatepost.errands.commands import Wanted
from gatepost.errands.models import Errand, ErrandKind
from gatepost.errands.results import RESULTS
from gatepost.kernel import clock
from gatepost.kernel.errors import BadInputError, ConflictError, NotAllowedError
from gatepost.people.models import Person

pytestmark = pytest.mark.django_db


def ask(cast: Cast, *, kind: str = ErrandKind.CALL, owner: Person | None = None, source: str = "tests.thing:1") -> Errand:
    wanted = Wanted(kind=kind, school=cast.school, owner=owner or cast.ben, source=source, title="Call Amina", family=cast.family)
    return commands.give_errand(wanted, by=None)


def heard(signal: Signal) -> list[Errand]:
    """The errands a signal tells of, from now on."""
    told: list[Errand] = []

    def hear(sender: object, errand: Errand, **_more: object) -> None:
        told.append(errand)

    signal.connect(hear)
    told_of = hear  # a weak reference would be gone with this function
    setattr(signal, f"_kept_{id(told)}", told_of)
    return told


def test_the_same_source_asks_once(cast: Cast) -> None:
    assert ask(cast) == ask(cast, owner=cast.dov)
    assert Errand.objects.get().owner == cast.ben


def test_a_final_result_closes_it_and_says_so(cast: Cast) -> None:
    errand, told = ask(cast), heard(signals.errand_closed)
    commands.record_result(errand, result="reached", note="On Thursday.", by=cast.ben)
    errand.refresh_from_db()
    assert (errand.result, errand.result_note, errand.closed_by) == ("reached", "On Thursday.", cast.ben)
    assert told == [errand]


def test_it_is_tried_three_times_and_no_more(cast: Cast) -> None:
    errand, tried, closed = ask(cast), heard(signals.errand_tried), heard(signals.errand_closed)
    for result in ("busy", "no-answer", "busy"):
        commands.record_result(errand, result=result, by=cast.ben)
    errand.refresh_from_db()
    assert (errand.tries, errand.result, errand.closed_by) == (3, "no-answer", cast.ben)
    assert (len(tried), len(closed)) == (2, 1)


def test_being_asked_to_call_back_never_ends_it(cast: Cast) -> None:
    errand = ask(cast)
    on = clock.today() + dt.timedelta(days=5)
    for _time in range(5):
        commands.record_result(errand, result="call-back", again_on=on, by=cast.ben)
    errand.refresh_from_db()
    assert (errand.closed_at, errand.due_on) == (None, on)


def test_again_lies_never_in_the_past(cast: Cast) -> None:
    errand = ask(cast)
    commands.record_result(errand, result="no-answer", again_on=dt.date(2020, 1, 1), by=cast.ben)
    errand.refresh_from_db()
    assert errand.due_on == clock.today()


def test_a_result_of_another_kind_is_refused(cast: Cast) -> None:
    with pytest.raises(BadInputError):
        commands.record_result(ask(cast), result="handed-out", by=cast.ben)


def test_a_closed_errand_is_not_closed_again(cast: Cast) -> None:
    errand = ask(cast)
    commands.record_result(errand, result="reached", by=cast.ben)
    with pytest.raises(ConflictError):
        commands.record_result(errand, result="no-answer", by=cast.dov)


def test_eve_may_not_close_what_is_not_hers(cast: Cast) -> None:
    with pytest.raises(NotAllowedError):
        commands.record_result(ask(cast), result="reached", by=cast.eve)
    assert queries.errand_for(cast.eve, Errand.objects.get().pk) is None


def test_withdrawing_takes_away_open_ones_only(cast: Cast) -> None:
    done, needless, other = (ask(cast, source=f"tests.thing:{number}") for number in range(3))
    commands.record_result(done, result="reached", by=cast.ben)
    assert commands.withdraw([done.source, needless.source], by=cast.ben) == 1
    assert set(Errand.objects.all()) == {done, other}


def test_what_was_not_to_be_done_says_no_more_whom_it_was_about(cast: Cast) -> None:
    done, waiting = (ask(cast, source=f"tests.thing:{number}") for number in range(2))
    commands.record_result(done, result="reached", note="On Thursday.", by=cast.ben)
    for errand in (done, waiting):
        commands.blot_out(errand.source)
        errand.refresh_from_db()
    assert (done.title, done.result_note, done.closed_by) == ("An errand that was no longer allowed", "On Thursday.", cast.ben)
    assert waiting.title == "Call Amina"


def test_every_kind_has_an_end() -> None:
    assert set(RESULTS) == set(ErrandKind)
    assert all(any(result.is_final for result in results) for results in RESULTS.values())


def test_the_principal_sees_the_school_s_and_the_teacher_her_own(cast: Cast) -> None:
    hers, his = ask(cast), ask(cast, owner=cast.carla, source="tests.thing:2")
    assert (queries.errands_of(cast.ben).own, queries.errands_of(cast.ben).others) == ([hers], [])
    assert (queries.errands_of(cast.dov).own, queries.errands_of(cast.dov).others) == ([], [hers, his])
    assert (queries.errands_of(cast.eve).own, queries.errands_of(cast.eve).others) == ([], [])


class TestPages:
    @pytest.fixture
    def ben(self, cast: Cast, settings: object) -> Client:
        settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]
        client = Client()
        client.force_login(User.objects.create_user(person=cast.ben, email="ben@school.example"))
        return client

    def test_eve_finds_nothing(self, cast: Cast, settings: object) -> None:
        settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]
        eve = Client()
        eve.force_login(User.objects.create_user(person=cast.eve, email="eve@school.example"))
        assert eve.get(reverse("errands:errand", args=[ask(cast).pk])).status_code == 404
        assert "Call Amina" not in eve.get(reverse("errands:mine")).content.decode()

    def test_ben_closes_his_own_with_one_button(self, cast: Cast, ben: Client) -> None:
        errand = ask(cast)
        assert "Call Amina" in ben.get(reverse("errands:mine")).content.decode()
        assert ben.get(reverse("errands:errand", args=[errand.pk])).status_code == 200
        assert ben.post(reverse("errands:errand", args=[errand.pk]), {"result": "reached", "note": "ok"}).status_code == 302
        errand.refresh_from_db()
        assert (errand.result, errand.result_note) == ("reached", "ok")

    def test_without_a_result_nothing_changes(self, cast: Cast, ben: Client) -> None:
        errand = ask(cast)
        assert ben.post(reverse("errands:errand", args=[errand.pk]), {"note": "ok"}).status_code == 422
        errand.refresh_from_db()
        assert errand.closed_at is None
