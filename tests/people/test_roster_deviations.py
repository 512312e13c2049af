"""Files as they are met in reality: each deviation is read and reported, or left out and reported, and ends nothing."""

from pathlib import Path

import pytest

from gatepost.people.models import ContactPoint, Enrolment, Guardianship, Person, RunState, School, SchoolRole, Section
from gatepost.people.roster import commands
from gatepost.people.roster.problem_words import LEFT_OUT_WORDS, TOLERATED_WORDS
from gatepost.people.roster.problems import reported
from tests.people.rosters import (
    CLASSES,
    ENROLLMENTS,
    ORGS,
    USERS,
    as_csv,
    bring,
    codes,
    counts,
    enrolment,
    manifest,
    meaning,
    replaced,
    row,
    section,
    small,
    small_12,
    snapshot,
    stage,
    user,
    zipped,
)

pytestmark = pytest.mark.django_db


def renamed(text: str, old: str, new: str) -> bytes:
    assert old in text
    return text.replace(old, new, 1).encode()


def users_text(files: dict) -> str:
    return as_csv(files["users.csv"])


# name, the raw members that replace ours, the code that must be told
TOLERATED = {
    "status and dates in a bulk file": (
        {"users.csv": users_text(small()).replace("s1,,,true", "s1,active,2026-01-01T00:00:00.000Z,true").encode()}, "status_in_bulk"),
    "a local status word": ({"users.csv": users_text(small()).replace("s1,,,true", "s1,enrolled,,true").encode()}, {"status_in_bulk", "status_unknown"}),
    "a misspelt header": ({"users.csv": renamed(users_text(small()), "dateLastModified", "dataLastModified")}, "header_renamed"),
    "a header in other capitals": ({"users.csv": renamed(users_text(small()), "givenName", "GivenName")}, "header_renamed"),
    "an alternative header": ({"users.csv": renamed(users_text(small()), "agentSourcedIds", "agents")}, "header_renamed"),
    "a singular header": ({"users.csv": renamed(users_text(small()), "grades", "grade")}, "header_renamed"),
    "roles in capitals": ({"users.csv": users_text(small()).replace(",student,", ",Student,").encode()}, "word_case"),
    "Scheduled": ({"classes.csv": as_csv((CLASSES, [section("4A", "4A", kind="Homeroom"), section("4B", "4B")])).encode()}, "word_case"),
    "a byte-order mark": ({"users.csv": b"\xef\xbb\xbf" + users_text(small()).encode()}, None),
    "semicolons": ({"users.csv": as_csv(small()["users.csv"], ";").encode()}, "delimiter"),
    "tabs": ({"users.csv": as_csv(small()["users.csv"], "\t").encode()}, "delimiter"),
    "UTF-16": ({"users.csv": users_text(small()).encode("utf-16")}, "encoding"),
    "line feeds only": ({"users.csv": users_text(small()).replace("\r\n", "\n").encode()}, None),
    "bare carriage returns": ({"users.csv": users_text(small()).replace("\r\n", "\r").encode()}, None),
    "one comma too many": ({"users.csv": users_text(small()).replace(",04,\r\n", ",04,,\r\n", 1).encode()}, "row_comma"),
    "rows shorter than the header": ({"users.csv": users_text(small()).replace(",04,\r\n", ",04\r\n").encode()}, "row_short"),
    "trailing empty header cells": ({"users.csv": renamed(users_text(small()), "password\r\n", "password,,\r\n")}, None),
    "blank lines": ({"users.csv": users_text(small()).replace("\r\n", "\r\n\r\n").encode()}, None),
    "rows of commas": ({"users.csv": (users_text(small()) + "," * 17 + "\r\n").encode()}, None),
    "a file that is not of the roster": ({"readme.txt": b"hello"}, "file_unknown"),
    "a file called otherwise": ({"Users.CSV": users_text(small()).encode(), "users.csv": b""}, {"file_renamed", "manifest_blank"}),
    "dates with a time": (
        {"enrollments.csv": as_csv((ENROLLMENTS, [*small()["enrollments.csv"][1], enrolment("x", "4A", "s0", beginDate="2026-09-01 00:00")])).encode()},
        "date_form"),
    "an unlisted file": ({"manifest.csv": as_csv(manifest({"orgs.csv": small()["orgs.csv"]})).encode()}, "manifest_blank"),
}  # fmt: skip


@pytest.mark.parametrize("name", TOLERATED)
def test_it_is_read_all_the_same(name: str, tmp_path: Path) -> None:
    raw, code = TOLERATED[name]
    raw = dict(raw)
    files = small()
    if "Users.CSV" in raw:
        del raw["users.csv"], files["users.csv"]
    run = commands.apply_run(stage(zipped(files, raw=raw), tmp_path), by=None, confirmed=True)
    assert counts(run)["adults"] == (21, 0, 0)
    assert counts(run)["students"] == (10, 0, 0)
    assert counts(run)["guardianships"] == (20, 0, 0)
    assert codes(run) == (code if isinstance(code, set) else {code} - {None})
    again = stage(zipped(files, raw=raw), tmp_path)
    assert counts(again) == {}


def test_a_missing_manifest_means_bulk(tmp_path: Path) -> None:
    run = stage(zipped(small(), with_manifest=False), tmp_path)
    assert codes(run) == {"manifest_missing"}
    assert counts(run)["students"] == (10, 0, 0)


def test_a_zip_with_only_a_manifest_changes_nothing(tmp_path: Path) -> None:
    bring(small(), tmp_path)
    run = stage(zipped({}), tmp_path)
    assert (counts(run), codes(run)) == ({}, {"only_manifest"})


def test_files_in_a_folder_inside_the_zip_are_found(tmp_path: Path) -> None:
    files = small()
    raw = {f"export/{name}": as_csv(table).encode() for name, table in files.items()}
    run = stage(zipped({}, with_manifest=False, raw=raw), tmp_path)
    assert codes(run) == {"in_folder", "manifest_missing"}
    assert counts(run)["students"] == (10, 0, 0)


@pytest.mark.parametrize(
    "content",
    [as_csv((USERS, [])).encode(), b"", b"\xef\xbb\xbf", b"\r\n\r\n"],
    ids=["header only", "empty", "mark", "blank lines"],
)
def test_a_file_without_rows_ends_nothing(content: bytes, tmp_path: Path) -> None:
    bring(small(), tmp_path)
    run = stage(zipped(small(), raw={"users.csv": content}), tmp_path)
    assert counts(run) == {}
    assert codes(run) & {"file_empty", "file_headless"}


def test_an_optional_file_that_is_left_out_ends_nothing(tmp_path: Path) -> None:
    bring(small(), tmp_path)
    files = small()
    del files["enrollments.csv"]
    assert counts(stage(zipped(files), tmp_path)) == {}


def test_a_promised_file_that_is_missing_is_told_and_ends_nothing(tmp_path: Path) -> None:
    bring(small(), tmp_path)
    files = small()
    table = manifest(files)
    del files["enrollments.csv"]
    run = stage(zipped(files, raw={"manifest.csv": as_csv(table).encode()}), tmp_path)
    assert (counts(run), codes(run)) == ({}, {"manifest_promised"})


def test_a_file_the_manifest_calls_absent_only_adds(tmp_path: Path) -> None:
    bring(small(), tmp_path)
    files = small(3)
    run = stage(zipped(files, modes={"users.csv": "absent", "enrollments.csv": "absent"}), tmp_path)
    assert (counts(run), codes(run)) == ({}, {"manifest_absent"})


def test_without_its_header_row_a_file_is_refused(tmp_path: Path) -> None:
    text = users_text(small()).split("\r\n", 1)[1]
    run = stage(zipped(small(), raw={"users.csv": text.encode()}), tmp_path)
    assert (run.state, "sourcedId" in run.refusal) == (RunState.REFUSED, True)


def test_dangling_references_are_left_out_and_told(tmp_path: Path) -> None:
    files = small(2)
    files["enrollments.csv"][1].extend([enrolment("x1", "nowhere", "s0"), enrolment("x2", "4A", "nobody")])
    files["classes.csv"][1].append(section("4Z", "4Z", org="lost"))
    files["users.csv"][1].append(user("t9", "teacher", "Lost", orgSourcedIds="lost"))
    files["users.csv"][1].append(user("g9", "parent", "Linked", agentSourcedIds="ghost"))
    run = bring(files, tmp_path)
    assert codes(run) == {"section_unknown", "person_unknown", "school_unknown", "link_unknown"}
    assert not Section.objects.filter(sourced_id="4Z").exists()
    assert Person.objects.filter(sourced_id="t9").exists()


def test_links_that_are_no_family_make_no_guardian(tmp_path: Path) -> None:
    files = small(2)
    files["users.csv"][1].append(user("t2", "teacher", "Tess", agentSourcedIds="t1"))
    files["users.csv"][1].append(user("s9", "student", "Nine", agentSourcedIds="t1,s0"))
    run = bring(files, tmp_path)
    assert codes(run) == {"link_not_family", "no_guardian"}
    assert Guardianship.objects.count() == 4


def test_an_enrolment_against_the_role_is_left_out(tmp_path: Path) -> None:
    files = small(2)
    files["enrollments.csv"][1].extend(
        [enrolment("x1", "4A", "t1", "student"), enrolment("x2", "4A", "s0", "teacher"), enrolment("x3", "4A", "s0", "proctor")]
    )
    run = bring(files, tmp_path)
    assert codes(run) == {"enrolment_role", "role_not_used"}
    assert Enrolment.objects.count() == 3


def test_unusable_numbers_and_addresses_are_told_and_old_ones_stay(tmp_path: Path) -> None:
    bring(small(), tmp_path)
    files = small()
    users = [
        user("m0", "parent", "Mother0", email="not an address", sms="603121567") if line[0] == "m0" else line
        for line in files["users.csv"][1]
    ]
    run = stage(zipped(replaced(files, "users.csv", users)), tmp_path)
    assert codes(run) == {"email_unusable", "phone_no_country"}
    assert counts(run) == {}
    told = reported(run.problems.all())
    assert {(problem.file, problem.row, problem.field) for problem in told} == {
        ("users.csv", 4, "email"),
        ("users.csv", 4, "sms"),
    }


def test_numbers_are_understood_with_the_country(tmp_path: Path) -> None:
    files = small(1)
    files["users.csv"][1][2] = user("m0", "parent", "Mother0", sms="(950) 336 6601", phone="911")
    run = commands.apply_run(stage(zipped(files), tmp_path, country="US"), by=None)
    assert ContactPoint.objects.get(person__sourced_id="m0").value == "+19503366601"
    assert codes(run) == {"phone_unusable"}


def test_an_unreadable_row_never_ends_what_it_speaks_of(tmp_path: Path) -> None:
    bring(small(), tmp_path)
    before = snapshot()
    files = small()
    rows = files["users.csv"][1]
    rows[1] = user("s0", "student", "", "", agentSourcedIds="m0")
    text = as_csv(files["users.csv"]).replace("Child1,Warsame", "Child1,Warsame,extra")
    run = stage(zipped(files, raw={"users.csv": text.encode()}), tmp_path)
    assert codes(run) == {"name_missing", "row_comma", "row_long"}
    commands.apply_run(run, by=None, confirmed=True)
    assert snapshot() == before


@pytest.mark.parametrize(
    ("file", "place", "columns"),
    [("users.csv", 0, USERS), ("enrollments.csv", 3, ENROLLMENTS), ("classes.csv", 0, CLASSES), ("orgs.csv", 0, ORGS)],
)
def test_a_row_without_id_keeps_everything_of_its_kind(file: str, place: int, columns: tuple[str, ...], tmp_path: Path) -> None:
    bring(small(), tmp_path)
    before = snapshot()
    files = small()
    lines = files[file][1]
    lines[0] = list(lines[0])
    lines[0][place] = ""
    run = stage(zipped(files), tmp_path)
    assert "id_missing" in codes(run)
    commands.apply_run(run, by=None, confirmed=True)
    assert snapshot() == before


def test_one_id_for_two_names_changes_nobody(tmp_path: Path) -> None:
    bring(small(), tmp_path)
    before = snapshot()
    files = small()
    files["users.csv"][1].append(user("m0", "parent", "Somebody", "Else"))
    run = bring(files, tmp_path)
    assert codes(run) == {"twice_differs"}
    assert snapshot() == before


def test_a_thousand_bad_rows_end_nobody(tmp_path: Path) -> None:
    bring(small(400), tmp_path)
    files = small(400)
    rows = [line if line[5] == "teacher" else [line[0], *line[1:5], "prent", *line[6:]] for line in files["users.csv"][1]]
    run = stage(zipped(replaced(files, "users.csv", rows)), tmp_path)
    assert counts(run, "new", "ended") == {}
    assert run.problems.filter(code="role_unknown").count() == 1000
    assert run.problems.get(code="more").value.startswith("200 ")


def test_ambiguous_dates_stay_blank(tmp_path: Path) -> None:
    files = small(1)
    files["enrollments.csv"][1][1] = enrolment("e0", "4B", "s0", beginDate="1/05/2023", endDate="31/12/2099")
    run = bring(files, tmp_path)
    only = Enrolment.objects.get(person__sourced_id="s0")
    assert (only.begins_on, str(only.ends_on)) == (None, "2099-12-31")
    assert codes(run) == {"date_ambiguous", "date_form"}


def test_names_cannot_lie_about_themselves(tmp_path: Path) -> None:
    files = small(1)
    files["users.csv"][1][0] = user("t1", "teacher", "Ben\u202egro", "Cafe\u0301\u200b")
    run = bring(files, tmp_path)
    ben = Person.objects.get(sourced_id="t1")
    assert (ben.given_name, ben.family_name) == ("Bengro", "Café")
    assert codes(run) == {"hidden_signs"}


def test_windows_files_keep_their_accents(tmp_path: Path) -> None:
    files = small(1)
    files["users.csv"][1].extend(user(f"t{n}", "teacher", "Núria", "Peña Muñoz") for n in range(5, 9))
    run = bring(files, tmp_path, raw={"users.csv": as_csv(files["users.csv"]).encode("cp1252")})
    assert Person.objects.get(sourced_id="t5").full_name == "Núria Peña Muñoz"
    assert codes(run) == {"encoding"}


def test_a_department_with_sections_is_taken_as_the_school(tmp_path: Path) -> None:
    files = small(1)
    files["orgs.csv"] = (
        ORGS,
        [
            row(ORGS, sourcedId="org1", name="History", type="department"),
            row(ORGS, sourcedId="d", name="District", type="district"),
        ],
    )
    files["users.csv"][1].append(user("t7", "administrator", "Dora", orgSourcedIds="d"))
    run = bring(files, tmp_path)
    assert School.objects.get().name == "History"
    assert codes(run) == {"org_as_school", "role_elsewhere"}
    assert SchoolRole.objects.filter(person__sourced_id="t7").count() == 0


def test_extension_columns_are_read(tmp_path: Path) -> None:
    columns = (*USERS, "metadata.homeLanguage", "metadata.home", "ext_protected", "metadata.shoeSize")
    files = small(1)
    rows = [[*line, "", "", "", ""] for line in files["users.csv"][1]]
    rows[2] = [*files["users.csv"][1][2], "Somali", "with mother", "", "38"]
    rows[3] = [*files["users.csv"][1][3], "klingonese", "with father", "", ""]
    rows[1] = [*files["users.csv"][1][1], "", "", "true", ""]
    run = bring(files | {"users.csv": (columns, rows)}, tmp_path)
    assert Person.objects.get(sourced_id="m0").read_language == "so"
    assert Person.objects.get(sourced_id="s0").is_protected is True
    assert set(Guardianship.objects.values_list("family__home", flat=True)) == {"with mother", "with father"}
    assert codes(run) == {"language_unknown"}


def test_misspelt_preferred_names_and_roles_rows_of_version_12(tmp_path: Path) -> None:
    files = small_12()
    text = as_csv(files["users.csv"]).replace("preferredGivenName", "prefferedGivenName")
    roles = as_csv(files["roles.csv"]).replace("teacher,", "Teacher,", 1)
    run = bring(files, tmp_path, version="1.2", raw={"users.csv": text.encode(), "roles.csv": roles.encode()})
    assert Person.objects.get(sourced_id="ana").called == "Ana"
    assert codes(run) == {"header_renamed", "word_case"}


def test_relationships_say_what_each_adult_is_to_the_child(tmp_path: Path) -> None:
    files = small(2)
    table = (
        ("userSourcedId", "relationshipUserSourcedId", "relationshipRole"),
        [["s0", "m0", "mother"], ["f0", "s0", "doctor"], ["s1", "t1", "aunt"]],
    )
    run = bring(files | {"relationships.csv": table}, tmp_path)
    found = {
        (link.adult.sourced_id, link.student.sourced_id): (link.relation, link.may_contact, link.may_decide)
        for link in Guardianship.objects.all()
    }
    assert found[("m0", "s0")] == ("mother", True, True)
    assert found[("f0", "s0")] == ("other", False, False)
    assert found[("t1", "s1")] == ("relative", True, False)
    assert codes(run) == set()


def test_every_code_has_a_sentence_and_every_sentence_a_full_stop() -> None:
    words = TOLERATED_WORDS | LEFT_OUT_WORDS
    assert not set(TOLERATED_WORDS) & set(LEFT_OUT_WORDS)
    assert [code for code, sentence in words.items() if not str(sentence).rstrip().endswith((".", "%(value)s."))] == []
    for code, sentence in words.items():
        assert "%" not in (str(sentence) % {"value": "x"}), code


def test_the_meaning_does_not_depend_on_how_the_file_was_written(tmp_path: Path) -> None:
    bring(small(), tmp_path)
    first = meaning()
    files = small()
    run = bring(files, tmp_path, raw={"users.csv": as_csv(files["users.csv"], ";").encode("utf-16")})
    assert counts(run) == {}
    assert meaning() == first
