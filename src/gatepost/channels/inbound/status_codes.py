"""What enhanced status codes (RFC 3463) and the words beside them mean for a school: is the address dead, or only this message?"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Meaning:
    """`slug` names the reason (in `channels.reasons`); `is_address_dead` says whether to stop writing to that address."""

    slug: str
    is_address_dead: bool


UNKNOWN_USER = Meaning("no-such-address", is_address_dead=True)
UNKNOWN_DOMAIN = Meaning("no-such-domain", is_address_dead=True)
DISABLED = Meaning("address-closed", is_address_dead=True)
FULL = Meaning("mailbox-full", is_address_dead=False)
TOO_LARGE = Meaning("message-too-large", is_address_dead=False)
REFUSED = Meaning("refused", is_address_dead=False)
UNREACHABLE = Meaning("server-silent", is_address_dead=False)
UNCLEAR = Meaning("bounced", is_address_dead=True)

# By subject and detail of the code; its class (4 or 5) only says whether the server tries again.
_BY_CODE = {
    "1.0": UNKNOWN_USER, "1.1": UNKNOWN_USER, "1.2": UNKNOWN_DOMAIN, "1.3": UNKNOWN_USER, "1.4": UNKNOWN_USER, "1.6": DISABLED,
    "1.8": REFUSED, "1.7": REFUSED, "1.10": UNKNOWN_DOMAIN,
    "2.0": UNKNOWN_USER, "2.1": DISABLED, "2.2": FULL, "2.3": TOO_LARGE, "2.4": REFUSED,
    "3.0": REFUSED, "3.1": FULL, "3.2": UNREACHABLE, "3.4": TOO_LARGE, "3.5": REFUSED,
    "4.0": UNREACHABLE, "4.1": UNREACHABLE, "4.2": UNREACHABLE, "4.3": UNREACHABLE, "4.4": UNKNOWN_DOMAIN, "4.5": UNREACHABLE,
    "4.6": REFUSED, "4.7": UNREACHABLE,
}  # fmt: skip
_BY_SUBJECT = {"3": REFUSED, "4": UNREACHABLE, "5": REFUSED, "6": REFUSED, "7": REFUSED}
# The words beside the code often say more than the code. First match wins.
_WHO = r"(?:user|mailbox|recipient|account|address|alias|person)"
_WORDS: list[tuple[Meaning, list[str]]] = [
    (FULL, [
        r"quota", r"mail ?(?:box|folder|drop) (?:is )?full", r"too much mail", r"over ?limit",
        r"insufficient (?:disk|system) (?:space|storage)", r"storage (?:limit|exceeded)",
    ]),
    (TOO_LARGE, [r"message (?:size|too (?:large|big))", r"size limit", r"exceeds.{0,30}(?:size|maximum)"]),
    (DISABLED, [r"(?:mailbox|account|user|address|recipient)[^.\n]{0,40}(?:disabled|inactive|suspended|closed|deactivated|expired)"]),
    (UNKNOWN_DOMAIN, [
        r"(?:host|domain)[^.\n]{0,30}(?:not found|unknown|does not exist|no such)", r"unrouteable", r"nxdomain", r"name service error",
        r"unknown host", r"no such domain",
    ]),
    (UNKNOWN_USER, [
        _WHO + r"[^.\n]{0,60}(?:unknown|not found|doesn.t (?:exist|have)|does not exist|no such|invalid|unavailable|rejected)",
        _WHO + r"[^.\n]{0,60}not (?:known|listed|exist|recognized)",
        r"no such (?:user|mailbox|person|recipient|account|address)", r"unknown (?:user|recipient|local part|account|mailbox|address)",
        r"invalid (?:final delivery )?(?:recipient|address|mailbox|user)", r"not a valid", r"no mailbox", r"isn.t known", r"is not listed",
        r"unroutable", r"not our customer", r"bad (?:destination|address)",
    ]),
    (REFUSED, [
        r"spam", r"blocked", r"black ?list", r"block list", r"policy", r"denied", r"not (?:permitted|allowed|authorized)", r"reputation",
        r"dmarc", r"spf\b",
    ]),
    (UNREACHABLE, [
        r"timed? ?out", r"not (?:responding|reachable)", r"connection refused", r"unreachable", r"too many hops", r"mail loop",
        r"could not connect", r"expired", r"retry time",
    ]),
]  # fmt: skip
_BY_WORDS = [(re.compile("|".join(words), re.IGNORECASE), found) for found, words in _WORDS]
_CODE = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")


def find_code(text: str) -> str:
    """The first enhanced status code of a failure in `text`, such as 5.1.1; blank where there is none."""
    for match in _CODE.finditer(text):
        if match[1] in "45":
            return match[0]
    return ""


def meaning(code: str, words: str) -> Meaning:
    """What a failure means, by its code and the words beside it. A vague code gives way to clear words."""
    match = _CODE.search(code)
    known = _BY_CODE.get(f"{int(match[2])}.{int(match[3])}") if match else None
    told = next((found for pattern, found in _BY_WORDS if pattern.search(words)), None)
    # "5.1.1" says it; "5.0.0" only hints, and Microsoft says "5.4.1" of users it does not know.
    is_vague = match is None or match[3] == "0" or (match[1] == "5" and known is UNREACHABLE)
    if is_vague and told is not None:
        return told
    return known or told or (_BY_SUBJECT.get(match[2]) if match else None) or UNCLEAR
