"""Tokens open what they were made for, nothing else, and cannot be guessed on from."""

from hypothesis import given
from hypothesis import strategies as st

from gatepost.kernel import tokens

numbers = st.integers(min_value=0, max_value=2**63 - 1)


@given(numbers)
def test_a_token_names_its_row_for_its_purpose_only(number: int) -> None:
    token = tokens.sign_id("link", number)
    assert tokens.read_id("link", token) == number
    assert tokens.read_id("link", token.upper() + "  ") == number
    assert tokens.read_id("reply", token) is None


@given(numbers, st.integers(min_value=0, max_value=200), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_a_changed_token_opens_nothing_else(number: int, place: int, letter: str) -> None:
    token = tokens.sign_id("link", number)
    place %= len(token)
    changed = token[:place] + letter + token[place + 1 :]
    assert tokens.read_id("link", changed) in {None, number}


@given(st.text(max_size=80))
def test_nonsense_is_no_token(text: str) -> None:
    assert tokens.read_id("link", text) is None


@given(numbers)
def test_codes_are_read_as_people_type_them(number: int) -> None:
    code = tokens.derived_code("letter", number)
    typed = f" {code[:4].lower()}-{code[4:]} "
    assert len(code) == 8
    assert set(code) <= set(tokens.CODE_LETTERS)
    assert tokens.code_digest("letter", typed) == tokens.code_digest("letter", code)
