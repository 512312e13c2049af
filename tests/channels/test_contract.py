"""What every provider promises, asked of all four in the same words."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.channels.posting import deliver, outgoing, post, to
from tests.channels.sinks import Sink, running
from tests.support.cast import Cast, make_guardian, make_student

from gatepost.channels import registry
from gatepost.channels.models import Delivery
from gatepost.channels.ports import DeliveryError as Error
from gatepost.channels.ports import Outcome, Provider, one_by_one

pytestmark = pytest.mark.django_db
WAYS = {
    "mailroom": ("email", "gatepost.channels.providers.mailroom.provider.Mailroom", Outcome.SENT),
    "smtp": ("email", "gatepost.channels.providers.smtp.provider.Smtp", Outcome.SENT),
    "letters": ("letter", "gatepost.channels.providers.letters.provider.Letters", Outcome.WAITING),
    "phone": ("phone", "gatepost.channels.providers.phone.provider.Phone", Outcome.WAITING),
}


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, settings: Any) -> Iterator[tuple[str, Provider, Outcome]]:
    channel, path, outcome = WAYS[request.param]
    with running(Sink(), settings):
        settings.CHANNEL_PROVIDERS = settings.CHANNEL_PROVIDERS | {channel: path}
        yield channel, registry.provider_for(channel), outcome


def rows(cast: Cast, channel: str, number: int = 3) -> list[Delivery]:
    adults = [
        make_guardian(
            make_student(cast.section, f"Child{index}"),
            f"Adult{index}",
            email=f"a{index}@example.org",
            phone=f"+3460000000{index}",
        )
        for index in range(number)
    ]
    mailing = post(cast, *[to(adult, channel=channel) for adult in adults])
    return list(mailing.deliveries.select_related("content__mailing").order_by("pk"))


def test_one_receipt_for_each_message(cast: Cast, way: tuple[str, Provider, Outcome]) -> None:
    channel, provider, outcome = way
    deliveries = rows(cast, channel)
    receipts = list(provider.send(outgoing(deliveries)))
    assert sorted((receipt.delivery_id, receipt.outcome) for receipt in receipts) == [(row.pk, outcome) for row in deliveries]


def test_nothing_to_send_is_no_trouble(way: tuple[str, Provider, Outcome]) -> None:
    _channel, provider, _outcome = way
    assert list(provider.send([])) == []


def test_it_takes_no_more_than_it_is_asked_for(cast: Cast, way: tuple[str, Provider, Outcome]) -> None:
    """Whoever counts receipts knows what is under way: one message at most is taken ahead, but by who needs them together."""
    channel, provider, _outcome = way
    most = 3 if provider.gathers else 2
    taken: list[int] = []

    def watched() -> Iterator[Any]:
        for one in outgoing(rows(cast, channel)):
            taken.append(one.delivery_id)
            yield one

    receipts = provider.send(watched())
    next(receipts)
    assert len(taken) <= most


def test_the_whole_road_ends_where_the_provider_says(cast: Cast, way: tuple[str, Provider, Outcome]) -> None:
    channel, _provider, outcome = way
    deliveries = rows(cast, channel)
    deliver(deliveries[0].mailing, channel)
    ended = set(deliveries[0].mailing.deliveries.values_list("state", "lease"))
    assert ended == {("sent" if outcome == Outcome.SENT else "queued", None)}
    waits = set(deliveries[0].mailing.deliveries.values_list("waits_for", flat=True))
    assert waits == {{"letter": "hand-out", "phone": "call"}.get(channel, "")}


def test_a_provider_that_waits_for_a_person_is_not_asked_twice(cast: Cast, way: tuple[str, Provider, Outcome]) -> None:
    channel, _provider, _outcome = way
    deliveries = rows(cast, channel)
    deliver(deliveries[0].mailing, channel)
    before = list(deliveries[0].mailing.deliveries.order_by("pk").values())
    deliver(deliveries[0].mailing, channel)
    assert list(deliveries[0].mailing.deliveries.order_by("pk").values()) == before


@pytest.mark.parametrize(("permanent", "outcome"), [(True, Outcome.FAILED), (False, Outcome.LATER)])
def test_a_provider_of_single_messages_needs_one_function(cast: Cast, permanent: bool, outcome: Outcome) -> None:
    def send(message: Any) -> str:
        if message.address == "a1@example.org":
            raise Error("no", permanent=permanent)
        return f"their-{message.delivery_id}"

    receipts = list(one_by_one(outgoing(rows(cast, "email")), send))
    assert [receipt.outcome for receipt in receipts] == [Outcome.SENT, outcome, Outcome.SENT]
    assert receipts[0].reference == f"their-{receipts[0].delivery_id}"
