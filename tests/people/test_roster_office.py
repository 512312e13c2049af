"""What a school office meets with its own list: encodings, surnames, a missing id, two uploads, names after applying."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from gatepost.accounts.models import User
from gatepost.people.models import Guardianship, Person, Role, RosterRun, RunState, School, SchoolRole, Section
from gatepost.people.roster import commands, reading
from gatepost.people.roster.reach import visible_runs
from gatepost.people.roster.sentences import list_title
from gatepost.people.roster.sheet_words import guess_columns
from tests.people.rosters import codes, small, stage, zipped
from tests.people.test_roster_sheet import HEADER, ROWS, sheet
from tests.support.cast import Cast, make_school, make_staff


@pytest.fixture
def riverside(db: None) -> School:
    return make_school("Riverside", timezone="Europe/Madrid")


@pytest.fixture
def dov(cast: Cast, settings: pytest.FixtureRequest) -> Client:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]
    client = Client()
    user = User.objects.create_user(person=cast.dov, email="dov@example.org", password="x")
    client.force_login(user, backend="gatepost.accounts.backends.StaffBackend")
    return client


def upload(client: Client, data: bytes, name: str = "list.csv", **more: str) -> HttpResponse:
    return client.post(reverse("people:roster-upload"), {"file": SimpleUploadedFile(name, data), **more}, follow=True)


SPANISH = (
    "Id alumno;Nombre;Primer apellido;Segundo apellido;Grupo;Curso;Idioma;Notas\r\n1;José Mª;Peña;Núñez;2º A;2º;español;«x»\r\n"
)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
def test_a_spanish_list_with_ordinals_keeps_its_letters(encoding: str, riverside: School, tmp_path: Path) -> None:
    run = stage(SPANISH.encode(encoding), tmp_path, name="lista.csv")
    commands.apply_run(run, by=None)
    student = Person.objects.get()
    assert (student.given_name, student.family_name) == ("José Mª", "Peña Núñez")
    assert run.options["ignored"] == ["Notas"]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("cp1250", "Mureşan Ţepeş"), ("cp1251", "Шевченко"), ("cp1250", "Wałęsa Stanisławski"), ("cp1252", "Nuñez")],
)
def test_other_encodings_are_still_seen(encoding: str, name: str, riverside: School, tmp_path: Path) -> None:
    rows = "".join(f"{n};{name} {name};X\r\n" for n in range(30))
    commands.apply_run(stage(f"Student ID;First name;Last name\r\n{rows}".encode(encoding), tmp_path, name="l.csv"), by=None)
    assert {person.given_name for person in Person.objects.all()} == {f"{name} {name}"}


@pytest.mark.parametrize(
    "header",
    [
        ["Id alumno", "Nombre", "Primer apellido", "Segundo apellido"],
        ["Id alumne", "Nom", "Primer cognom", "Segon cognom"],
        ["Código do aluno", "Nome", "Apelido", "Segundo apelido"],
    ],
)
def test_second_surnames_are_guessed(header: list[str]) -> None:
    fields = ["student_id", "student_given", "student_family", "student_family2"]
    assert guess_columns(header) == dict(zip(fields, header, strict=True))


def test_a_missing_given_name_and_an_unknown_language_are_told(riverside: School, tmp_path: Path) -> None:
    rows = [("17", "", *ROWS[0][2:9], "Klingonish", ""), *ROWS[2:]]
    assert {"given_missing", "language_unknown"} <= codes(stage(sheet(rows), tmp_path, name="list.csv"))


def test_a_section_that_is_here_already_is_held_and_told(riverside: School, tmp_path: Path) -> None:
    Section.objects.create(school=riverside, name="4B", grade="4")
    run = stage(sheet(), tmp_path, name="list.csv")
    assert (run.state, "section_beside" in codes(run)) == (RunState.HELD, True)
    assert [(hold["reason"], hold["number"]) for hold in run.holds] == [("beside", 1)]
    commands.apply_run(run, by=None, confirmed=True)
    assert stage(sheet(), tmp_path, name="list.csv").holds == []


def test_the_later_upload_wins_even_where_an_earlier_one_is_compared_after_it(cast: Cast, dov: Client) -> None:
    more = {"school": str(cast.school.pk), "country": "ES"}
    answer = {"student_id": HEADER[0], "student_given": HEADER[1], "student_family": HEADER[2]}
    upload(dov, sheet(ROWS[:2]), "older.csv", **more)
    upload(dov, sheet(), "newer.csv", **more)
    older, newer = RosterRun.objects.order_by("pk")
    for run in (newer, older):
        page = dov.post(reverse("people:roster-columns", args=[run.pk]), answer, follow=True).content.decode()
        run.refresh_from_db()
    assert (older.state, newer.state) == (RunState.SUPERSEDED, RunState.STAGED)
    assert "A later upload of the same source takes its place" in page
    assert "newer.csv" in page


def test_the_same_headers_get_the_same_answer(dov: Client) -> None:
    header = tuple(f"Column {n}" for n in range(len(HEADER)))
    upload(dov, sheet(header=header))
    run = RosterRun.objects.get()
    answer = {"student_id": "Column 0", "student_family": "Column 1", "student_given": "Column 2"}
    dov.post(reverse("people:roster-columns", args=[run.pk]), answer)
    page = upload(dov, sheet(header=header), "again.csv").content.decode()
    for column in answer.values():
        assert f'<option value="{column}" selected>' in page
    assert "Not used as things stand:" in page


def test_a_sheet_without_ids_is_told_what_to_do(dov: Client) -> None:
    page = upload(dov, sheet([row[1:] for row in ROWS], HEADER[1:])).content.decode()
    assert "We see no column with the student's id." in page
    assert "add a column with a number" in page
    assert "Student: id (required)" in page
    run = RosterRun.objects.get()
    refused = dov.post(reverse("people:roster-columns", args=[run.pk]), {"student_given": "Given name"})
    assert (refused.status_code, "add a column with a number" in refused.content.decode()) == (422, True)


def test_names_open_after_applying_and_after_undoing(dov: Client) -> None:
    upload(dov, zipped(small(3)), "roster.zip", country="ES")
    run = RosterRun.objects.get()
    where = reverse("people:roster-names", args=[run.pk, "students", "new"])
    applied = dov.post(reverse("people:roster-apply", args=[run.pk]), follow=True).content.decode()
    assert "This roster brought 3 students and 7 adults." in applied
    assert where in applied
    assert "Child2 Warsame" in dov.get(where).content.decode()
    undone = dov.post(reverse("people:roster-undo", args=[run.pk]), follow=True).content.decode()
    assert "Undone. This roster brought 3 students and 7 adults." in undone
    assert not Guardianship.objects.filter(source__isnull=False).exists()
    assert "Child2 Warsame" in dov.get(where).content.decode()


def test_one_is_not_many() -> None:
    assert list_title("students", "ended", 1) == "No longer on the roster: 1 student"
    assert list_title("students", "ended", 2) == "No longer on the roster: 2 students"


def test_the_country_follows_the_number_of_the_school(riverside: School) -> None:
    run = RosterRun(options={"school": riverside.pk})
    assert reading.country_of(run) == "ES"
    School.objects.update(phone="+33 1 23 45 67 89")
    assert reading.country_of(run) == "FR"
    School.objects.update(phone="01 23 45 67 89")
    assert reading.country_of(run) == "ES"


def test_a_run_for_two_schools_is_seen_by_nobody_of_one_of_them_alone(cast: Cast, tmp_path: Path) -> None:
    both = make_staff(cast.school, Role.PRINCIPAL, "Both")
    SchoolRole.objects.create(person=both, school=cast.other_school, role=Role.PRINCIPAL)
    wide = commands.apply_run(stage(zipped(small(2)), tmp_path, by=both, school=cast.school.pk), by=both, confirmed=True)
    assert set(wide.options["reach"]) >= {cast.school.pk, cast.other_school.pk}
    assert list(visible_runs(both)) == [wide]
    assert list(visible_runs(cast.dov)) == []
    own = commands.apply_run(stage(zipped(small(2)), tmp_path, by=cast.dov, school=cast.school.pk), by=cast.dov, confirmed=True)
    assert list(visible_runs(cast.dov)) == [own]
