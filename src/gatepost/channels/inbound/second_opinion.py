"""What two libraries make of a text, taken only where they find a quotation that looks like one."""

import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_PATIENCE_SECONDS = 1.0
_LONGEST_TEXT = 20_000
_LONGEST_LINE = 1_000
# No "pl": it takes a single line "Data: …" for a header. No "david": a program that no family uses.
_LANGUAGES = ["en", "de", "da", "es", "fr", "it", "ja", "ko", "nl", "sv", "zh", "cs"]
_LOOKS_QUOTED = re.compile(r"^\s*>|[\d@<]|^[\s*]*\S{1,20}[\s\u00a0]*[:：]|-{4,}|_{8,}")


class _TooSlowError(Exception):
    """A pattern took too long; the other opinions do without it."""


def shorter_top(text: str) -> str | None:
    """The shortest non-empty beginning of `text` that a library takes for the answer; None where none is shorter."""
    if not text or len(text) > _LONGEST_TEXT or max(map(len, text.split("\n"))) > _LONGEST_LINE:
        return None
    found = [top for opinion in (_mail_parser_reply, _quotequail) if (top := _asked(opinion, text))]
    tops = [top for top in found if _is_honest_beginning(top, text)]
    return min(tops, key=len, default=None)


def _mail_parser_reply(text: str) -> str | None:
    from mailparser_reply import EmailReplyParser  # noqa: PLC0415 -- compiled only for messages that need it

    message = EmailReplyParser(languages=list(_LANGUAGES)).read(text)
    return message.replies[0].content if len(message.replies) > 1 else None


def _quotequail(text: str) -> str | None:
    from quotequail import unwrap  # noqa: PLC0415

    found = unwrap(text)
    return found.get("text_top") if found else None


def _asked(opinion: Callable[[str], str | None], text: str) -> str | None:
    try:
        with _patience():
            return opinion(text)
    except (_TooSlowError, RecursionError):
        return None


def _is_honest_beginning(top: str, text: str) -> bool:
    """Whether it is the text's own beginning, and what follows looks like the head of a quotation."""
    wanted, given = _squeezed(top), _squeezed(text)
    if not wanted or len(wanted) >= len(given) or not given.startswith(wanted):
        return False
    rest = text[_position_after(text, len(wanted)) :].lstrip("\n ")
    head = " ".join(rest.split("\n")[:3])
    return bool(_LOOKS_QUOTED.search(head))


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _position_after(text: str, count: int) -> int:
    """Where in `text` the first `count` characters that are no white space end."""
    seen = 0
    for position, character in enumerate(text):
        seen += not character.isspace()
        if seen == count:
            return position + 1
    return len(text)


@contextmanager
def _patience() -> Iterator[None]:
    """Ends the block with _TooSlowError; Python's regular expressions look for signals while they search."""

    def end(_number: int, _frame: FrameType | None) -> None:
        raise _TooSlowError

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, _PATIENCE_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
