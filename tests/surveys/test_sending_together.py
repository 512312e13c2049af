"""Two presses at once: everybody is asked once, reminded once."""

import datetime as dt
import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection, connections, transaction

from gatepost.channels.models import Mailing
from gatepost.kernel.errors import DomainError
from gatepost.surveys.commands import reminding, sending
from gatepost.surveys.models import Survey
from gatepost.surveys.queries.audience import audience_of
from tests.support.cast import make_cast
from tests.surveys.drafting import make_draft


def blocked(number: int) -> None:
    """Until so many others wait for a lock."""
    stop = time.monotonic() + 20
    with connection.cursor() as cursor:
        while time.monotonic() < stop:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
            if cursor.fetchone()[0] >= number:
                return
    raise AssertionError("nobody waited")


def twice_at_once(survey: Survey, press: Callable[[], object]) -> list[str]:
    """What two presses that wait for the same row are told, in order."""
    told: list[str] = []

    def pressed() -> None:
        try:
            press()
            told.append("done")
        except DomainError as error:
            told.append(error.message)
        finally:
            connections.close_all()

    both = [threading.Thread(target=pressed) for _time in range(2)]
    with transaction.atomic():
        Survey.objects.select_for_update().get(pk=survey.pk)
        for one in both:
            one.start()
        blocked(2)
    for one in both:
        one.join(timeout=30)
    return sorted(told)


@pytest.mark.django_db(transaction=True)
def test_pressed_twice_at_once_it_is_opened_and_sent_once_and_reminded_once() -> None:
    cast = make_cast()
    survey = make_draft(cast)
    expected = audience_of(survey).count
    told = twice_at_once(survey, lambda: sending.open_survey(survey, expected=expected, by=cast.dov))
    assert told == ["This survey has been opened already. Nobody was asked twice.", "done"]
    assert (survey.invitations.count(), Mailing.objects.count()) == (expected, 1)
    survey.invitations.update(asked_on=dt.date(2026, 1, 7))
    told = twice_at_once(survey, lambda: reminding.remind(survey, by=cast.dov))
    assert told == [
        "Those who have not answered were asked or reminded within the last five school days. Nobody was reminded.",
        "done",
    ]
    assert (set(survey.invitations.values_list("reminded", flat=True)), Mailing.objects.count()) == ({1}, 2)
