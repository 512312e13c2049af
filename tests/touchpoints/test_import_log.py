"""An old call log: what is read, whom it is about, what is new, and that it stands in the ledger once."""

import datetime as dt

import pytest
from tests.support.cast import Cast, make_guardian, make_section, make_staff, make_student, restrict
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

from gatepost.kernel.errors import ConflictError, NotAllowedError, NotReadyError
from gatepost.people.models import Enrolment, Person, SchoolRole
from gatepost.touchpoints.commands import applying
from gatepost.touchpoints.commands import imports as commands
from gatepost.touchpoints.commands.talks import correct
from gatepost.touchpoints.importing.sentences import difference_sentence, repeats_sentence
from gatepost.touchpoints.models import ImportedRow, LedgerImport, Touchpoint
from gatepost.touchpoints.queries.imports import questions_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def logged(cast: Cast) -> Logged:
    return make_school_with_two_aminas(cast)


YUSUF = ("2025-09-03", "Yusuf Warsame", "4B", "phone", "reached", "Ben Ortiz", "Field trip")
NASTY = (
    ("13/09/2024 14:30", "Yusuf Warsame", "4B", "Teléfono", "Contestó", "Ben Ortiz", "Habló la madre"),
    ("03/04/2025", "Ali, Amina", "5A", "nota en la agenda", "enviado", "", ""),
    ("04/04/2025", "Amina Ali", "", "llamada", "no contesta", "", ""),
    ("", "", "", "", "", "", ""),
    ("05/04/2025", "Kofi Mensah", "", "llamada", "contestó", "", "del otro colegio"),
    ("06/04/2025", "Yusuf Warsame", "", "llamada", "no contesta", "", ""),
    ("06/04/2025", "Yusuf Warsame", "", "llamada", "no contesta", "", ""),
    ("04/25/2025", "Yusuf Warsame", "", "llamada", "no contesta", "", ""),
    ("07/04/2099", "Yusuf Warsame", "", "llamada", "no contesta", "", ""),
    ("", "Yusuf Warsame", "", "llamada", "no contesta", "", '=HYPERLINK("http://evil.example")'),
    ("08/04/2025", "Yusuf Warsame", "", "paloma mensajera", "contestó", "", ""),
    ("09/04/2025", "Yusuf Warsame", "", "puerta", "contestó", "Señora Puig", "=1+1"),
)
SPANISH = ("Fecha", "Alumno", "Clase", "Medio", "Resultado", "Docente", "Observaciones")


def test_a_nasty_sheet_says_what_is_new_and_why_the_rest_cannot_be_placed(logged: Logged) -> None:
    sheet = as_csv(NASTY, SPANISH, delimiter=";", encoding="latin-1")
    assert upload(logged.cast, sheet).found["order"] == ""  # 13/09 and 04/25 contradict each other
    run = compare(logged.cast, sheet, name="registro.csv", day_order="dmy")
    assert difference_sentence(run) == "5 entries are new, 6 cannot be placed."
    assert problems(run) == [
        "Row 4, column Alumno: 2 children are called “Amina Ali”; write the section beside the name, or choose.",
        "Row 6, column Alumno: no child of this school is called “Kofi Mensah”. Write the name as the roster has it, or the roster's id.",
        "Row 9, column Fecha: “04/25/2025” cannot be read in the order of day and month of this sheet. Write it as YYYY-MM-DD.",
        "Row 10, column Fecha: “07/04/2099” lies in the future.",
        "Row 11, column Fecha: there is no date.",
        "Row 12, column Medio: we do not know what “paloma mensajera” means; say it once for all such rows.",
    ]
    assert repeats_sentence(run) == (
        "Row 8 says word for word the same as an earlier one. It counts as a try of its own; delete it in the sheet if it is there by mistake."
    )
    applying.apply_import(run, by=logged.cast.carla, confirmed=True)
    assert ledger() == [
        ("Yusuf", dt.date(2024, 9, 13), "phone", "both", "answered", "Habló la madre"),
        ("Amina", dt.date(2025, 4, 3), "letter", "out", "sent", ""),
        ("Yusuf", dt.date(2025, 4, 6), "phone", "out", "no-answer", ""),
        ("Yusuf", dt.date(2025, 4, 6), "phone", "out", "no-answer", ""),
        ("Yusuf", dt.date(2025, 4, 9), "gate", "both", "answered", "=1+1\nDocente: Señora Puig"),
    ]
    first = Touchpoint.objects.order_by("at").first()
    assert first is not None
    assert (first.at, first.staff) == (dt.datetime(2024, 9, 13, 14, 30, tzinfo=dt.UTC), logged.cast.ben)
    assert Touchpoint.objects.get(means="letter").family == logged.family(logged.amina_5a)
    assert Touchpoint.objects.get(means="gate").place == "gate"


def test_excel_dates_keep_their_day_and_their_time(logged: Logged) -> None:
    rows = [
        (dt.datetime.fromisoformat("2025-09-03T14:30"), "Yusuf Warsame", "4B", "phone", "reached", "", ""),
        (dt.date(2025, 9, 4), "Yusuf Warsame", "4B", "phone", "no answer", "", ""),
        (45905, "Yusuf Warsame", "4B", "letter", "sent", "", ""),
    ]
    run = compare(logged.cast, as_xlsx(rows), name="log.xlsx")
    applying.apply_import(run, by=logged.cast.carla)
    assert list(Touchpoint.objects.order_by("at").values_list("at", flat=True)) == [
        dt.datetime(2025, 9, 3, 14, 30, tzinfo=dt.UTC),
        dt.datetime(2025, 9, 4, 12, tzinfo=dt.UTC),
        dt.datetime(2025, 9, 5, 12, tzinfo=dt.UTC),
    ]


@pytest.mark.parametrize(
    ("dates", "order"),
    [(("13/04/2025", "03/04/2025"), "dmy"), (("04/13/2025", "03/04/2025"), "mdy"), (("03/04/2025", "04/03/2025"), "")],
)
def test_the_order_of_day_and_month_is_read_off_all_dates(logged: Logged, dates: tuple[str, str], order: str) -> None:
    run = upload(logged.cast, as_csv([(date, *YUSUF[1:]) for date in dates]))
    assert run.found["order"] == order


def test_dates_that_can_be_read_in_two_ways_are_not_read_until_somebody_says_how(logged: Logged) -> None:
    sheet = as_csv([("03/04/2025", *YUSUF[1:])])
    assert problems(compare(logged.cast, sheet)) == [
        "Row 2, column Date: “03/04/2025” can be read in two ways. Say under “Columns” whether the day or the month comes first."
    ]
    months = {}
    for order in ("dmy", "mdy"):
        run = compare(logged.cast, sheet, day_order=order)
        months[order] = ImportedRow.objects.get(run=run).at.month  # type: ignore[union-attr]
    assert months == {"dmy": 4, "mdy": 3}


def test_a_sheet_without_names_of_columns_loses_no_row(logged: Logged) -> None:
    run = upload(logged.cast, as_csv([YUSUF], header=("2025-09-01", *YUSUF[1:])))
    assert (run.found["rows"], run.found["labels"][:2]) == (2, ["Column A", "Column B"])
    columns = {"date": "Column A", "child_name": "Column B", "means": "Column D", "outcome": "Column E"}
    run = commands.name_columns(run, {"columns": columns, "day_order": "", "has_header": False}, by=logged.cast.carla)
    assert counts(commands.read_uploaded(run)) == (2, 0, 0)


def test_the_same_or_a_longer_sheet_never_doubles_an_entry(logged: Logged) -> None:
    applying.apply_import(compare(logged.cast, as_csv([YUSUF, YUSUF])), by=logged.cast.carla)
    again = compare(logged.cast, as_csv([YUSUF, YUSUF]))
    assert difference_sentence(again) == "Nothing is new, 2 stand in the ledger already."
    with pytest.raises(ConflictError):
        applying.apply_import(again, by=logged.cast.carla)
    longer = compare(logged.cast, as_xlsx([YUSUF, ("2025-09-09", *YUSUF[1:]), YUSUF, YUSUF]), name="later.xlsx")
    assert counts(longer) == (2, 2, 0)
    applying.apply_import(longer, by=logged.cast.dov)
    assert Touchpoint.objects.count() == 4


def test_two_sheets_that_wait_with_the_same_rows_are_written_once(logged: Logged) -> None:
    first, second = compare(logged.cast, as_csv([YUSUF])), compare(logged.cast, as_csv([YUSUF]))
    applying.apply_import(first, by=logged.cast.carla)
    with pytest.raises(ConflictError, match="The ledger has changed"):
        applying.apply_import(second, by=logged.cast.carla)
    second.refresh_from_db()
    assert (second.state, counts(second), Touchpoint.objects.count()) == ("staged", (0, 1, 0), 1)


def test_undo_withdraws_every_entry_and_the_sheet_may_come_again(logged: Logged) -> None:
    sheet = as_csv([YUSUF, ("2025-09-04", *YUSUF[1:])])
    run = applying.apply_import(compare(logged.cast, sheet), by=logged.cast.carla)
    mended = correct(Touchpoint.objects.earliest("at"), by=logged.cast.dov, note="It was about lunch")
    run = applying.undo_import(run, by=logged.cast.carla)
    assert (run.state, ledger()) == ("undone", [])
    assert Touchpoint.objects.filter(outcome="withdrawn").count() == 2
    assert Touchpoint.objects.get(corrects=mended).outcome == "withdrawn"
    with pytest.raises(ConflictError):
        applying.undo_import(run, by=logged.cast.carla)
    again = compare(logged.cast, sheet)
    assert counts(again) == (2, 0, 0)
    applying.apply_import(again, by=logged.cast.carla)
    assert len(ledger()) == 2
    assert counts(compare(logged.cast, sheet)) == (0, 2, 0)


def test_an_entry_taken_out_by_hand_is_not_brought_back_by_the_next_sheet(logged: Logged) -> None:
    applying.apply_import(compare(logged.cast, as_csv([YUSUF])), by=logged.cast.carla)
    correct(Touchpoint.objects.get(), by=logged.cast.dov, outcome="withdrawn")
    assert counts(compare(logged.cast, as_csv([YUSUF]))) == (0, 1, 0)


def test_a_person_chooses_between_two_children_of_one_name_and_it_is_not_asked_of_what_stands(logged: Logged) -> None:
    sheet = as_csv([("2025-09-03", "Amina Ali", "", "phone", "reached", "", "")])
    run = compare(logged.cast, sheet)
    (question,) = questions_of(run)
    assert [label for _value, label in question.choices] == [
        "Amina Ali, 4B, at home with Parent0 Ali",
        "Amina Ali, 5A, at home with Parent1 Ali",
    ]
    chosen = str(logged.family(logged.amina_5a).pk)
    run = commands.read_uploaded(commands.answer(run, {question.key: chosen}, by=logged.cast.carla))
    assert counts(run) == (1, 0, 0)
    applying.apply_import(run, by=logged.cast.carla)
    assert Touchpoint.objects.get().family == logged.family(logged.amina_5a)
    assert counts(compare(logged.cast, sheet)) == (0, 1, 0)


def test_a_family_that_is_not_among_the_candidates_is_never_taken(logged: Logged) -> None:
    run = compare(logged.cast, as_csv([("2025-09-03", "Amina Ali", "", "phone", "reached", "", "")]))
    (question,) = questions_of(run)
    smuggled = str(logged.family(logged.kofi).pk)
    run = commands.read_uploaded(commands.answer(run, {question.key: smuggled}, by=logged.cast.carla))
    assert counts(run) == (0, 0, 1)


def test_a_word_of_the_school_is_explained_once_and_remembered(logged: Logged) -> None:
    sheet = as_csv([("2025-09-03", "Yusuf Warsame", "", "brieftaube", "reached", "", "")])
    run = compare(logged.cast, sheet)
    (question,) = questions_of(run)
    assert (question.kind, question.written, question.count) == ("means", "brieftaube", 1)
    run = commands.read_uploaded(commands.answer(run, {question.key: "letter"}, by=logged.cast.carla))
    applying.apply_import(run, by=logged.cast.carla, confirmed=True)
    later = compare(logged.cast, as_csv([("2025-09-04", "Yusuf Warsame", "", "Brieftaube", "reached", "", "")]))
    assert counts(later) == (1, 0, 0)


def test_where_a_row_says_nothing_what_somebody_said_for_the_whole_sheet_holds(logged: Logged) -> None:
    sheet = as_csv([("2025-09-03", "Yusuf Warsame", "called twice")], header=("Date", "Child", "Note"))
    assert problems(compare(logged.cast, sheet)) == [
        "Row 2: the row does not say how: by phone, by letter, at the gate.",
        "Row 2: the row does not say what came of it.",
    ]
    run = compare(logged.cast, sheet, means="phone", outcome="no-answer")
    applying.apply_import(run, by=logged.cast.carla)
    assert ledger() == [("Yusuf", dt.date(2025, 9, 3), "phone", "out", "no-answer", "called twice")]


def test_the_roster_s_id_wins_over_the_name_unless_they_have_nothing_in_common(logged: Logged) -> None:
    Person.objects.filter(pk=logged.amina_5a.pk).update(sourced_id="s:77")
    header = ("Date", "Student ID", "Child", "How", "Result")
    rows = [
        ("2025-09-03", "77", "Amina A.", "phone", "reached"),
        ("2025-09-03", "77", "Yusuf", "phone", "reached"),
        ("2025-09-03", "78", "", "phone", "reached"),
    ]
    run = compare(logged.cast, as_csv(rows, header))
    assert problems(run) == [
        "Row 3, column Child: the id belongs to a child who is not called “Yusuf”; mend it, or choose.",
        "Row 4, column Child: no child of this school has the id “78”. Write the name beside it.",
    ]
    assert ImportedRow.objects.get(run=run, verdict="new").family_id == logged.family(logged.amina_5a).pk


def test_the_section_of_an_earlier_year_tells_two_children_apart(logged: Logged) -> None:
    old = make_section(logged.cast.school, "3B", grade="3")
    Enrolment.objects.create(person=logged.amina_4b, section=old, role="student", ended_at=dt.datetime(2025, 7, 1, tzinfo=dt.UTC))
    run = compare(
        logged.cast, as_csv([("2025-03-03", "Amina Ali", section, "phone", "reached", "", "") for section in ("3B", "2C")])
    )
    assert ImportedRow.objects.get(run=run, number=2).family_id == logged.family(logged.amina_4b).pk
    assert problems(run) == [
        "Row 3, column Child: the child is not, and as far as we know never was, in the section “Amina Ali, 2C” names; mend it, or choose."
    ]


def test_of_two_homes_the_adult_s_name_decides_and_without_it_somebody_chooses(logged: Logged) -> None:
    mother = make_guardian(logged.cast.yusuf, "Hodan", home="Elm Street")
    header = (*HEADER, "Spoke with")
    rows = [(*YUSUF[:6], "a", "Hodan Warsame"), (*YUSUF[:6], "b", ""), (*YUSUF[:6], "c", "the neighbour")]
    run = compare(logged.cast, as_csv(rows, header))
    placed = ImportedRow.objects.get(run=run, verdict="new")
    assert (placed.family_id, placed.adult_id) == (logged.family(logged.cast.yusuf, "Elm Street").pk, mother.pk)
    assert [sentence.split(";")[0] for sentence in problems(run)] == [
        "Row 3, column Spoke with: “Yusuf Warsame, 4B” has two homes, and the row does not say which adult it was",
        "Row 4, column Spoke with: “Yusuf Warsame, 4B” has two homes, and the row does not say which adult it was",
    ]


def test_an_adult_who_may_not_be_contacted_is_neither_linked_nor_named_however_the_name_is_written(logged: Logged) -> None:
    abdi = make_guardian(logged.cast.yusuf, "Abdi")
    restrict(abdi, logged.cast.yusuf)
    written = ("Abdi Warsame", "Mr Abdi Warsame", "Abdi", "A. Warsame", "Abdi Warsame (father)", "Aunt Zahra")
    rows = [(*YUSUF, name) for name in (*written, "Amina Warsame")]
    elsewhere = ("2025-09-03", "Amina Ali", "5A", "phone", "reached", "", "Field trip", "Aunt Zahra")
    run = compare(logged.cast, as_csv([*rows, elsewhere], (*HEADER, "Spoke with")))
    placed = ImportedRow.objects.filter(run=run).order_by("number")
    assert list(placed.values_list("adult_id", "note")) == [
        *[(None, "Field trip")] * 6,
        (logged.cast.amina.pk, "Field trip"),
        (None, "Field trip\nSpoke with: Aunt Zahra"),
    ]


def test_a_child_who_has_left_and_a_child_without_guardians_are_told_apart(logged: Logged) -> None:
    gone = make_student(logged.cast.section, "Gone", "Away")
    SchoolRole.objects.filter(person=gone).update(ended_at=dt.datetime(2025, 7, 1, tzinfo=dt.UTC))
    make_student(logged.cast.section, "Lone", "Child")
    rows = [("2025-09-03", name, "", "phone", "reached", "", "") for name in ("Gone Away", "Lone Child")]
    assert problems(compare(logged.cast, as_csv(rows))) == [
        "Row 2, column Child: “Gone Away” is not at this school any more. Entries are kept for the families of today.",
        "Row 3, column Child: “Lone Child” has no guardian here, so there is no family the entry could belong to.",
    ]


def test_a_held_import_needs_a_second_look_or_a_second_person(logged: Logged) -> None:
    run = compare(logged.cast, as_csv([YUSUF, ("", *YUSUF[1:])]))
    assert run.state == "held"
    with pytest.raises(NotReadyError):
        applying.apply_import(run, by=logged.cast.carla)
    assert Touchpoint.objects.count() == 0
    assert applying.apply_import(run, by=logged.cast.dov).state == "applied"


def test_teachers_and_people_of_other_schools_bring_in_nothing(logged: Logged) -> None:
    run = compare(logged.cast, as_csv([YUSUF]))
    other = make_staff(logged.cast.other_school, "principal", "Pia")
    for person in (logged.cast.ben, logged.cast.eve, other, logged.cast.amina):
        with pytest.raises(NotAllowedError):
            upload(logged.cast, as_csv([YUSUF]), by=person)
        with pytest.raises(NotAllowedError):
            applying.apply_import(run, by=person)
        assert not LedgerImport.objects.visible_to(person).exists()
    assert list(LedgerImport.objects.visible_to(logged.cast.dov)) == [run]


def test_a_child_who_leaves_while_the_log_waits_stops_all_of_it(logged: Logged) -> None:
    run = compare(logged.cast, as_csv([YUSUF, ("2025-09-03", "Amina Ali", "5A", "phone", "reached", "", "")]))
    SchoolRole.objects.filter(person=logged.amina_5a).update(ended_at=dt.datetime(2025, 10, 1, tzinfo=dt.UTC))
    with pytest.raises(ConflictError, match="The roster has changed"):
        applying.apply_import(run, by=logged.cast.carla)
    assert Touchpoint.objects.count() == 0


def test_a_large_log_is_written_and_undone_by_a_worker_exactly_once(logged: Logged, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applying, "AT_ONCE", 1)
    run = compare(logged.cast, as_csv([YUSUF, ("2025-09-04", *YUSUF[1:])]))
    assert applying.apply_import(run, by=logged.cast.carla).state == "applying"
    with pytest.raises(ConflictError):
        applying.apply_import(run, by=logged.cast.carla)
    assert [applying.carry_out(run).state, applying.carry_out(run).state, len(ledger())] == ["applied", "applied", 2]
    assert applying.undo_import(run, by=logged.cast.carla).state == "undoing"
    assert [applying.carry_out_undo(run).state, applying.carry_out_undo(run).state, ledger()] == ["undone", "undone", []]


def test_undecided_logs_and_the_rows_of_old_ones_are_forgotten(logged: Logged) -> None:
    applied = applying.apply_import(compare(logged.cast, as_csv([YUSUF])), by=logged.cast.carla)
    waiting = compare(logged.cast, as_csv([("2025-09-05", *YUSUF[1:])]))
    LedgerImport.objects.update(created_at=dt.datetime(2025, 1, 1, tzinfo=dt.UTC))
    LedgerImport.objects.filter(pk=applied.pk).update(applied_at=dt.datetime(2025, 1, 1, tzinfo=dt.UTC))
    assert commands.forget_old_imports() == 1
    waiting.refresh_from_db()
    assert (waiting.state, ImportedRow.objects.count(), Touchpoint.objects.count()) == ("discarded", 0, 1)
