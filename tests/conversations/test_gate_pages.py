"""What the phone fetches: the lists of one person and no more, a shell that names nobody, a worker that changes with it."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gatepost.conversations.presenting import shell
from gatepost.history.models import Event
from gatepost.kernel import clock
from gatepost.people.models import Enrolment, Family, SchoolRole
from tests.conversations.test_pages import signed_in, statements
from tests.support.cast import Cast, make_guardian, make_section, make_student

CHILDREN = "/talks/children.json"


@pytest.fixture(autouse=True)
def _no_second_factor(settings: pytest.FixtureRequest) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def test_a_teacher_gets_the_children_of_her_sections_and_what_is_needed_of_them(cast: Cast) -> None:
    make_guardian(cast.yusuf, "Omar", home="Omar's home", email="omar@example.org")
    other = make_student(make_section(cast.school, "1A"), "Yusra", "Elsewhere")
    make_guardian(other, "Huda")
    told = signed_in(cast.ben).get(CHILDREN).json()
    first, second = Family.objects.filter(student=cast.yusuf).order_by("home")
    child = {"name": "Yusuf Warsame", "key": "yusuf warsame yusuf", "sections": [cast.section.pk]}
    assert told == {
        "person": cast.ben.pk,
        "school": "Riverside School",
        "sections": [{"id": cast.section.pk, "name": "4B"}],
        "children": [child | {"family": first.pk, "home": ""}, child | {"family": second.pk, "home": "Omar's home"}],
        "activities": [],
        "recent": [],
    }
    assert [one["name"] for one in signed_in(cast.dov).get(CHILDREN).json()["children"]] == [
        "Yusra Elsewhere",
        "Yusuf Warsame",
        "Yusuf Warsame",
    ]


def test_a_child_that_left_stands_on_no_list(cast: Cast) -> None:
    client = signed_in(cast.ben)
    assert len(client.get(CHILDREN).json()["children"]) == 1
    Enrolment.objects.filter(person=cast.yusuf).update(ended_at=clock.now())
    assert client.get(CHILDREN).json()["children"] == []
    SchoolRole.objects.filter(person=cast.yusuf).update(ended_at=clock.now())
    assert signed_in(cast.dov).get(CHILDREN).json()["children"] == []


def test_an_unchanged_list_is_not_sent_again(cast: Cast) -> None:
    client = signed_in(cast.ben)
    mark = client.get(CHILDREN)["ETag"]
    again = client.get(CHILDREN, headers={"If-None-Match": mark})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", mark)
    assert again["Cache-Control"] == "no-store, private"
    make_guardian(make_student(cast.section, "Lin", "Qiu"), "Mei")
    assert client.get(CHILDREN, headers={"If-None-Match": mark}).status_code == 200


def test_history_knows_whose_lists_were_taken_onto_a_phone(cast: Cast) -> None:
    client = signed_in(cast.ben)
    client.get(CHILDREN)
    assert Event.objects.filter(action="conversations.keep_children_list").count() == 0
    mark = client.get(CHILDREN + "?kept=yes")["ETag"]
    client.get(CHILDREN + "?kept=yes", headers={"If-None-Match": mark})
    kept = Event.objects.filter(action="conversations.keep_children_list").values_list("by_person_id", "subject_id")
    assert list(kept) == [(cast.ben.pk, cast.school.pk)]


def test_the_list_asks_the_same_with_one_child_and_with_twelve(cast: Cast) -> None:
    client = signed_in(cast.dov)
    with_one = statements(client, CHILDREN)
    for number in range(11):
        make_guardian(make_student(cast.section, f"C{number}"), f"A{number}")
    assert statements(client, CHILDREN) == with_one


def test_the_shell_is_the_same_for_everybody(cast: Cast) -> None:
    def shown(client: Client) -> str:
        return re.sub(r'nonce="[^"]+"', "", client.get("/talks/shell/").content.decode())

    ben = signed_in(cast.ben)
    assert shown(ben) == shown(signed_in(cast.eve)) == shown(Client())
    assert [word for word in ("Ben", "Riverside", "Yusuf", "4B") if word in shown(ben)] == []
    assert [word for word in ("Ben", "Riverside", "4B") if word not in ben.get("/talks/new/").content.decode()] == []


def test_the_shell_asks_the_database_for_nothing() -> None:
    with CaptureQueriesContext(connection) as captured:
        assert Client().get("/talks/shell/").status_code == 200
    assert len(captured) == 0


test_the_shell_asks_the_database_for_nothing = pytest.mark.django_db(test_the_shell_asks_the_database_for_nothing)


@pytest.mark.django_db
def test_every_file_that_the_shell_names_is_kept_and_there() -> None:
    page = Client().get("/talks/shell/").content.decode()
    script = Client().get("/talks/worker.js")
    assert script["Content-Type"] == "text/javascript"
    files = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page))
    kept = set(re.findall(r'"(/static/[^"]+)"', script.content.decode()))
    assert files - kept == set()
    assert {path: Client().get(path).status_code for path in kept} == dict.fromkeys(kept, 200)


@pytest.mark.django_db
def test_the_worker_changes_when_a_kept_file_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    before = shell.worker_script.__wrapped__()
    assert shell.worker_script.__wrapped__() == before
    monkeypatch.setattr(shell, "_FILES", shell._FILES[:-1])
    assert shell.worker_script.__wrapped__() != before


def test_the_page_without_script_still_logs(cast: Cast) -> None:
    client = signed_in(cast.ben)
    page = client.get(f"/talks/new/?family={cast.family.pk}").content.decode()
    once = re.search(r'name="once" value="([^"]+)"', page)
    assert once is not None
    body = {"family": cast.family.pk, "once": once[1], "kind": "learning", "means": "phone", "note": "Reads\r\ntogether"}
    for _again in range(2):
        assert client.post("/talks/new/", body, follow=True).status_code == 200
    row = cast.family.touchpoints.get()
    assert (row.means, row.content_kind, row.note) == ("phone", "learning", "Reads\ntogether")


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000, "1000000000"])
def test_a_number_that_no_child_has_is_said_and_never_breaks_the_page(cast: Cast, number: str) -> None:
    client = signed_in(cast.ben)
    body = {"family": number, "kind": "learning", "means": "phone"}
    response = client.post("/talks/new/", body)
    assert (response.status_code, "Nothing was logged." in response.content.decode()) == (422, True)
    assert [client.get(f"/talks/new/?{name}={number[:40]}").status_code for name in ("family", "section")] == [200, 200]
    assert cast.family.touchpoints.count() == 0
