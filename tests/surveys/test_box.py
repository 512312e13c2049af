"""The box of anonymous answers: who leaves it with whom, and that nothing is left."""

from collections import Counter

import pytest
from django.db import connection
from django.test import override_settings

from gatepost.kernel.errors import NotReadyError
from gatepost.surveys.commands.accepting import accept_answer
from gatepost.surveys.commands.box import let_out
from gatepost.surveys.mixing import Cell, all_of, some_of
from gatepost.surveys.models import Invitation, Remark, Response, Sealed, Stratum, Survey
from gatepost.surveys.sealing import open_sealed, room_for, seal
from tests.support.cast import Cast
from tests.surveys.sitting_down import invite_parents, open_survey

SOMALI, FRENCH = Cell("families", "so", "4"), Cell("families", "fr", "4")


def answers(number: int, name: str = "a") -> list[str]:
    return [f"{name}{place}" for place in range(number)]


def sizes(groups: dict[Cell, list[str]]) -> dict[Cell, int]:
    return {cell: len(rows) for cell, rows in groups.items()}


@pytest.mark.parametrize(("inside", "leaving"), [(9, 0), (10, 0), (19, 0), (20, 10), (29, 10), (30, 20), (45, 30)])
def test_while_a_survey_runs_whole_tens_leave_and_at_least_ten_stay(inside: int, leaving: int) -> None:
    groups = some_of({SOMALI: answers(inside), FRENCH: answers(3)})
    assert sizes(groups) == ({SOMALI: leaving} if leaving else {})
    assert len(set(groups.get(SOMALI, []))) == leaving


def test_who_leaves_is_drawn_by_lot() -> None:
    drawn = {tuple(sorted(some_of({SOMALI: answers(20)})[SOMALI])) for _time in range(6)}
    assert len(drawn) > 1


@pytest.mark.parametrize(
    ("cells", "merged"),
    [
        ({("so", "4"): 12, ("so", "5"): 10}, {("so", "4"): 12, ("so", "5"): 10}),
        ({("so", "4"): 6, ("so", "5"): 5}, {("so", ""): 11}),
        ({("so", "4"): 12, ("so", "5"): 1}, {("so", ""): 13}),
        ({("so", "4"): 15, ("so", "6"): 11, ("so", "5"): 1}, {("so", "4"): 15, ("so", ""): 12}),
        ({("so", "4"): 12, ("fr", "5"): 9}, {("", ""): 21}),
        ({("so", "4"): 12, ("fr", "5"): 6, ("ar", "5"): 4}, {("so", "4"): 12, ("", ""): 10}),
        ({("so", "4"): 20, ("ro", "4"): 11, ("fr", "5"): 2}, {("so", "4"): 20, ("", ""): 13}),
        ({("so", "4"): 5, ("fr", "5"): 4}, {}),
        ({("", ""): 3, ("so", "4"): 10}, {("", ""): 13}),
    ],
)
def test_at_closing_small_cells_become_coarse_until_each_holds_ten(
    cells: dict[tuple[str, str], int], merged: dict[tuple[str, str], int]
) -> None:
    groups = all_of({Cell("families", *key): answers(number, key[0]) for key, number in cells.items()})
    assert sizes(groups) == {Cell("families", *key): number for key, number in merged.items()}


def test_sectors_never_share_a_group() -> None:
    groups = all_of({Cell("families", "so"): answers(9), Cell("teachers", "so"): answers(9), Cell("students"): answers(10)})
    assert sizes(groups) == {Cell("students"): 10}


@pytest.mark.django_db
class TestLettingOut:
    def test_it_opens_nothing_before_there_is_company_and_keeps_nothing_after_closing(self, cast: Cast) -> None:
        survey = open_survey(cast.school, cast.dov)
        rows = invite_parents(survey, cast.section, 21, language="so", grade="4")
        rows += invite_parents(survey, cast.section, 4, language="fr", grade="5")
        _answer_all(survey, rows[:19])
        assert (let_out(survey.pk), Sealed.objects.count()) == (0, 19)
        _answer_all(survey, rows[19:])
        assert (let_out(survey.pk), Sealed.objects.count(), Response.objects.count()) == (10, 15, 10)
        assert (let_out(survey.pk), Sealed.objects.count()) == (0, 15)
        Survey.objects.filter(pk=survey.pk).update(state="closed", closed_at=survey.opened_at)
        assert (let_out(survey.pk, closing=True), Sealed.objects.count(), Response.objects.count()) == (15, 0, 25)
        held = Counter((row.stratum.language, row.stratum.grade) for row in Response.objects.select_related("stratum"))
        assert held == {("so", "4"): 10, ("", ""): 15}
        assert let_out(survey.pk) == 0

    def test_every_answer_comes_out_as_it_went_in_and_joined_to_nothing(self, cast: Cast) -> None:
        survey = open_survey(cast.school, cast.dov)
        rows = invite_parents(survey, cast.section, 12, language="so", grade="4")
        for place, row in enumerate(rows):
            said = {"more": f"Words {place}"} if place < 5 else {}
            accept_answer(
                survey, sector="families", marks={"talk": place % 5 + 1}, remarks=said, language="so" if place else "en",
                invitation=row, by=None,
            )  # fmt: skip
        Survey.objects.filter(pk=survey.pk).update(state="closed", closed_at=survey.opened_at)
        let_out(survey.pk)
        assert Counter(row.marks["talk"] for row in Response.objects.all()) == {1: 3, 2: 3, 3: 2, 4: 2, 5: 2}
        assert {(row.invitation, row.answered_on, row.stratum.section_name) for row in Response.objects.all()} == {
            (None, None, "")
        }
        said_in = {row.words: (row.language, row.response) for row in Remark.objects.all()}
        assert said_in == {"Words 0": ("", None)} | {f"Words {place}": ("so", None) for place in range(1, 5)}

    def test_fewer_than_ten_in_all_are_never_opened(self, cast: Cast) -> None:
        survey = open_survey(cast.school, cast.dov)
        _answer_all(survey, invite_parents(survey, cast.section, 9, language="so", grade="4"))
        Survey.objects.filter(pk=survey.pk).update(state="closed", closed_at=survey.opened_at)
        assert let_out(survey.pk) == 0
        assert (Sealed.objects.count(), Response.objects.count(), Stratum.objects.count(), Remark.objects.count()) == (0, 0, 0, 0)

    def test_rows_lie_in_the_order_of_their_random_keys(self, cast: Cast) -> None:
        survey = open_survey(cast.school, cast.dov)
        _answer_all(survey, invite_parents(survey, cast.section, 30, language="so", grade="4"))
        let_out(survey.pk)
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM surveys_response ORDER BY ctid")
            keys = [key for (key,) in cursor.fetchall()]
        assert len(keys) == 20
        assert keys == sorted(keys)

    def test_a_survey_still_open_is_not_emptied(self, cast: Cast) -> None:
        survey = open_survey(cast.school, cast.dov)
        _answer_all(survey, invite_parents(survey, cast.section, 12, language="so", grade="4"))
        with pytest.raises(NotReadyError):
            let_out(survey.pk, closing=True)
        assert Sealed.objects.count() == 12

    def test_with_another_key_nothing_is_opened_and_nothing_thrown_away(self, cast: Cast) -> None:
        survey = open_survey(cast.school, cast.dov)
        _answer_all(survey, invite_parents(survey, cast.section, 12, language="so", grade="4"))
        Survey.objects.filter(pk=survey.pk).update(state="closed", closed_at=survey.opened_at)
        with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[]), pytest.raises(NotReadyError):
            let_out(survey.pk)
        assert Sealed.objects.count() == 12
        from django.conf import settings

        with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
            assert let_out(survey.pk) == 12

    def test_sealed_rows_have_one_size_whatever_was_said_and_show_no_time(self, cast: Cast) -> None:
        survey = open_survey(cast.school, cast.dov)
        survey.items.filter(key="home").update(kind="text", options=[])
        room = room_for(survey.items.all())
        short = seal({"marks": {"talk": 1}, "remarks": {}}, survey_id=survey.pk, room=room)
        longest = {"more": "🐪" * 2000, "home": '"\n' * 1000}
        long = seal({"marks": {"talk": 1, "ways": [1, 2, 3]}, "remarks": longest}, survey_id=survey.pk, room=room)
        assert len(short) == len(long)
        assert room % 4096 == 0
        assert (short[:9], long[:9]) == (b"\x80" + bytes(8), b"\x80" + bytes(8))
        assert open_sealed(long, survey_id=survey.pk)["remarks"] == longest
        with pytest.raises(NotReadyError):
            open_sealed(long, survey_id=survey.pk + 1)


def _answer_all(survey: Survey, rows: list[Invitation]) -> None:
    for row in rows:
        accept_answer(survey, sector=row.sector, marks={"talk": 3}, remarks={}, language=row.language, invitation=row, by=None)
