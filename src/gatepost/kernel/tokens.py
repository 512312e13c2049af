"""Tokens that are derived, never stored: an id and a keyed digest of it, so a stolen database opens nothing."""

import base64
import hashlib
import hmac
import secrets

from django.conf import settings

# No vowels and nothing that looks like a digit: a typed code spells no word and is read aloud without doubt.
CODE_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
CODE_LENGTH = 8
_DIGEST_BYTES = 15


def digest(purpose: str, value: str | bytes) -> bytes:
    """A keyed SHA-256 digest of `value`, different for every purpose."""
    data = value.encode() if isinstance(value, str) else value
    return hmac.new(settings.SECRET_KEY.encode(), purpose.encode() + b"\0" + data, hashlib.sha256).digest()


def sign_id(purpose: str, number: int) -> str:
    """A lower-case token (letters a–z and digits 2–7) that names the row `number` for one purpose."""
    body = number.to_bytes((number.bit_length() + 7) // 8 or 1, "big")
    raw = body + digest(purpose, body)[:_DIGEST_BYTES]
    return base64.b32encode(raw).decode().rstrip("=").lower()


def read_id(purpose: str, token: str) -> int | None:
    """The id in a token of `sign_id`, or None where it is damaged, forged or made for something else."""
    text = token.strip().upper()
    try:
        raw = base64.b32decode(text + "=" * (-len(text) % 8))
    except ValueError:
        return None
    body, mark = raw[:-_DIGEST_BYTES], raw[-_DIGEST_BYTES:]
    if not body or not hmac.compare_digest(mark, digest(purpose, body)[:_DIGEST_BYTES]):
        return None
    return int.from_bytes(body, "big")


def derived_code(purpose: str, number: int) -> str:
    """Eight letters for paper and telephone, always the same for the same row (20⁸ ≈ 2.6 × 10¹⁰ possible)."""
    value = int.from_bytes(digest(purpose, str(number))[:16], "big")
    return _letters(value)


def random_code() -> str:
    """Eight random letters to be typed once."""
    return _letters(secrets.randbits(128))


def tidy_code(typed: str) -> str:
    """What a person typed, in capitals, without spaces and dashes."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def code_digest(purpose: str, code: str) -> str:
    """What is stored of a code, so that it can be found again but not read."""
    return digest(purpose, tidy_code(code)).hex()


def _letters(value: int) -> str:
    letters = []
    for _ in range(CODE_LENGTH):
        value, place = divmod(value, len(CODE_LETTERS))
        letters.append(CODE_LETTERS[place])
    return "".join(letters)
