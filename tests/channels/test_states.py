"""Whatever providers say, in whatever order and however often: a delivery moves along its table and nowhere else."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.channels.posting import post_to_amina
from tests.support.cast import Cast

from gatepost.channels import commands, signals
from gatepost.channels.models import NEXT, SETTLED, Delivery, DeliveryState
from gatepost.people.models import ContactPoint

pytestmark = pytest.mark.django_db
WORDS = st.lists(st.tuples(st.sampled_from(DeliveryState), st.booleans()), max_size=8)
_examples = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


class Heard:
    """What the room announced of one delivery."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._kept = [
            self._listen(signals.deliveries_sent, "sent"),
            self._listen(signals.deliveries_delivered, "delivered"),
            self._listen(signals.deliveries_failed, "failed"),
        ]

    def _listen(self, signal: object, word: str) -> object:
        def hear(sender: object, delivery_ids: list[int], **_more: object) -> None:
            self.words += [word] * len(delivery_ids)

        signal.connect(hear)  # type: ignore[attr-defined]
        return hear


@pytest.fixture
def heard() -> Heard:
    return Heard()


def test_every_state_can_be_left_or_is_an_end() -> None:
    assert set(NEXT) == set(DeliveryState)
    ends = {state for state, following in NEXT.items() if not following}
    assert ends == {"failed", "bounced", "cancelled", "suppressed"}
    assert ends < SETTLED
    assert DeliveryState.QUEUED not in SETTLED


@_examples
@given(words=WORDS)
def test_words_of_providers_in_any_order_make_only_legal_moves(cast: Cast, words: list[tuple[DeliveryState, bool]]) -> None:
    delivery = _fresh(cast)
    state = "queued"
    for word, is_bad_address in words:
        moved = commands.record_status(delivery, word, is_bad_address=is_bad_address)
        assert moved == (word in NEXT[state])
        state = word.value if moved else state
        delivery.refresh_from_db()
        assert delivery.state == state


@_examples
@given(words=WORDS)
def test_the_same_words_twice_say_nothing_new(cast: Cast, words: list[tuple[DeliveryState, bool]]) -> None:
    once, twice = _fresh(cast), _fresh(cast)
    for word, _bad in words:
        commands.record_status(once, word)
        commands.record_status(twice, word)
        assert commands.record_status(twice, word) is False or word in NEXT[word]
    once.refresh_from_db()
    twice.refresh_from_db()
    assert once.state == twice.state


@_examples
@given(words=WORDS)
def test_each_thing_is_announced_once(cast: Cast, heard: Heard, words: list[tuple[DeliveryState, bool]]) -> None:
    heard.words.clear()
    delivery = _fresh(cast)
    moved = [word.value for word, _bad in words if commands.record_status(delivery, word)]
    said = [{"bounced": "failed"}.get(word, word) for word in moved if word in {"sent", "delivered", "failed", "bounced"}]
    assert heard.words == said


@pytest.mark.parametrize("late", ["sent", "failed", "queued", "sending", "cancelled"])
def test_a_late_word_turns_nothing_back(cast: Cast, late: str) -> None:
    delivery = _fresh(cast)
    commands.record_status(delivery, "sent")
    commands.record_status(delivery, "delivered")
    assert commands.record_status(delivery, late) is False
    delivery.refresh_from_db()
    assert delivery.state == "delivered"


def test_delivered_and_then_bounced_is_bounced(cast: Cast) -> None:
    delivery = _fresh(cast)
    assert [commands.record_status(delivery, word) for word in ("sent", "delivered", "bounced")] == [True] * 3


def test_a_hard_bounce_marks_the_address_and_a_soft_one_does_not(cast: Cast) -> None:
    soft = _fresh(cast)
    commands.record_status(soft, "sent")
    commands.record_status(soft, "bounced", reason="mailbox-full")
    assert ContactPoint.objects.get(pk=soft.contact_point_id).state == "unverified"
    hard = _fresh(cast)
    commands.record_status(hard, "sent")
    commands.record_status(hard, "bounced", reason="no-such-address", is_bad_address=True)
    point = ContactPoint.objects.get(pk=hard.contact_point_id)
    assert (point.state, point.state_reason) == ("bouncing", "There is no such address.")


def _fresh(cast: Cast) -> Delivery:
    return post_to_amina(cast)
