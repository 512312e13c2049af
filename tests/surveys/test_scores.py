"""Scores from outside: any encoding and shape, columns named by a person, every fault said by row, gaps to six digits."""

import csv
import io
import math
import os
import random
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gatepost.history.models import Event
from gatepost.kernel.errors import BadInputError, ConflictError, NotAllowedError
from gatepost.surveys.commands.scores import read_scores, receive_scores, remove_scores
from gatepost.surveys.models import Score, ScoreFile
from gatepost.surveys.queries.scores import look_at, scales_in
from gatepost.surveys.scores.columns import Column, guess
from gatepost.surveys.scores.gaps import scales_of
from gatepost.surveys.scores.numbers import NoNumberError, UnclearNumberError, number_of
from tests.reach.picturing import signed_in
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db
HEADER = "dbn\tschoolname\trr_p\tN_p\tsaf_p_11\tsaf_t_11\tcom_p_11\tsaf_tot_11"
ROWS = [
    "01A\tÁlamo School\t72\t244\t8.5\t7.4\t8,1\t8",
    "01B\tOak School\t44\t115\t9.2\t6.9\t8.8\t8",
    "01C\tPine School\t53\t\t8.8\t7.8\tn/a\t8",
    "01A\tTwice\t1\t1\t1\t1\t1\t1",
    "\tNo code\t1\t1\t1\t1\t1\t1",
    "01D\tElm School\t120\t3.5\tgood\t1,234\t7\t8",
    "01E\tAsh School\t50\t90\t7.0\t7.1\t6.0\t8\t9\t9",
]
CUT = "01F\tFir Sch"


@pytest.fixture(autouse=True)
def _plain(settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def received(cast: Cast, content: bytes, name: str = "scores.txt") -> ScoreFile:
    return receive_scores(name, io.BytesIO(content), school=cast.school, by=cast.dov)


def text(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows]).encode()


def read(cast: Cast, content: bytes, name: str = "scores.txt") -> ScoreFile:
    file = received(cast, content, name)
    read_scores(file, guess(look_at(file).header), title="City survey", by=cast.dov)
    return ScoreFile.objects.get(pk=file.pk)


def test_columns_are_guessed_by_their_names_and_what_is_unclear_is_not() -> None:
    header = [
        *HEADER.split("\t"),
        "bn",
        "nr_p",
        "p_q1c",
        "Parents: Safety score",
        "teacher response rate",
        "Number of students",
        "parents and teachers",
        "year",
    ]
    assert guess(header) == [
        Column("dbn", "code"),
        Column("schoolname", "name"),
        Column("rr_p", "rate", "families"),
        Column("N_p", "respondents", "families"),
        Column("saf_p_11", "score", "families", "saf"),
        Column("saf_t_11", "score", "teachers", "saf"),
        Column("com_p_11", "score", "families", "com"),
        Column("Parents: Safety score", "score", "families", "safety"),
        Column("teacher response rate", "rate", "teachers"),
        Column("Number of students", "respondents", "students"),
    ]  # fmt: skip


def test_every_fault_is_said_by_row_and_the_rest_is_kept(cast: Cast) -> None:
    file = read(cast, text(*ROWS, CUT))
    assert [(problem["row"], problem["sentence"]) for problem in file.problems] == [
        (4, "Nothing is given in: N_p, com_p_11."),
        (5, "“01A” stands in row 2 already; the first one counts, this row was left out."),
        (6, "The row has no code of a unit, or a far too long one; it was left out."),
        (7, "“120” in column “rr_p” is not a number that can stand there; it was left out."),
        (7, "“3.5” in column “N_p” is not a number that can stand there; it was left out."),
        (7, "“good” in column “saf_p_11” is not a number that can stand there; it was left out."),
        (7, "“1,234” in column “saf_t_11” could be two numbers; write it without a sign between thousands."),
        (8, "The row has more cells than there are columns, so nobody knows which is which; it was left out."),
        (9, "The file ends in the middle of this row: it was left out, all others are kept. Was the file cut off?"),
    ]
    kept = Score.objects.filter(file=file).order_by("unit_code", "scale", "sector")
    assert list(kept.values_list("unit_code", "sector", "scale", "value", "respondents", "response_rate")) == [
        ("01A", "families", "com", 8.1, 244, 72),
        ("01A", "families", "saf", 8.5, 244, 72),
        ("01A", "teachers", "saf", 7.4, None, None),
        ("01B", "families", "com", 8.8, 115, 44),
        ("01B", "families", "saf", 9.2, 115, 44),
        ("01B", "teachers", "saf", 6.9, None, None),
        ("01C", "families", "saf", 8.8, None, 53),
        ("01C", "teachers", "saf", 7.8, None, None),
        ("01D", "families", "com", 7.0, None, None),
    ]
    assert (file.rows_count, file.content, file.title) == (4, None, "City survey")


def test_a_row_cut_inside_a_quotation_is_said_and_the_rest_kept(cast: Cast) -> None:
    file = read(cast, text(*ROWS[:2], '01C\t"Pine Sch'))
    assert (file.rows_count, [problem["row"] for problem in file.problems]) == (2, [4])
    assert file.problems[0]["sentence"].startswith(
        "This row and whatever follows it could not be read, all rows before it are kept."
    )


def test_a_short_row_in_the_middle_is_left_out(cast: Cast) -> None:
    file = read(cast, text(ROWS[0], CUT, ROWS[1]))
    assert [(problem["row"], problem["sentence"]) for problem in file.problems] == [
        (3, "The row ends before its last column, so it may be cut in two; it was left out.")
    ]
    assert file.rows_count == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("sign", ["\t", ",", ";"])
def test_any_encoding_and_any_sign_between_cells(cast: Cast, encoding: str, sign: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=sign).writerows(row.split("\t") for row in [HEADER, *ROWS[:3]])
    file = read(cast, out.getvalue().encode(encoding), "scores.csv")
    assert Score.objects.filter(file=file, unit_code="01A", scale="com").values_list("unit_name", "value").get() == (
        "Álamo School",
        8.1,
    )


def test_a_workbook_with_many_columns(cast: Cast) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([*(f"q{number}" for number in range(700)), "dbn", "saf_p", "saf_t"])
    sheet.append([*(1 for _number in range(700)), "01A", 8.25, 7])
    out = io.BytesIO()
    book.save(out)
    file = read(cast, out.getvalue(), "scores.xlsx")
    assert set(Score.objects.filter(file=file).values_list("sector", "value")) == {("families", 8.25), ("teachers", 7.0)}


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("8.5", 8.5),
        ("8,5", 8.5),
        (" 72 % ", 72),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1,234,567", 1234567),
        ("-.5", -0.5),
        ("−3", -3),
        ("1e2", 100),
        ("0,125", 0.125),
    ],
)
def test_numbers_as_files_write_them(cell: str, value: float) -> None:
    assert number_of(cell) == value


@pytest.mark.parametrize("cell", ["good", "1e999", "inf", "nan", "1 2", "=1", "0x10", "1,2,", "1,2,3"])
def test_no_numbers(cell: str) -> None:
    with pytest.raises(NoNumberError):
        number_of(cell)


def test_a_comma_that_could_part_thousands_is_asked_about() -> None:
    with pytest.raises(UnclearNumberError):
        number_of("1,234")


def test_gaps_equal_an_independent_computation() -> None:
    """By the textbook, in long sums; Student's t of 7 degrees of freedom from a printed table."""
    ones = {"a": 8.5, "b": 9.2, "c": 8.8, "d": 7.1, "e": 8.0, "f": 9.9, "g": 6.4, "h": 8.3, "only": 1.0}
    others = {"a": 7.4, "b": 6.9, "c": 7.8, "d": 7.5, "e": 7.7, "f": 8.1, "g": 6.6, "h": 7.0, "other": 9.0}
    scores = [("saf", "families", unit, value) for unit, value in ones.items()]
    scores += [("saf", "teachers", unit, value) for unit, value in others.items()]
    gap = scales_of(scores)[0].gaps[0]
    apart = [ones[unit] - others[unit] for unit in "abcdefgh"]
    mean = sum(apart) / 8
    deviation = math.sqrt(sum((value - mean) ** 2 for value in apart) / 7)
    half = 2.364624251592785 * deviation / math.sqrt(8)
    assert (gap.number, gap.missing) == (8, 2)
    assert gap.difference == pytest.approx(mean, abs=1e-9)
    assert gap.deviation == pytest.approx(deviation, abs=1e-9)
    assert gap.interval == (pytest.approx(mean - half, abs=1e-7), pytest.approx(mean + half, abs=1e-7))
    assert gap.one.mean == pytest.approx(sum(ones[unit] for unit in "abcdefgh") / 8, abs=1e-9)
    assert gap.clear == 1


def test_one_unit_has_a_difference_and_no_interval() -> None:
    gap = scales_of([("s", "families", "a", 1.0), ("s", "teachers", "a", 3.0)])[0].gaps[0]
    assert (gap.number, gap.difference, gap.deviation, gap.interval, gap.clear) == (1, -2.0, None, None, 0)
    assert scales_of([("s", "families", "a", 1.0), ("s", "teachers", "b", 3.0)])[0].gaps == ()


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    chance = random.Random(7)
    held = 0
    for _round in range(400):
        scores = [
            ("s", sector, str(unit), chance.gauss(5 if sector == "families" else 4, 1))
            for unit in range(12)
            for sector in ("families", "teachers")
        ]
        low, high = scales_of(scores)[0].gaps[0].interval or (0, 0)
        held += low <= 1 <= high
    assert 365 <= held <= 395


def test_a_file_is_read_once_and_gone_with_everything(cast: Cast) -> None:
    file = read(cast, text(*ROWS[:3]))
    with pytest.raises(ConflictError):
        read_scores(file, [], title="", by=cast.dov)
    remove_scores(file, by=cast.dov)
    assert (ScoreFile.objects.count(), Score.objects.count()) == (0, 0)
    assert list(Event.objects.filter(action__contains="scores").order_by("pk").values_list("action", flat=True)) == [
        "surveys.receive_scores", "surveys.read_scores", "surveys.remove_scores",
    ]  # fmt: skip


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + bytes(600), b"only one column\n1\n", b"%PDF-1.7"])
def test_what_is_no_table_is_refused_with_a_sentence(cast: Cast, content: bytes) -> None:
    with pytest.raises(BadInputError):
        received(cast, content)
    assert ScoreFile.objects.count() == 0


def test_nobody_but_who_leads_the_school_brings_scores_in(cast: Cast) -> None:
    for person in (cast.carla, cast.ben, cast.eve):
        with pytest.raises(NotAllowedError):
            receive_scores("x.csv", io.BytesIO(text(*ROWS)), school=cast.school, by=person)


def test_the_way_through_the_pages(cast: Cast) -> None:
    client = signed_in(cast.dov)
    upload = SimpleUploadedFile("City <b> 2011.txt", text(*ROWS, CUT))
    answered = client.post(reverse("surveys:score-upload"), {"file": upload})
    file = ScoreFile.objects.get()
    assert (answered.status_code, answered["Location"]) == (302, reverse("surveys:score-columns", args=[file.pk]))
    page = client.get(answered["Location"])
    html = page.content.decode()
    assert ('value="saf_p_11"' in html, "<b> 2011" in html, "Álamo" in html) == (True, False, True)
    assert client.get(reverse("surveys:score-file", args=[file.pk])).status_code == 302
    assert client.post(answered["Location"], as_posted(page.context["lines"], drop="dbn")).status_code == 422
    done = client.post(answered["Location"], as_posted(page.context["lines"]))
    assert (done.status_code, done["Location"]) == (302, reverse("surveys:score-file", args=[file.pk]))
    html = client.get(done["Location"]).content.decode()
    assert "There are 9 remarks" in html
    assert "Oak School" in html
    assert "Units without one of the two" in html
    assert client.get(answered["Location"])["Location"] == done["Location"]
    assert client.post(reverse("surveys:score-remove", args=[file.pk])).status_code == 302
    assert "None yet." in client.get(reverse("surveys:scores")).content.decode()


def as_posted(lines: Any, *, drop: str = "") -> dict[str, str]:
    """What a browser sends when nothing was changed, but for one column."""
    data = {"title": "City survey"}
    for field in lines.management_form:
        data[field.html_name] = field.value()
    for form in lines:
        for field in form:
            dropped = field.name == "place" and form["column"].value() == drop
            data[field.html_name] = "" if dropped else field.value() or ""
    return data


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"form-0-column": "nothing"}, "The file has no column of this name."),
        ({"form-4-scale": ""}, "Give the scale a name"),
        ({"form-4-sector": ""}, "Say who was asked."),
        ({"form-5-sector": "families"}, "says what another line says already"),
        ({"form-1-place": "code"}, "and only one"),
        ({"form-7-column": "saf_tot_11", "form-7-place": "name"}, "at most one column with the unit"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_columns_is_said(cast: Cast, changed: dict[str, str], sentence: str) -> None:
    client = signed_in(cast.dov)
    file = received(cast, text(*ROWS))
    address = reverse("surveys:score-columns", args=[file.pk])
    data = as_posted(client.get(address).context["lines"])
    answered = client.post(address, data | changed)
    assert (answered.status_code, sentence in answered.content.decode()) == (422, True)


@pytest.mark.skipif(
    "GATEPOST_REAL_DATA" not in os.environ, reason="GATEPOST_REAL_DATA does not point to a folder with published files"
)
def test_a_published_file_loads_whole_and_cut(cast: Cast) -> None:
    content = (Path(os.environ["GATEPOST_REAL_DATA"]) / "surveys" / "survey_d75.txt").read_bytes()
    whole, cut = read(cast, content), read(cast, content[:-4000])
    assert (whole.rows_count, cut.rows_count) == (56, 55)
    assert [problem["row"] for problem in cut.problems if "ends in the middle" in problem["sentence"]] == [57]
    assert {gap.number for scale in scales_in(whole) for gap in scale.gaps} <= set(range(20, 57))
