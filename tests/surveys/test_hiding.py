"""What is hidden cannot be reckoned from what is shown."""

from hypothesis import given
from hypothesis import strategies as st

from gatepost.surveys.hiding import hidden_groups


def test_a_small_group_takes_another_with_it() -> None:
    assert hidden_groups({"es": 60, "ar": 14, "so": 4}) == {"ar", "so"}


def test_two_small_groups_that_are_ten_together_hide_each_other() -> None:
    assert hidden_groups({"es": 60, "ar": 14, "so": 4, "fr": 6}) == {"so", "fr"}


def test_two_small_groups_that_are_fewer_than_ten_together_take_a_third_with_them() -> None:
    assert hidden_groups({"es": 60, "ar": 14, "so": 4, "fr": 5}) == {"so", "fr", "ar"}


def test_large_groups_and_empty_ones_hide_nothing() -> None:
    assert hidden_groups({"es": 60, "ar": 10, "so": 0}) == set()


def test_a_whole_that_is_too_small_is_hidden_altogether() -> None:
    assert hidden_groups({"es": 5, "ar": 4}) == {"es", "ar"}


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 40), min_size=1))
def test_no_group_below_ten_is_shown_or_is_what_is_left_of_the_whole(numbers: dict[str, int]) -> None:
    hidden = hidden_groups(numbers)
    assert all(number >= 10 or not number for name, number in numbers.items() if name not in hidden)
    if hidden and sum(numbers.values()) >= 10:
        assert len(hidden) > 1
        assert sum(numbers[name] for name in hidden) >= 10
