"""One sheet with a row for each student and guardian: guesses from the headers, CSV in many shapes, XLSX."""

import io
import zipfile
from pathlib import Path

import pytest

from gatepost.people.models import (
    ContactPoint,
    Enrolment,
    Family,
    Guardianship,
    Person,
    RosterSource,
    RunState,
    School,
    SchoolRole,
    Section,
)
from gatepost.people.roster import commands
from gatepost.people.roster.sheet_words import guess_columns
from tests.people.rosters import as_csv, codes, counts, meaning, snapshot, stage
from tests.support.cast import make_school

HEADER = (
    "Student ID",
    "Given name",
    "Family name",
    "Grade",
    "Section",
    "Guardian",
    "Relation",
    "Email",
    "Phone",
    "Language",
    "Home",
)
ROWS = [
    ("17", "Yusuf", "Warsame", "04", "4B", "Amina Warsame", "mother", "amina@families.example", "+34600111222", "Somali", ""),
    ("17", "Yusuf", "Warsame", "04", "4B", "Omar Warsame", "father", "", "600 333 444 / 93 555 12 34", "Somali", "with father"),
    ("18", "Laia", "Puig", "04", "4B", "Núria Ferrer", "mother", "nuria@families.example", "", "ca", ""),
    ("19", "Lin", "Qin", "4", "A", "", "", "", "", "", ""),
]
HEADERS = {
    "en": ["Student ID", "First name", "Last name", "Grade", "Class", "School", "Parent ID", "Parent first name", "Parent last name", "Relationship", "E-mail", "Phone", "Home language", "Address"],
    "es": ["Id alumno", "Nombre", "Apellidos", "Curso", "Grupo", "Centro", "Id tutor", "Nombre tutor", "Apellidos tutor", "Parentesco", "Correo electrónico", "Teléfono", "Idioma", "Dirección"],
    "ca": ["Id alumne", "Nom", "Cognoms", "Curs", "Grup", "Centre", "Id tutor", "Nom tutor", "Cognoms tutor", "Parentiu", "Correu electrònic", "Telèfon", "Llengua", "Adreça"],
    "fr": ["Identifiant élève", "Prénom", "Nom", "Niveau", "Classe", "École", "Identifiant responsable", "Prénom responsable", "Nom responsable", "Lien de parenté", "Courriel", "Téléphone", "Langue", "Adresse"],
    "pt": ["Código do aluno", "Nome", "Apelido", "Ano", "Turma", "Escola", "Código encarregado", "Nome do encarregado", "Apelido do encarregado", "Parentesco", "E-mail", "Telemóvel", "Língua", "Morada"],
    "ro": ["Cod elev", "Prenume", "Nume", "An", "Clasa", "Școala", "Cod părinte", "Prenume părinte", "Nume părinte", "Relație", "E-mail", "Telefon", "Limba", "Adresa"],
    "ar": ["رقم الطالب", "الاسم الأول", "اسم العائلة", "الصف", "الشعبة", "المدرسة", "رقم ولي الأمر", "الاسم الأول لولي الأمر", "اسم عائلة ولي الأمر", "صلة القرابة", "البريد الإلكتروني", "الهاتف", "اللغة", "العنوان"],
    "ur": ["طالب علم شناخت", "پہلا نام", "خاندانی نام", "جماعت", "سیکشن", "اسکول", "سرپرست شناخت", "سرپرست پہلا نام", "سرپرست خاندانی نام", "رشتہ", "ای میل ایمیل", "فون", "زبان", "پتہ"],
    "zh": ["学号", "名字", "姓氏", "年级", "班级", "学校", "家长编号", "家长名字", "家长姓氏", "关系", "邮箱", "电话", "语言", "地址"],
    "uk": ["Номер учня", "Ім'я", "Прізвище", "Рік", "Група", "Школа", "Номер опікуна", "Ім'я опікуна", "Прізвище опікуна", "Спорідненість", "Пошта", "Телефон", "Мова", "Адреса"],
    "so": ["Aqoonsiga ardayga", "Magaca koowaad", "Magaca qoyska", "Fasalka", "Qaybta", "Dugsiga", "Aqoonsiga waalidka", "Magaca koowaad waalidka", "Magaca qoyska waalidka", "Xiriirka", "Iimaylka", "Taleefanka", "Luqadda", "Cinwaanka"],
    "vi": ["Mã học sinh", "Tên", "Họ", "Khối", "Lớp", "Trường", "Mã phụ huynh", "Tên phụ huynh", "Họ phụ huynh", "Quan hệ", "Email", "Điện thoại", "Ngôn ngữ", "Địa chỉ"],
}  # fmt: skip
FIELDS = ["student_id", "student_given", "student_family", "grade", "section", "school", "guardian_id", "guardian_given", "guardian_family", "relation", "email", "phone", "language", "address"]  # fmt: skip


def sheet(rows=ROWS, header=HEADER, delimiter: str = ",") -> bytes:
    return as_csv((header, rows), delimiter).encode()


def xlsx(rows=ROWS, header=HEADER) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (header, *rows):
        book.active.append([int(cell) if cell.isdigit() else cell for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("language", HEADERS)
def test_headers_are_guessed(language: str) -> None:
    header = HEADERS[language]
    assert guess_columns(header) == dict(zip(FIELDS, header, strict=True))


def test_whole_names_and_teachers_are_guessed() -> None:
    header = ["Pupil no.", "Pupil name", "Form", "Homeroom teacher", "Contact name", "Mobile", "Telephone 2", "Household"]
    found = guess_columns(header)
    assert found["teacher_name"] == "Homeroom teacher"
    assert (found["student_name"], found["guardian_name"], found["home"]) == ("Pupil name", "Contact name", "Household")
    assert (found["phone"], found["phone2"]) == ("Mobile", "Telephone 2")


@pytest.fixture
def riverside(db: None) -> School:
    return make_school("Riverside", timezone="Europe/Madrid")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("list.csv", sheet()),
        ("list.csv", sheet(delimiter=";")),
        ("list.txt", sheet(delimiter="\t")),
        ("list.csv", sheet().decode().encode("utf-16")),
        ("list.csv", b"\xef\xbb\xbf" + sheet()),
        ("list.csv", b"sep=;\r\n" + sheet(delimiter=";")),
        ("list.csv", sheet().decode().encode("cp1252")),
        ("list.xlsx", xlsx()),
    ],
    ids=["commas", "semicolons", "tabs", "UTF-16", "mark", "sep line", "Windows", "XLSX"],
)
def test_a_sheet_in_any_shape_brings_the_same(name: str, data: bytes, riverside: School, tmp_path: Path) -> None:
    run = stage(data, tmp_path, name=name)
    assert run.state == RunState.STAGED, run.refusal
    assert counts(run, "new") == {
        "sections": (2,),
        "students": (3,),
        "adults": (3,),
        "school_roles": (3,),
        "enrolments": (3,),
        "guardianships": (3,),
        "contact_points": (5,),
    }
    assert codes(run) - {"encoding"} == {"no_guardian"}
    commands.apply_run(run, by=None)
    amina = Person.objects.get(given_name="Amina")
    assert (amina.read_language, amina.guardianships.get().relation, amina.guardianships.get().family.home) == (
        "so",
        "mother",
        "",
    )
    omar = Person.objects.get(given_name="Omar")
    assert omar.guardianships.get().family.home == "with father"
    assert set(omar.contact_points.values_list("value", flat=True)) == {"+34600333444", "+34935551234"}
    assert Family.objects.count() == 3
    assert set(Section.objects.values_list("name", "grade", "school")) == {("4B", "4", riverside.pk), ("4 A", "4", riverside.pk)}
    assert School.objects.count() == 1
    assert counts(stage(data, tmp_path, name=name)) == {}


def test_any_order_of_rows_brings_the_same(riverside: School, tmp_path: Path) -> None:
    commands.apply_run(stage(sheet(), tmp_path, name="list.csv"), by=None)
    first = meaning()
    again = stage(sheet(rows=ROWS[::-1]), tmp_path, name="list.csv")
    assert counts(again) == {}
    commands.apply_run(again, by=None)
    assert meaning() == first


def test_guardians_of_the_same_name_are_never_one(riverside: School, tmp_path: Path) -> None:
    rows = [
        (str(n), f"Child{n}", "García", "1", "1A", "María García", "mother", "maria@families.example", "+34600111222", "es", "")
        for n in range(200)
    ]
    run = commands.apply_run(stage(sheet(rows), tmp_path, name="list.csv"), by=None)
    assert counts(run)["adults"] == (200, 0, 0)


def test_guardians_with_an_id_are_one_for_all_their_children(riverside: School, tmp_path: Path) -> None:
    header = (*HEADER, "Guardian ID")
    rows = [(*ROWS[0], "g1"), ("20", "Hodan", "Warsame", "02", "2A", "Amina Warsame", "mother", "", "", "", "", "g1")]
    commands.apply_run(stage(sheet(rows, header), tmp_path, name="list.csv"), by=None)
    amina = Person.objects.get(given_name="Amina")
    assert set(amina.guardianships.values_list("student__given_name", flat=True)) == {"Yusuf", "Hodan"}
    rows[1] = (*rows[1][:5], "Somebody Else", *rows[1][6:])
    before = snapshot()
    run = stage(sheet(rows, header), tmp_path, name="list.csv")
    commands.apply_run(run, by=None, confirmed=True)
    assert "guardian_differs" in codes(run)
    assert snapshot() == before


def test_teachers_need_an_id(riverside: School, tmp_path: Path) -> None:
    header = (*HEADER, "Teacher name", "Teacher ID")
    rows = [(*ROWS[0], "Ortiz, Ben", "t1"), (*ROWS[2], "Ben Ortiz", "")]
    run = commands.apply_run(stage(sheet(rows, header), tmp_path, name="list.csv"), by=None)
    assert codes(run) == {"teacher_no_id"}
    ben = Person.objects.get(given_name="Ben")
    assert (ben.family_name, SchoolRole.objects.get(person=ben).role) == ("Ortiz", "teacher")
    assert Enrolment.objects.get(person=ben).section.name == "4B"


def test_a_row_without_the_student_id_ends_nobody(riverside: School, tmp_path: Path) -> None:
    commands.apply_run(stage(sheet(), tmp_path, name="list.csv"), by=None)
    before = snapshot()
    run = stage(sheet([("", *ROWS[0][1:]), *ROWS[2:]]), tmp_path, name="list.csv")
    commands.apply_run(run, by=None, confirmed=True)
    assert {"id_missing", "nothing_ended"} <= codes(run)
    assert snapshot() == before


def test_a_guardian_without_a_name_is_left_as_known(riverside: School, tmp_path: Path) -> None:
    commands.apply_run(stage(sheet(), tmp_path, name="list.csv"), by=None)
    before = snapshot()
    rows = [(*ROWS[0][:5], "", *ROWS[0][6:]), *ROWS[1:]]
    run = stage(sheet(rows), tmp_path, name="list.csv")
    commands.apply_run(run, by=None, confirmed=True)
    assert "guardian_nameless" in codes(run)
    assert snapshot() == before


def test_without_the_column_of_student_ids_it_is_refused(riverside: School, tmp_path: Path) -> None:
    run = stage(sheet([row[1:] for row in ROWS], HEADER[1:]), tmp_path, name="list.csv")
    assert run.state == RunState.REFUSED
    assert "never" in run.refusal


def test_with_several_schools_one_has_to_be_chosen(riverside: School, tmp_path: Path) -> None:
    other = make_school("Hillside")
    run = stage(sheet(), tmp_path, name="list.csv")
    assert (run.state, "several schools" in run.refusal) == (RunState.REFUSED, True)
    chosen = commands.apply_run(stage(sheet(), tmp_path, name="list.csv", school=other.pk), by=None)
    assert set(Section.objects.values_list("school", flat=True)) == {other.pk}
    assert chosen.source.key == f"sheet:{other.slug}"
    elsewhere = stage(sheet(), tmp_path, name="list.csv", school=riverside.pk)
    assert "ended" not in {hold["reason"] for hold in elsewhere.holds}


def test_the_first_sheet_of_an_empty_place_makes_the_school(db: None, tmp_path: Path) -> None:
    commands.apply_run(stage(sheet(), tmp_path, name="Hillside School.csv"), by=None)
    assert School.objects.get().name == "Hillside School"
    assert counts(stage(sheet(), tmp_path, name="Hillside School.csv")) == {}


def test_schools_named_in_a_column_are_kept_apart(db: None, tmp_path: Path) -> None:
    header = (*HEADER, "School")
    run = commands.apply_run(stage(sheet([(*ROWS[0], "North"), (*ROWS[2], "South")], header), tmp_path, name="list.csv"), by=None)
    assert counts(run)["schools"] == (2, 0, 0)
    assert set(Section.objects.values_list("name", "school__name")) == {("4B", "North"), ("4B", "South")}


def test_the_columns_are_remembered(riverside: School, tmp_path: Path) -> None:
    header = tuple(f"Column {n}" for n in range(len(HEADER)))
    columns = {"student_id": "Column 0", "student_given": "Column 1", "guardian_name": "Column 5", "phone": "Column 8"}
    commands.apply_run(stage(sheet(header=header), tmp_path, name="list.csv", columns=columns, country="ES"), by=None)
    assert RosterSource.objects.get().remembered["columns"] == columns
    assert counts(stage(sheet(header=header), tmp_path, name="list.csv")) == {}
    assert ContactPoint.objects.count() == 3
    assert Guardianship.objects.count() == 3


def test_a_hostile_workbook_is_refused(riverside: School, tmp_path: Path) -> None:
    data = xlsx()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                content = b'<!DOCTYPE a [<!ENTITY x "' + b"y" * 5000 + b'">]><worksheet>' + b"&x;" * 100_000
            new.writestr(entry.filename, content)
    run = stage(out.getvalue(), tmp_path, name="list.xlsx")
    assert run.state == RunState.REFUSED
    assert run.refusal.endswith(".")
