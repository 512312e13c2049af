"""Returned mail and delay notices: RFC 3464 first, then what flufl.bounce knows of thirty years of servers, then plain words."""

import copy
import email.message
import logging
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from gatepost.channels.inbound import status_codes
from gatepost.channels.inbound.parts import Part, children, header, walk
from gatepost.kernel.text import clean_line

# It reports every message that it trips over, at length; we go on without it.
logging.getLogger("flufl.bounce").disabled = True

FAILED, DELAYED, ARRIVED = "failed", "delayed", "arrived"
_ROBOTS = re.compile(r"mailer-daemon|postmaster|mail ?delivery (?:sub)?system|maildaemon|mail-?daemon|bounce", re.IGNORECASE)
_SUBJECT = re.compile(
    r"^(?!\s*(?:re|aw|sv|fwd?|rv|tr|回复|رد)\s*:).{0,60}?(?:undeliver|non-?delivery|deliver(?:y|ing)? (?:status|fail|has failed|problem|error|notification|report)|returned (?:mail|to sender)|failure notice"
    r"|mail (?:delivery )?(?:failed|failure|error|system error)|non ?remis|unzustellbar|no se puede entregar|non è stato|nondeliverable"
    r"|could not be delivered|message (?:status|delayed)|warning: (?:message|could not)|delayed|bounce|rejected|user unknown)",
    re.IGNORECASE,
)
_TEMPORARY_WORDS = re.compile(
    r"\bdelayed\b|still (?:trying|being)|will (?:keep|continue|be retried|retry|try)|not yet been delivered|warning[^.\n]{0,30}only"
    r"|do(?:es)? not need to (?:resend|do anything)|delivery attempts will continue|has not been (?:able to be )?delivered (?:yet|within)"
    r"|no action is required|queued? (?:for|and) |temporary",
    re.IGNORECASE,
)
_PERMANENT_WORDS = re.compile(
    r"permanent|fatal error|giving up|given up|user unknown|unknown user|no such (?:user|person|recipient|account|address|mailbox)"
    r"|does not exist|doesn.t exist|could ?n[o']t be delivered|not be delivered|unable to deliver|undeliverable|failed to deliver"
    r"|addresses? (?:had|were|failed)|delivery (?:has )?failed|was not delivered|not a valid|unknown (?:address|recipient|local)"
    r"|following recipients? (?:failed|could)|returned to (?:the )?sender|quota|mailbox (?:is )?full|550[ -]|554[ -]|\b5\.\d\.\d",
    re.IGNORECASE,
)
_ORIGINAL_FOLLOWS = re.compile(
    r"^.{0,40}(?:below this line|copy of (?:the|your) message|original message|returned (?:mail|message)|message (?:headers|follows|reads)"
    r"|header of the original|unsent message|-{3,} ?(?:included|message)).*$",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(rb"[A-Za-z0-9._%+=-]{1,64}@[A-Za-z0-9.-]{1,190}")


@dataclass
class Returned:
    """What a notice says: `action` failed, delayed or arrived; `code` and `words` as the server gave them."""

    action: str
    code: str = ""
    words: str = ""
    recipients: list[str] = field(default_factory=list)
    found_by: str = ""

    def as_dict(self, text: str) -> dict[str, Any]:
        found = status_codes.meaning(self.code, self.words)
        if found is status_codes.UNCLEAR:
            found = status_codes.meaning(self.code, _notice(text))
        return asdict(self) | {"reason": found.slug, "is_address_dead": self.action == FAILED and found.is_address_dead}


def read(message: Part, text: str, *, is_expected: bool) -> Returned | None:
    """What the notice says; None for what is none. `is_expected`: it came to the address for returned mail, or from nobody."""
    found = _status_report(message)
    if found is not None:
        return found
    is_robot = bool(_ROBOTS.search(header(message, "From"))) or header(message, "Return-Path") == "<>"
    looks_returned = message.get_content_type() == "multipart/report" or bool(_SUBJECT.search(header(message, "Subject")))
    if not (is_expected or is_robot or looks_returned):
        return None
    found = _by_flufl(message, text)
    if found is None and (looks_returned or is_robot):
        found = _by_words(message, text)
    return found


def _status_report(message: Part) -> Returned | None:
    """RFC 3464: the first block that tells of a failure, else of a delay, else of an arrival."""
    found: dict[str, Returned] = {}
    for part, _depth in walk(message):
        if part.get_content_type() not in {"message/delivery-status", "message/global-delivery-status"}:
            continue
        for block in _blocks(part):
            action = _action(header(block, "Action"), header(block, "Status"))
            if action:
                entry = found.setdefault(action, Returned(action, found_by="delivery-status"))
                entry.code = entry.code or status_codes.find_code(header(block, "Status"))
                entry.words = entry.words or header(block, "Diagnostic-Code")
                entry.recipients += [
                    address for name in ("Original-Recipient", "Final-Recipient") if (address := _recipient(block, name))
                ]
    return found.get(FAILED) or found.get(DELAYED) or found.get(ARRIVED)


def _blocks(part: Part) -> Iterator[Part]:
    yield from children(part)
    if isinstance(part.get_payload(), str):  # sent as base64 or quoted-printable, against the rule
        data = part.get_payload(decode=True)
        for text in re.split(rb"\r?\n\r?\n", data if isinstance(data, bytes) else b"")[:20]:
            yield email.message_from_bytes(text)


def _action(action: str, status: str) -> str:
    word = action.lower()
    if word.startswith(("fail", "error")):
        return FAILED
    if word.startswith("delayed"):
        return DELAYED
    if word.startswith(("delivered", "relayed", "expanded")):
        return ARRIVED
    return FAILED if not word and status.startswith("5.") else ""


def _recipient(block: Part, name: str) -> str:
    value = header(block, name)
    return value.partition(";")[2].strip(" <>").lower() if ";" in value else value.strip(" <>").lower()


def _by_flufl(message: Part, text: str) -> Returned | None:
    from flufl.bounce import all_failures  # noqa: PLC0415 -- needed by few messages

    plain = copy.copy(message)  # it trips over a From that is missing or not ASCII
    del plain["From"]
    plain["From"] = header(message, "From").encode("ascii", "replace").decode() or "nobody@invalid.example"
    try:
        temporary, permanent = all_failures(plain)
    except (AttributeError, TypeError, ValueError, LookupError):
        return None
    if not temporary and not permanent:
        return None
    addresses = sorted(address.decode("ascii", "replace").lower() for address in permanent or temporary)
    action = FAILED if permanent else DELAYED
    return Returned(action, status_codes.find_code(_notice(text)), _telling(text), addresses, "flufl.bounce")


def _by_words(message: Part, text: str) -> Returned | None:
    start = f"{header(message, 'Subject')}\n{_notice(text)}"
    if _TEMPORARY_WORDS.search(start):
        action = DELAYED
    elif _PERMANENT_WORDS.search(start):
        action = FAILED
    else:
        return None
    addresses = sorted({match.decode("ascii").lower() for match in _ADDRESS.findall(_notice(text).encode("ascii", "ignore"))})
    return Returned(action, status_codes.find_code(start), _telling(text), addresses[:10], "words")


def _notice(text: str) -> str:
    """What the server says, without the message that it returns below."""
    start = text.lstrip()[:4000]
    follows = _ORIGINAL_FOLLOWS.search(start, 40)
    return start[: follows.start()] if follows else start[:2000]


def _telling(text: str) -> str:
    """The line in which a server says why: the first with a number of failure, else the first with telling words."""
    lines = [clean_line(line) for line in _notice(text).split("\n")]
    for pattern in (re.compile(r"\b5\d\d[ -]|\b5\.\d{1,3}\.\d{1,3}\b"), _PERMANENT_WORDS):
        for index, line in enumerate(lines):
            if pattern.search(line):
                return " ".join(lines[index : index + 2])[:300]
    return ""
