"""Cells of the sheets we hand out: none of them is ever a formula."""

import unicodedata

# What a spreadsheet program takes for the beginning of a formula, also in its wide form.
_SIGNS = ("=", "+", "-", "@")
# Blanks, line breaks and signs that are not seen: programs pass over them before they look.
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"})


def harmless(text: str) -> str:
    """A text that a spreadsheet program could take for a formula gets an apostrophe before it."""
    return f"'{text}" if could_be_formula(text) else text


def could_be_formula(text: str) -> bool:
    """A tab or line break in front is enough: it could part the cell in two."""
    if text[:1] in {"\t", "\r", "\n"}:
        return True
    seen = next((sign for sign in text if unicodedata.category(sign) not in _UNSEEN and not sign.isspace()), "")
    return unicodedata.normalize("NFKC", seen).lstrip().startswith(_SIGNS)
