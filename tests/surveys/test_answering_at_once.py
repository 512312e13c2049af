"""Two at the same moment: one answer counts, one worker lets out."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from gatepost.surveys.commands.accepting import accept_answer
from gatepost.surveys.commands.box import let_out
from gatepost.surveys.models import Response, Sealed
from tests.support.cast import make_cast, make_guardian
from tests.surveys.sitting_down import invite, invite_parents, open_survey

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each returned; they begin together, each with a connection of its own."""
    gate, said = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            gate.wait()
            said[place] = act()  # type: ignore[call-overload]
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return said


def test_two_adults_of_a_family_answer_at_once_and_one_counts() -> None:
    cast = make_cast()
    survey = open_survey(cast.school, cast.dov, privacy="named", unit="family")
    rows = [invite(survey, adult, unit="family:1") for adult in (cast.amina, make_guardian(cast.yusuf, "Samir"))]

    def answer(place: int) -> bool:
        return accept_answer(
            survey, sector="families", marks={"talk": 4}, remarks={}, language="so", invitation=rows[place], by=None
        )

    said = at_once(lambda: answer(0), lambda: answer(1), lambda: answer(0), lambda: answer(1))
    assert sorted(map(str, said)) == ["False", "False", "False", "True"]
    assert Response.objects.count() == 1


def test_two_workers_let_out_at_once_and_each_answer_leaves_once() -> None:
    cast = make_cast()
    survey = open_survey(cast.school, cast.dov)
    for row in invite_parents(survey, cast.section, 20, language="so", grade="4"):
        accept_answer(survey, sector="families", marks={"talk": 4}, remarks={}, language="so", invitation=row, by=None)
    said = at_once(*[lambda: let_out(survey.pk)] * 3)
    assert sorted(map(int, said)) == [0, 0, 10]  # type: ignore[call-overload]
    assert (Response.objects.count(), Sealed.objects.count()) == (10, 10)
