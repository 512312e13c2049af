"""Today: what is asked of one, and what should have been done by now."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from tests.support.cast import Cast

from gatepost.accounts.models import User
from gatepost.errands.commands import Wanted, give_errand
from gatepost.kernel import clock

pytestmark = pytest.mark.django_db


def test_what_is_late_was_due_and_the_rest_is_to_be_done_by_its_day(cast: Cast, settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]
    client = Client()
    client.force_login(User.objects.create_user(person=cast.ben, email="ben@school.example"))
    for days in (-1, 1):
        due_on = clock.today() + dt.timedelta(days=days)
        wanted = Wanted("review", cast.school, cast.ben, f"tests.thing:{days}", "Look this over", due_on=due_on)
        give_errand(wanted, by=None)
    page = client.get(reverse("home:front")).content.decode()
    assert [words in page for words in ("was due yesterday", "by tomorrow", "by yesterday")] == [True, True, False]
