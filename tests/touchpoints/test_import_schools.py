"""Sheets as school offices keep them: a title above the header, German words, the mother of two homes, rows that say nothing."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from tests.support.cast import Cast, make_guardian, restrict
from tests.touchpoints.logs import (
    HEADER,
    Logged,
    as_csv,
    as_xlsx,
    compare,
    counts,
    ledger,
    make_school_with_two_aminas,
    problems,
    upload,
)

from gatepost.accounts.models import User
from gatepost.people.models import Guardianship, Person
from gatepost.touchpoints.commands import applying
from gatepost.touchpoints.commands import imports as commands
from gatepost.touchpoints.importing.children import parent_of
from gatepost.touchpoints.importing.meanings import meaning_of, tone_of_topic
from gatepost.touchpoints.importing.sheet import header_among
from gatepost.touchpoints.models import ImportedRow, LedgerImport, Touchpoint
from gatepost.touchpoints.queries.imports import columns_missing, left_out_of, questions_of

pytestmark = pytest.mark.django_db
YUSUF = ("2025-09-03", "Yusuf Warsame", "4B", "phone", "reached", "Ben Ortiz", "Field trip")
GERMAN = ("Datum", "Schüler", "Klasse", "Weg", "Ergebnis", "Lehrkraft", "Anlass")


@pytest.fixture(autouse=True)
def _no_second_factor(settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


@pytest.fixture
def logged(cast: Cast) -> Logged:
    return make_school_with_two_aminas(cast)


def signed_in(person: Person) -> Client:
    client = Client()
    user = User.objects.create_user(person=person, email=f"u{person.pk}@example.org", password="x")
    client.force_login(user, backend="gatepost.accounts.backends.StaffBackend")
    return client


def page(client: Client, run: LedgerImport, name: str = "import") -> str:
    return client.get(reverse(f"touchpoints:{name}", args=[run.pk])).content.decode()


def test_a_title_and_blank_lines_above_the_header_are_left_out(logged: Logged) -> None:
    above = [("Call log of Riverside School", ""), ("", ""), ("As of", "2025-10-01"), ()]
    for data, name in (
        (as_xlsx([*above[1:], HEADER, YUSUF, ("", *YUSUF[1:])], above[0]), "log.xlsx"),
        (as_csv([*above[1:3], (" ",), HEADER, YUSUF, ("", *YUSUF[1:])], above[0], delimiter=";"), "log.csv"),
        (b"Call log of Riverside School\n\n;\n\n" + as_csv([YUSUF, ("", *YUSUF[1:])], delimiter=";"), "plain.csv"),
    ):
        run = upload(logged.cast, data, name=name)
        assert (run.state, run.found["labels"], run.found["header_row"], run.found["rows"]) == ("mapping", list(HEADER), 5, 2)
        run = compare(logged.cast, data, name=name)
        assert (counts(run), problems(run)) == ((1, 0, 1), ["Row 7, column Date: there is no date."])


def test_the_columns_page_says_which_row_was_taken(logged: Logged) -> None:
    client = signed_in(logged.cast.carla)
    for header, says in (((" ", "Log"), True), (None, False)):
        run = upload(logged.cast, as_csv([HEADER, YUSUF], header) if header else as_csv([YUSUF]))
        shown = page(client, run, "import-columns")
        assert ("Row 2 was taken for the names of the columns" in shown) is says


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([list(HEADER), list(YUSUF), list(HEADER)], 0),
        # An entry above words that look like a header: nothing below it is taken, so that it is not lost.
        ([list(YUSUF), list(HEADER)], 0),
        # Names nobody knows stay where they are.
        ([["a", "b", "c"], ["x", "y", "z"]], 0),
        ([["Title"], ["a", "b", "c"], ["2025-09-03", "y", "z"]], 1),
        ([["Date", "Child"], ["Datum", "Kind", "Weg"]], 1),
        ([], 0),
        ([[]], 0),
    ],
)
def test_the_header_is_the_best_match_above_the_first_entry(rows: list[list[str]], place: int) -> None:
    assert header_among(rows) == place


def test_a_german_log_is_understood(logged: Logged) -> None:
    rows = [
        ("03.09.2025", "Yusuf Warsame", "4B", "Brief", "verschickt", "Ben Ortiz", "Lob"),
        ("13.09.2025", "Yusuf Warsame", "4B", "Anruf", "AB", "Ben Ortiz", "Sorge"),
        ("14.09.2025", "Yusuf Warsame", "4B", "Anruf", "Gespräch", "Ben Ortiz", "Ausflug"),
    ]
    run = compare(logged.cast, as_csv(rows, GERMAN))
    assert (counts(run), problems(run)) == ((3, 0, 0), [])
    applying.apply_import(run, by=logged.cast.carla)
    told = Touchpoint.objects.order_by("at").values_list("means", "outcome", "tone", "note")
    assert list(told) == [
        ("letter", "sent", "praise", ""),
        ("phone", "delivered", "concern", ""),
        ("phone", "answered", "neutral", "Anlass: Ausflug"),
    ]


def test_a_short_form_of_one_language_is_asked_elsewhere() -> None:
    assert meaning_of("outcome", "AB") == ""
    assert meaning_of("outcome", "AB", labels=["Date", "Result"]) == ""
    assert meaning_of("outcome", "AB", labels=["Datum", "Ergebnis"]) == "delivered"


@pytest.mark.parametrize(
    ("written", "tone"),
    [
        ("buena noticia", "praise"),
        ("Preocupación", "concern"),
        ("好消息", "praise"),
        ("خبر جيد", "praise"),
        ("-", ""),
        ("+", ""),
        ("info", ""),
        ("homework", ""),
    ],
)
def test_a_topic_that_is_praise_or_concern_says_the_tone(written: str, tone: str) -> None:
    assert tone_of_topic(written) == tone


def test_a_tone_of_its_own_column_wins_and_the_topic_is_kept(logged: Logged) -> None:
    run = compare(logged.cast, as_csv([(*YUSUF, "buena noticia", "neutral")], (*HEADER, "Topic", "Tone")))
    placed = ImportedRow.objects.get(run=run)
    assert (placed.tone, placed.note) == ("neutral", "Field trip\nTopic: buena noticia")


@pytest.mark.parametrize(
    ("written", "relation"),
    [
        ("madre", "mother"), ("La madre", "mother"), ("Padre", "father"), ("die Mutter", "mother"), ("Vater", "father"),
        ("l'home", ""), ("the neighbour", ""), ("madre y padre", ""), ("Marie Pere", ""), ("", ""), ("abuela", ""),
    ],
)  # fmt: skip
def test_mother_and_father_in_many_languages(written: str, relation: str) -> None:
    assert parent_of(written) == relation


def _two_homes(cast: Cast, first: str, second: str) -> Person:
    other = make_guardian(cast.yusuf, "Abdi", home="Elm Street")
    Guardianship.objects.filter(adult=cast.amina).update(relation=first)
    Guardianship.objects.filter(adult=other).update(relation=second)
    return other


def _home_of(cast: Cast, who: str) -> str | None:
    run = compare(cast, as_csv([(*YUSUF, who)], (*HEADER, "Spoke with")))
    placed = ImportedRow.objects.get(run=run)
    if placed.family_id is None:
        assert [one["code"] for one in placed.problems] == ["home_several"]
        return None
    return cast.yusuf.families.get(pk=placed.family_id).home


@pytest.mark.parametrize(
    ("relations", "mother", "father"),
    [
        (("mother", "father"), "", "Elm Street"),
        (("mother", "mother"), None, None),
        # A parent of whom nobody knows which one: asked.
        (("mother", "parent"), None, None),
        (("guardian", "father"), None, "Elm Street"),
    ],
)
def test_the_mother_or_the_father_settles_the_home_where_one_home_alone_has_one(
    cast: Cast, relations: tuple[str, str], mother: str | None, father: str | None
) -> None:
    _two_homes(cast, *relations)
    assert (_home_of(cast, "madre"), _home_of(cast, "padre"), _home_of(cast, "the neighbour")) == (mother, father, None)


def test_a_parent_who_may_not_be_contacted_settles_nothing(cast: Cast) -> None:
    restrict(_two_homes(cast, "mother", "father"), cast.yusuf)
    assert _home_of(cast, "padre") is None


def test_rows_without_a_result_are_one_question_which_is_not_answered_for_the_next_sheet(logged: Logged) -> None:
    rows = [("2025-09-03", *YUSUF[1:4], "", "", "a"), ("2025-09-04", *YUSUF[1:4], "", "", "b")]
    run = compare(logged.cast, as_csv(rows))
    (question,) = questions_of(run)
    assert (question.kind, question.written, question.count) == ("outcome", "", 2)
    client = signed_in(logged.cast.carla)
    assert "Where nothing is written: what came of it?" in " ".join(page(client, run, "import-questions").split())
    run = commands.read_uploaded(commands.answer(run, {question.key: "no-answer"}, by=logged.cast.carla))
    assert counts(run) == (2, 0, 0)
    applying.apply_import(run, by=logged.cast.carla)
    assert [row[4] for row in ledger()] == ["no-answer", "no-answer"]
    assert counts(compare(logged.cast, as_csv([("2025-10-05", *YUSUF[1:4], "", "", "c")]))) == (0, 0, 1)


def test_where_no_column_was_recognised_the_pages_lead_back_to_the_columns(logged: Logged) -> None:
    header, row = ("Date", "Child", "Xyzzy", "Result"), ("2025-09-03", "Yusuf Warsame", "phone", "brieftaube")
    run = compare(logged.cast, as_csv([row], header))
    assert columns_missing(run) == ["How: phone, letter …"]
    assert [question.written for question in questions_of(run)] == ["brieftaube"]
    client = signed_in(logged.cast.carla)
    for name in ("import", "import-questions"):
        shown = page(client, run, name)
        assert ("without it no row can be placed" in shown, "Choose the columns" in shown) == (True, True)
    assert columns_missing(compare(logged.cast, as_csv([row], header), means="phone")) == []
    fine = compare(logged.cast, as_csv([YUSUF]))
    assert columns_missing(fine) == []


def test_children_who_are_not_here_are_named_and_stay_out(logged: Logged) -> None:
    rows = [(day, "Kofi Mensah", *YUSUF[2:]) for day in ("2025-09-03", "2025-09-04")]
    run = compare(logged.cast, as_csv([*rows, YUSUF]))
    left = left_out_of(run)
    assert (left.names, left.count, counts(run)) == (["Kofi Mensah, 4B"], 2, (1, 0, 2))
    shown = page(signed_in(logged.cast.carla), run, "import-questions")
    assert ("2 rows name children who are not here" in shown, "Kofi Mensah" in shown) == (True, True)
    assert Touchpoint.objects.filter(at__date=dt.date(2025, 9, 3)).count() == 0
