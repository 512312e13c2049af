"""What a school's server says when the second factor is off."""

import pytest
from pytest_django import Settings

from gatepost.accounts.checks import second_factor_is_required


@pytest.mark.parametrize(
    ("base_url", "required", "found"),
    [
        ("https://gate.school.example", True, []),
        ("https://gate.school.example", False, ["accounts.E001"]),
        ("http://192.168.1.20:8000", False, ["accounts.E001"]),
        ("http://localhost:8000", False, []),
        ("http://127.0.0.1:8000", False, []),
        ("http://localhost.school.example", False, ["accounts.E001"]),
    ],
)
def test_a_server_without_second_factor_is_told_so(settings: Settings, base_url: str, required: bool, found: list[str]) -> None:
    settings.BASE_URL, settings.STAFF_SECOND_FACTOR_REQUIRED = base_url, required
    assert [message.id for message in second_factor_is_required()] == found
