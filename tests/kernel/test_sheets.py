"""The guard of every cell we write into a sheet."""

import pytest

from gatepost.kernel.sheets import harmless

FORMULAS = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1+1", " =2+2", "\u00a0=1", "\u200b=1+1", "\ufeff=1", "\u2060\u202e =1",
    "＝1+1", "＋1", "－1", "＠A1", " \u200b＝1", "﹦1", "\x00=1", "\n1",
)  # fmt: skip
TEXTS = ("", " ", "Amina Ali", "4B", "a=1", "'=1", "0", "\u200bAmina", "علي", "李 明", "…=1")


@pytest.mark.parametrize("text", FORMULAS)
def test_what_could_be_a_formula_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", TEXTS)
def test_every_other_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text
