"""No form takes a file unless its view asked for one."""

import tempfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

PLACES = ["accounts:family", "account_login", "conversations:code", "account_logout"]


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize("checks", [False, True])
@pytest.mark.django_db
def test_a_file_is_refused_with_a_sentence_and_never_touches_the_disk(
    name: str, checks: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def on_disk(*args: object, **kwargs: object) -> None:
        raise AssertionError("a file was made")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", on_disk)
    monkeypatch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", on_disk)
    client = Client(enforce_csrf_checks=checks)
    client.get(reverse("accounts:family"))
    response = client.post(reverse(name), {"file": SimpleUploadedFile("x.bin", b"x" * 100_000)})
    assert (response.status_code, "Nothing was changed." in response.content.decode()) == (413, True)


@pytest.mark.django_db
def test_a_form_larger_than_any_form_is_refused_before_it_is_read() -> None:
    body = b"--b\r\nX-Nothing: 1\r\n\r\n" + b"x" * 6_000_000 + b"\r\n--b--\r\n"
    response = Client(enforce_csrf_checks=True, raise_request_exception=True).generic(
        "POST",
        reverse("accounts:family"),
        body,
        content_type="multipart/form-data; boundary=b",
        headers={"cookie": "csrftoken=" + "a" * 32},
    )
    assert response.status_code == 413


@pytest.mark.django_db
def test_a_form_without_a_file_is_taken_in_either_encoding() -> None:
    assert Client().post(reverse("conversations:code"), {"code": "x"}).status_code != 413
