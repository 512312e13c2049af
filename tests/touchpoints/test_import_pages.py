"""The pages of an old call log: Carla uploads, names columns, answers, downloads what is to be mended, applies and undoes."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.support.cast import Cast
from tests.touchpoints.logs import HEADER, Logged, as_csv, compare, counts, ledger, make_school_with_two_aminas

from gatepost.accounts.models import User
from gatepost.history.models import Event
from gatepost.people.models import Person
from gatepost.touchpoints import tasks, views
from gatepost.touchpoints.commands import applying
from gatepost.touchpoints.commands import imports as commands
from gatepost.touchpoints.models import LedgerImport, Touchpoint

pytestmark = pytest.mark.django_db

YUSUF = ("2025-09-03", "Yusuf Warsame", "4B", "phone", "reached", "Ben Ortiz", "Field trip")
AMINA = ("2025-09-04", "Amina Ali", "", "phone", "no answer", "", "")


@pytest.fixture(autouse=True)
def _no_second_factor(settings: pytest.FixtureRequest) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


@pytest.fixture
def logged(cast: Cast) -> Logged:
    return make_school_with_two_aminas(cast)


def signed_in(person: Person, *, checks: bool = False) -> Client:
    client = Client(enforce_csrf_checks=checks)
    user = User.objects.create_user(person=person, email=f"u{person.pk}@example.org", password="x")
    client.force_login(user, backend="gatepost.accounts.backends.StaffBackend")
    return client


def send(client: Client, data: bytes, name: str = "log.csv") -> HttpResponse:
    return client.post(reverse("touchpoints:import-upload"), {"file": SimpleUploadedFile(name, data)}, follow=True)


def accept(client: Client, run: LedgerImport, **changed: str) -> HttpResponse:
    """Press the button of the columns page as it stands."""
    chosen = {**run.found["guess"], "has_header": "on", **changed}
    return client.post(reverse("touchpoints:import-columns", args=[run.pk]), chosen, follow=True)


def heading(response: HttpResponse) -> str:
    found = re.search(r"<h1>(.*?)</h1>", response.content.decode(), re.DOTALL)
    assert found is not None
    return re.sub(r"<[^>]+>", "", found[1]).strip()


def test_from_the_sheet_to_the_ledger_and_back(logged: Logged) -> None:
    client = signed_in(logged.cast.carla)
    assert heading(send(client, as_csv([YUSUF, AMINA] * 1 + [YUSUF] * 18))) == "Which column is what?"
    run = LedgerImport.objects.get()
    assert heading(accept(client, run)) == "19 entries are new, 1 cannot be placed."
    asked = client.get(reverse("touchpoints:import-questions", args=[run.pk])).content.decode()
    name = re.search(r'name="(q[0-9a-f]{16})"', asked)
    assert name is not None
    chosen = str(logged.family(logged.amina_4b).pk)
    answered = client.post(reverse("touchpoints:import-questions", args=[run.pk]), {name[1]: chosen}, follow=True)
    assert heading(answered) == "20 entries are new."
    applied = client.post(reverse("touchpoints:import-apply", args=[run.pk]), follow=True)
    assert heading(applied) == "20 entries of 2 families written into the ledger."
    assert len(ledger()) == 20
    assert client.post(reverse("touchpoints:import-apply", args=[run.pk])).status_code == 409
    undone = client.post(reverse("touchpoints:import-undo", args=[run.pk]), follow=True)
    assert heading(undone) == "Undone: 20 entries of 2 families written into the ledger and withdrawn again."
    assert ledger() == []


def test_rows_to_be_mended_come_back_as_a_sheet_without_formulas_that_can_be_uploaded_again(logged: Logged) -> None:
    run = compare(logged.cast, as_csv([("", *YUSUF[1:6], '=HYPERLINK("x")'), ("", *YUSUF[1:6], "- dash"), YUSUF]))
    client = signed_in(logged.cast.carla)
    text = client.get(reverse("touchpoints:import-to-mend", args=[run.pk])).content.decode("utf-8-sig")
    header, first, second = csv.reader(io.StringIO(text))
    assert header == [*HEADER, "Row in the first sheet", "What is to be mended"]
    assert first == ["", *YUSUF[1:6], '\'=HYPERLINK("x")', "2", "Row 2, column Date: there is no date."]
    assert second[6] == "'- dash"
    taken = Event.objects.get(action="touchpoints.take_log_rows")
    assert (taken.by_person_id, taken.subject_id, taken.details) == (logged.cast.carla.pk, run.pk, {"rows": 2})
    mended = [["2025-10-01", *first[1:]], ["2025-10-02", *second[1:]]]
    again = compare(logged.cast, as_csv(mended, header))
    applying.apply_import(again, by=logged.cast.carla)
    assert [row[-1] for row in ledger()] == ['=HYPERLINK("x")', "- dash"]


def test_the_columns_page_refuses_what_cannot_be_compared_and_says_why(logged: Logged) -> None:
    client = signed_in(logged.cast.carla)
    send(client, as_csv([("03/04/2025", *YUSUF[1:])]))
    run = LedgerImport.objects.get()
    for changed, words in (
        ({}, "The dates do not show it by themselves."),
        ({"day_order": "dmy", "date": ""}, "Choose the column with the date."),
        ({"day_order": "dmy", "child_name": ""}, "Choose the column with the child&#x27;s name"),
        ({"day_order": "dmy", "staff": "Note"}, "The column “Note” is chosen twice."),
    ):
        response = accept(client, run, **changed)
        assert (response.status_code, words in response.content.decode()) == (422, True)
    assert heading(accept(client, run, day_order="dmy")) == "1 entry is new."


def test_a_sheet_whose_first_row_is_no_header_is_asked_about_again(logged: Logged) -> None:
    client = signed_in(logged.cast.carla)
    send(client, as_csv([YUSUF], header=("no", "names", "in", "this", "first", "row", "at all")))
    run = LedgerImport.objects.get()
    response = client.post(reverse("touchpoints:import-columns", args=[run.pk]), {}, follow=True)
    assert heading(response) == "Which column is what?"
    run.refresh_from_db()
    assert (run.found["labels"][0], run.found["rows"]) == ("Column A", 2)


def test_the_rows_behind_each_number_are_listed(logged: Logged) -> None:
    applying.apply_import(compare(logged.cast, as_csv([YUSUF])), by=logged.cast.carla)
    run = compare(logged.cast, as_csv([YUSUF, ("2025-09-05", *YUSUF[1:]), AMINA]))
    client = signed_in(logged.cast.dov)
    titles = {
        verdict: heading(client.get(reverse("touchpoints:import-rows", args=[run.pk, verdict])))
        for verdict in ("new", "known", "problem")
    }
    assert titles == {
        "new": "1 entry is new",
        "known": "1 entry stands in the ledger already",
        "problem": "1 row cannot be placed",
    }
    looks = Event.objects.filter(action="touchpoints.see_log_rows", subject_id=run.pk, by_person_id=logged.cast.dov.pk)
    assert [look.details["verdict"] for look in looks.order_by("pk")] == ["new", "known", "problem"]
    assert client.get(reverse("touchpoints:import-rows", args=[run.pk, "nonsense"])).status_code == 404


def test_teachers_are_refused_and_other_schools_do_not_find_it(logged: Logged) -> None:
    run = compare(logged.cast, as_csv([YUSUF]))
    teacher = signed_in(logged.cast.ben)
    addresses = [
        reverse("touchpoints:imports"),
        *(reverse(f"touchpoints:import{each}", args=[run.pk]) for each in ("", "-columns")),
    ]
    assert [teacher.get(address).status_code for address in addresses] == [403, 403, 403]
    assert send(teacher, as_csv([YUSUF])).status_code == 403
    from tests.support.cast import make_staff

    pia = signed_in(make_staff(logged.cast.other_school, "principal", "Pia"))
    assert [pia.get(address).status_code for address in addresses] == [200, 404, 404]
    for name in ("apply", "discard", "undo"):
        assert pia.post(reverse(f"touchpoints:import-{name}", args=[run.pk])).status_code == 404
    assert "log.csv" not in pia.get(reverse("touchpoints:imports")).content.decode()


def test_an_upload_without_token_or_too_large_is_refused(logged: Logged, monkeypatch: pytest.MonkeyPatch) -> None:
    assert send(signed_in(logged.cast.carla, checks=True), as_csv([YUSUF])).status_code == 403
    monkeypatch.setattr(views.LogUploadHandler, "most", 10)
    assert send(signed_in(logged.cast.dov), as_csv([YUSUF])).status_code == 422
    assert LedgerImport.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"PK\x03\x04nonsense", "The zip file is damaged or cut off."),
        (b"%PDF-1.7 nonsense", "We read zip files with OneRoster data, CSV files and XLSX sheets."),
        (b"Date,Child\n", "The sheet has no rows."),
    ],
)
def test_what_is_no_sheet_is_refused_with_a_sentence(logged: Logged, data: bytes, sentence: str) -> None:
    response = send(signed_in(logged.cast.carla), data)
    assert heading(response) == "This sheet was not taken, and the ledger is as it was."
    assert sentence in response.content.decode()


def test_a_large_sheet_is_read_and_applied_by_a_worker_while_the_page_waits(
    logged: Logged, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "READ_AT_ONCE", 1)
    monkeypatch.setattr(applying, "AT_ONCE", 0)
    client = signed_in(logged.cast.carla)
    assert heading(send(client, as_csv([YUSUF]))) == "log.csv is being read."
    run = LedgerImport.objects.get()
    tasks.read_log(run.pk)
    run.refresh_from_db()
    assert heading(accept(client, run)) == "log.csv is being read."
    tasks.read_log(run.pk)
    assert heading(client.get(reverse("touchpoints:import", args=[run.pk]))) == "1 entry is new."
    applying_now = client.post(reverse("touchpoints:import-apply", args=[run.pk]), follow=True)
    assert heading(applying_now) == "log.csv is being written into the ledger."
    tasks.apply_log(run.pk)
    assert heading(client.get(reverse("touchpoints:import", args=[run.pk]))) == "1 entry of 1 family written into the ledger."
    client.post(reverse("touchpoints:import-undo", args=[run.pk]))
    tasks.undo_log(run.pk)
    assert (Touchpoint.objects.count(), ledger()) == (2, [])


def test_a_discarded_log_leaves_nothing(logged: Logged) -> None:
    run = compare(logged.cast, as_csv([YUSUF]))
    client = signed_in(logged.cast.carla)
    client.post(reverse("touchpoints:import-discard", args=[run.pk]))
    run.refresh_from_db()
    assert (run.state, run.rows.count(), run.chunks.count(), counts(run)) == ("discarded", 0, 0, (1, 0, 0))


def test_the_command_line_stages_applies_and_undoes(logged: Logged, tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(as_csv([YUSUF] * 10 + [AMINA]))

    def told(*arguments: str) -> dict[str, Any]:
        out = io.StringIO()
        call_command("import_ledger", *arguments, "--json", stdout=out)
        return json.loads(out.getvalue())

    staged = told(str(path), "--school", logged.cast.school.slug)
    assert (staged["state"], staged["counts"]["new"], len(staged["problems"]), ledger()) == ("staged", 10, 1, [])
    applied = told(str(path), "--school", logged.cast.school.slug, "--apply")
    assert (applied["state"], len(ledger())) == ("applied", 10)
    assert (told("--undo", str(applied["import"]))["state"], ledger()) == ("undone", [])
    with pytest.raises(CommandError, match="There is no school “nowhere” here"):
        told(str(path), "--school", "nowhere")
