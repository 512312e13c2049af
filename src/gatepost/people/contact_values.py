"""Addresses and numbers as they are stored: e-mail with a lower-case domain, phones as E.164."""

import re
from functools import cache

import phonenumbers
from phonenumbers import PhoneMetadata

from gatepost.kernel.text import clean_line

_EMAIL = re.compile(r"[^\s@<>\"(),:;\[\]\\]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,61}[^\W_]")
_BETWEEN_PHONES = re.compile(r"[;|\n]|,|\s/\s|\s(?:or|o|ou|и|и/или|та)\s")
_BETWEEN_DIGITS = re.compile(r"[ ().\-/]")
# Calling codes and the country that stands first for each.
_CODES = {str(code): regions[0] for code, regions in phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items()}
_PLAIN_NUMBER = re.compile(r"\+[1-9]\d{7,14}")


def normal_email(raw: str) -> str:
    """The address as we store it, or "" where it cannot be one."""
    text = clean_line(raw).removeprefix("mailto:").strip(" <>;,")
    if len(text) > 254 or not _EMAIL.fullmatch(text):
        return ""
    local, domain = text.rsplit("@", 1)
    return f"{local}@{domain.lower()}"


def normal_phone(raw: str, country: str = "") -> str:
    """The number as E.164, or "" where it cannot be one. `country` (ISO 3166) is for numbers without +."""
    text = clean_line(raw)
    if text.startswith("00"):
        text = f"+{text[2:]}"
    if plain := _plain_number(text, country):
        return plain
    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    written: str = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return written if _PLAIN_NUMBER.fullmatch(written) else ""


def _plain_number(text: str, country: str) -> str:
    """The ordinary number, as the library would give it, in a tenth of the time: a roster holds a hundred thousand."""
    digits = _BETWEEN_DIGITS.sub("", text)
    is_international = digits.startswith("+")
    region = country
    if is_international:
        calling = next((digits[1:end] for end in (2, 3, 4) if digits[1:end] in _CODES), "")
        region, digits = _CODES.get(calling, ""), digits[1 + len(calling) :]
    code, lengths, prefix = _rules_of(region)
    if len(digits) not in lengths or not (digits.isascii() and digits.isdigit()) or (prefix and prefix.match(digits)):
        return ""
    # The library may see a calling code in what has no +; let it judge such numbers.
    return f"+{code}{digits}" if is_international or not digits.startswith((code, "0")) else ""


@cache
def _rules_of(region: str) -> tuple[str, frozenset[int], re.Pattern[str] | None]:
    """Calling code, possible lengths, and what a number begins with when it still has a national prefix."""
    rules = PhoneMetadata.metadata_for_region(region) if region else None
    if rules is None or rules.general_desc is None:
        return "", frozenset(), None
    prefix = re.compile(rules.national_prefix_for_parsing) if rules.national_prefix_for_parsing else None
    return str(rules.country_code), frozenset(rules.general_desc.possible_length), prefix


def needs_country(raw: str) -> bool:
    """Whether the number can only be understood with a country: it has digits enough but no +."""
    return not clean_line(raw).startswith(("+", "00")) and sum(sign.isdigit() for sign in raw) >= 5


def split_phones(raw: str) -> list[str]:
    """Several numbers written into one cell, each for itself."""
    return [part.strip() for part in _BETWEEN_PHONES.split(raw) if part.strip()]


def country_of_number(written: str) -> str:
    """The country of a number written with +; "" where it has none."""
    if not written.strip().startswith("+"):
        return ""
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(written)) or ""
    except phonenumbers.NumberParseException:
        return ""
