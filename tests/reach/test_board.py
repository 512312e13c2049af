"""The report for the board: two pages in every language, the numbers of the pictures, nobody's name and no small group."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.conf import settings as django_settings
from django.urls import reverse
from django.utils import translation
from tests.reach.picturing import pages_of, signed_in, week
from tests.support.cast import Cast, make_guardian, make_student

from gatepost.kernel.paper.typesetting import lacks_font_for
from gatepost.reach import commands
from gatepost.reach.board import family_texts as say
from gatepost.reach.board.report import board_report
from gatepost.touchpoints import commands as ledger

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 18, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _now(settings: object) -> Iterator[None]:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def counted(cast: Cast) -> Cast:
    """Somali-speaking families are reached less; few read Georgian or Thai; classes and grades are there."""
    for which in range(11):
        student = make_student(cast.section, f"Childname{which}", "Famname")
        make_guardian(student, f"Adultname{which}", phone=f"+3460011{which:04}")
        ledger.log_talk(student.families.get(), by=cast.ben, means="gate", place="gate", source=f"talk:{which}", note="A secret")
    ledger.log_talk(cast.family, by=cast.ben, means="gate", place="gate", source="talk:yusuf")
    commands.recount()
    for ago in range(30):
        week(cast.school, "all", "", (68, 30, 12, 10), ago=ago)
        week(cast.school, "section", str(cast.section.pk), (1, 60, 0, 0), ago=ago)
        week(cast.school, "language", "ro", (6, 3, 1, 0), ago=ago)
        for group, counts in (("so", (8, 20, 8, 4)), ("es", (60, 5, 4, 6)), ("ka", (2, 1, 0, 0)), ("th", (1, 6, 0, 0))):
            week(cast.school, "language", group, counts, ago=ago)
        week(cast.school, "grade", "4", (40, 10, 5, 5), ago=ago)
        week(cast.school, "grade", "5", (28, 20, 7, 5), ago=ago)
    return cast


def report(cast: Cast, language: str = "en") -> list[str]:
    pdf = board_report(cast.dov, cast.school, language)
    assert pdf is not None
    return pages_of(pdf)


def test_it_says_on_two_pages_what_the_pictures_say(counted: Cast) -> None:
    first, second = report(counted)
    assert "Riverside School" in first
    assert "On 13 November 2026, the school was in dialogue with 68 of 120 families (57%)." in first
    less = "One group is reached less than the others: Home language: Somali. Of these families, 20% are in dialogue with the school; of all others, 75%."
    assert less in first
    assert less in second
    assert "68 In dialogue 30 Informed only 12 Not reached 10 No working contact" in first
    assert "Of 100 contacts that went both ways, 100 were face to face, most often: At the gate." in first
    assert "Letters that a child carries home arrive without a contact: more can arrive than contacts work." in first
    assert "8 of 40 · 20%" in second
    assert "Page 2 of 2" in second


def test_a_school_where_nothing_has_gone_both_ways_gets_its_two_pages_too(cast: Cast) -> None:
    commands.recount()
    week(cast.school, "all", "", (0, 0, 12, 10), ago=0)
    first, second = report(cast)
    assert "None of the contacts that went both ways" not in first + second
    assert "Nothing has gone both ways in this time yet." in second
    assert "Page 2 of 2" in second


def test_it_names_nobody_no_class_and_no_small_group(counted: Cast) -> None:
    text = " ".join(report(counted))
    unwanted = ["Childname", "Famname", "Adultname", "Yusuf", "Amina", "Ben Ortiz", "secret", "4B", "Georgian", "Thai", "3 of 3"]
    assert [word for word in unwanted if word in text] == []
    assert "Grade 4" in text
    assert "2 groups are not shown" in text


@pytest.mark.parametrize("language", [code for code, _name in django_settings.LANGUAGES])
def test_it_has_two_pages_in_every_language(counted: Cast, language: str) -> None:
    if lacks_font_for(language):
        pytest.skip("this machine has no font for it")
    assert len(report(counted, language)) == 2


def test_long_words_are_set_smaller_and_not_on_a_third_page(counted: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DEFINITIONS", "INTERVALS", "STANDS", "FACE_TO_FACE", "NO_CONTACT_YET", "REACHED_LESS"):
        monkeypatch.setattr(say, name, f"{getattr(say, name)} " + "und noch viel mehr Wörter, als irgendwo nötig wären. " * 4)
    assert len(report(counted)) == 2


def test_right_to_left_the_words_and_the_charts_are_turned(counted: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(say, "TITLE", "كيف نصل إلى عائلاتنا")
    monkeypatch.setattr(say, "STEPS", ("معروفة", "جهة اتصال", "وصل شيء", "قُرئ", "أجابوا", "شاركوا"))
    pdf = board_report(counted.dov, counted.school, "ar")
    assert pdf is not None
    assert len(pages_of(pdf)) == 2
    assert b"/Lang" in pdf


def test_the_language_is_the_schools_unless_one_of_ours_is_chosen(counted: Cast) -> None:
    client, address = signed_in(counted.dov), reverse("reach:board-report")
    counted.school.language = "ro"
    counted.school.save()
    names = [client.get(address, query)["Content-Disposition"] for query in ({}, {"language": "ar"}, {"language": "../etc"})]
    assert names == ['inline; filename="board-ro.pdf"', 'inline; filename="board-ar.pdf"', 'inline; filename="board-ro.pdf"']


def test_making_it_leaves_the_language_of_the_page_alone(counted: Cast) -> None:
    with translation.override("es"):
        report(counted, "en")
        assert translation.get_language() == "es"
