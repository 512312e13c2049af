"""The roster pages: the principal uploads, names columns, sees the difference, applies and undoes; a teacher is refused."""

import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from gatepost.accounts.models import User
from gatepost.people import tasks
from gatepost.people.models import Person, Role, RosterChunk, RosterRun, RunState
from gatepost.people.roster import commands
from gatepost.people.roster.upload import StoppingUploadHandler
from tests.people.rosters import small, stage, zipped
from tests.people.test_roster_sheet import HEADER, ROWS, sheet
from tests.support.cast import Cast, make_staff


@pytest.fixture(autouse=True)
def _no_second_factor(settings: pytest.FixtureRequest) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def signed_in(person: Person, *, checks: bool = False) -> Client:
    client = Client(enforce_csrf_checks=checks)
    user = User.objects.create_user(person=person, email=f"u{person.pk}@example.org", password="x")
    client.force_login(user, backend="gatepost.accounts.backends.StaffBackend")
    return client


@pytest.fixture
def dov(cast: Cast) -> Client:
    return signed_in(cast.dov)


def upload(client: Client, data: bytes, name: str = "roster.zip", **more: str) -> HttpResponse:
    return client.post(reverse("people:roster-upload"), {"file": SimpleUploadedFile(name, data), **more}, follow=True)


def test_a_teacher_and_a_guardian_are_refused(cast: Cast, tmp_path: Path) -> None:
    run = stage(zipped(small()), tmp_path)
    for person in (cast.ben, cast.amina):
        client = signed_in(person)
        assert client.get(reverse("people:roster")).status_code == 403
        for name in ("run", "problems", "columns"):
            assert client.get(reverse(f"people:roster-{name}", args=[run.pk])).status_code == 403
        for name in ("apply", "discard", "undo"):
            assert client.post(reverse(f"people:roster-{name}", args=[run.pk])).status_code == 403
        assert upload(client, zipped(small())).status_code == 403
    assert Client().get(reverse("people:roster")).status_code == 302
    assert RosterRun.objects.count() == 1


def test_a_run_of_another_school_does_not_exist(cast: Cast, dov: Client) -> None:
    strange = make_staff(cast.other_school, Role.PRINCIPAL, "Strange")
    upload(dov, zipped(small()))
    run = RosterRun.objects.get()
    client = signed_in(strange)
    for name in ("run", "problems"):
        assert client.get(reverse(f"people:roster-{name}", args=[run.pk])).status_code == 404
    assert client.post(reverse("people:roster-apply", args=[run.pk])).status_code == 404
    assert b"roster.zip" not in client.get(reverse("people:roster")).content
    assert b"roster.zip" in dov.get(reverse("people:roster")).content


def test_the_whole_way_of_a_zip(cast: Cast, dov: Client) -> None:
    before = Person.objects.count()
    page = upload(dov, zipped(small(12)), country="ES")
    run = RosterRun.objects.get()
    assert page.redirect_chain[-1][0] == reverse("people:roster-run", args=[run.pk])
    text = page.content.decode()
    assert "This roster brings 12 students and 25 adults." in text
    assert "Child11 Warsame" in text
    assert Person.objects.count() == before
    names = dov.get(reverse("people:roster-names", args=[run.pk, "guardianships", "new"])).content.decode()
    assert "Mother3 Warsame – Child3 Warsame" in names
    applied = dov.post(reverse("people:roster-apply", args=[run.pk]), follow=True).content.decode()
    assert Person.objects.count() == before + 37
    assert "Undo this import" in applied
    dov.post(reverse("people:roster-undo", args=[run.pk]))
    assert Person.objects.count() == before
    assert not RosterChunk.objects.exists()


def test_what_changed_is_shown_as_before_and_after(dov: Client) -> None:
    dov.post(reverse("people:roster-apply", args=[first_run(dov).pk]))
    files = small(12)
    files["users.csv"][1][2][8] = "Miriam"
    files["users.csv"][1][2][13] = "+34699999999"
    text = upload(dov, zipped(files)).content.decode()
    assert "This roster changes 1 adult and 1 address or number." in text
    assert "Mother0 → Miriam" in text
    assert "+34600000000 → +34699999999" in text


def first_run(client: Client) -> RosterRun:
    upload(client, zipped(small(12)), country="ES")
    return RosterRun.objects.latest("pk")


def test_a_held_run_asks_for_the_sentence(cast: Cast, dov: Client) -> None:
    run = first_run(dov)
    dov.post(reverse("people:roster-apply", args=[run.pk]))
    text = upload(dov, zipped(small(4))).content.decode()
    assert "It would end 16 of 24 guardian links." in text
    held = RosterRun.objects.latest("pk")
    refused = dov.post(reverse("people:roster-apply", args=[held.pk]))
    assert refused.status_code == 409
    assert Person.objects.filter(kind="student", ended_at=None, source__isnull=False).count() == 12
    dov.post(reverse("people:roster-apply", args=[held.pk]), {"confirmed": "yes"})
    assert Person.objects.filter(kind="student", ended_at=None, source__isnull=False).count() == 4


def test_problems_stand_by_file_row_and_field(dov: Client) -> None:
    files = small(2)
    files["users.csv"][1][2][13] = "12"
    text = upload(dov, zipped(files), country="ES").content.decode()
    assert "“12” is not a phone number that can be called." in text
    assert (
        '<td data-label="File"><bdi>users.csv</bdi></td><td data-label="Row">4</td><td data-label="Field"><bdi>sms</bdi></td>'
        in text
    )
    run = RosterRun.objects.get()
    assert "“12” is not a phone" in dov.get(reverse("people:roster-problems", args=[run.pk])).content.decode()


def test_a_sheet_asks_for_its_columns_first(cast: Cast, dov: Client) -> None:
    page = upload(dov, sheet(), name="list.csv", school=str(cast.school.pk), country="ES")
    run = RosterRun.objects.get()
    assert page.redirect_chain[-1][0] == reverse("people:roster-columns", args=[run.pk])
    assert run.state == RunState.MAPPING
    text = page.content.decode()
    assert '<option value="Student ID" selected>' in text
    assert "Amina Warsame" in text
    wrong = dov.post(reverse("people:roster-columns", args=[run.pk]), {"student_id": "Student ID"})
    assert wrong.status_code == 422
    answer = {
        "student_id": HEADER[0],
        "student_given": HEADER[1],
        "student_family": HEADER[2],
        "section": HEADER[4],
        "guardian_name": HEADER[5],
        "phone": HEADER[8],
    }
    seen = dov.post(reverse("people:roster-columns", args=[run.pk]), answer, follow=True).content.decode()
    assert "This roster brings 3 students and 3 adults." in seen
    assert "It would make 1 section beside one of the same name that is at this school already." in seen
    assert dov.post(reverse("people:roster-apply", args=[run.pk])).status_code == 409
    dov.post(reverse("people:roster-apply", args=[run.pk]), {"confirmed": "yes"})
    assert Person.objects.filter(source__key=f"sheet:{cast.school.slug}").count() == 6
    remembered = upload(dov, sheet(ROWS[:3]), name="list.csv", school=str(cast.school.pk)).content.decode()
    assert '<option value="Guardian" selected>' in remembered


def test_a_refused_file_is_told_in_a_sentence(dov: Client) -> None:
    text = upload(dov, b"PK\x03\x04 not a zip").content.decode()
    assert "This roster was not taken, and nothing was changed." in text
    assert "The zip file is damaged" in text


def test_a_large_file_is_read_by_a_worker(dov: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "READ_AT_ONCE", 10)
    page = upload(dov, zipped(small(3)))
    run = RosterRun.objects.get()
    assert run.state == RunState.READING
    assert 'hx-trigger="every 1s"' in page.content.decode()
    assert "<noscript>" in page.content.decode()
    tasks.stage_roster(run.pk)
    tasks.stage_roster(run.pk)
    run.refresh_from_db()
    assert run.state == RunState.STAGED
    part = without_tokens(dov.get(reverse("people:roster-run", args=[run.pk]), headers={"HX-Request": "true"}))
    assert part.lstrip().startswith('<div id="run"')
    assert "hx-trigger" not in part
    assert part.strip() in without_tokens(dov.get(reverse("people:roster-run", args=[run.pk])))


def without_tokens(response: HttpResponse) -> str:
    return re.sub(r'value="\w{64}"', "", response.content.decode())


def test_the_upload_stops_at_the_limit_and_needs_the_token(cast: Cast, dov: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(StoppingUploadHandler, "most", 100)
    page = upload(dov, zipped(small(3)))
    assert (page.status_code, b"larger than 2 GB" in page.content) == (422, True)
    office = signed_in(make_staff(cast.school, Role.OFFICE), checks=True)
    assert upload(office, zipped(small(3))).status_code == 403
    assert not RosterRun.objects.exists()


def test_without_a_file_the_form_says_so(dov: Client) -> None:
    assert dov.post(reverse("people:roster-upload"), {}).status_code == 422


def test_discarding_forgets_what_was_uploaded(dov: Client) -> None:
    upload(dov, zipped(small(3)))
    run = RosterRun.objects.get()
    dov.post(reverse("people:roster-discard", args=[run.pk]))
    run.refresh_from_db()
    assert (run.state, RosterChunk.objects.count()) == (RunState.DISCARDED, 0)
    assert dov.post(reverse("people:roster-apply", args=[run.pk])).status_code == 409


def test_what_nobody_decides_about_is_forgotten(dov: Client) -> None:
    import time_machine

    upload(dov, zipped(small(3)))
    applied = first_run(dov)
    dov.post(reverse("people:roster-apply", args=[applied.pk]))
    waiting = first_run(dov)
    with time_machine.travel("2099-01-01"):
        assert commands.forget_old() == 1
    waiting.refresh_from_db()
    assert (waiting.state, RosterChunk.objects.count()) == (RunState.DISCARDED, 0)
    assert Person.objects.filter(sourced_id="s0", ended_at=None).exists()
    assert applied.changes.filter(action="new").exists()


def command(*words: str) -> str:
    out = StringIO()
    call_command("import_roster", *words, stdout=out)
    return out.getvalue()


def test_the_command_line_stages_applies_and_undoes(db: None, tmp_path: Path) -> None:
    path = tmp_path / "roster.zip"
    path.write_bytes(zipped(small(3)))
    staged = json.loads(command(str(path), "--json"))
    assert (staged["state"], staged["counts"]["students"]) == ("staged", {"new": 3, "changed": 0, "ended": 0, "unchanged": 0})
    assert staged["problems"] == []
    assert not Person.objects.exists()
    applied = json.loads(command(str(path), "--apply", "--json"))
    assert applied["state"] == "applied"
    assert Person.objects.count() == 10
    assert "Undone. This roster brought 3 students and 7 adults." in command("--undo", str(applied["run"]))
    assert not Person.objects.exists()


def test_the_command_line_tells_problems_and_stops_at_a_hold(db: None, tmp_path: Path) -> None:
    path = tmp_path / "roster.zip"
    path.write_bytes(zipped(small(30)))
    command(str(path), "--apply")
    path.write_bytes(zipped(small(3), with_manifest=False))
    with pytest.raises(CommandError, match="second look") as held:
        command(str(path), "--apply")
    assert held.value.returncode == 3
    assert Person.objects.filter(ended_at=None).count() == 91
    assert "manifest.csv" in command(str(path), "--apply", "--confirm")
    assert Person.objects.filter(ended_at=None).count() == 10
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(CommandError, match="damaged"):
        command(str(path))
    with pytest.raises(CommandError, match="no file"):
        command(str(tmp_path / "nothing.zip"))
