"""The answer cut from its quotation. Nothing a person wrote may be lost: in doubt more is kept, and the whole text always is."""

import re
from dataclasses import dataclass

from gatepost.channels.inbound import limits, second_opinion
from gatepost.channels.inbound.html_text import QUOTE_BEGINS
from gatepost.channels.inbound.languages_of_mail import ATTRIBUTION_HEAD, DATE_HEAD, LABELS, ORIGINAL, SENT_FROM, WROTE
from gatepost.channels.inbound.marker import marker_index

_HIDDEN = re.compile(r"[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c]")
_LABEL = re.compile(r"^[\s*_>]*([^\s:：*][^:：*]{0,25}?)[\s*\u00a0]*[:：][\s*]*(\S.*)?$")
_DASHED = re.compile(r"^[\s>]*[-_=]{4,}\s*[^\s\-_=][^\-_=]{2,60}?\s*[-_=]{4,}:?\s*$")
_RULE = re.compile(r"^[\s>]*[-_=*~\u2014]{4,}\s*$")
_DATE = re.compile(r"\d{1,2}[:.h]\d{2}|\b(?:19|20)\d\d\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|[年月日]")
_ADDRESS = re.compile(r"[<(\[\"“«][^<>()\s]{1,200}@[^<>()\s]{1,200}|mailto:")
_COLON = re.compile(r"[:：]\s*$")
_LONGEST_ATTRIBUTION = 400
_SIGNATURE_LINES = 12
_MESSAGE_LINES = 3


@dataclass(frozen=True)
class Answer:
    """What the person wrote; `how` says by what it was found."""

    text: str
    how: str


def cut(full: str) -> Answer:
    """The person's own words in `full`. Empty where there are none but quotation."""
    lines = [_bare(line) for line in full.split("\n")[: limits.CUT_LINES]]
    marked = marker_index(lines)
    if marked is not None:
        return _cut_at_marker(lines, marked)
    begins = quotation_begins(lines)
    top = _without_tail(lines[:begins])
    below = _between_quotations(lines[begins:]) if begins is not None else ""
    if (shorter := second_opinion.shorter_top(top)) is not None:
        return Answer(_without_tail(shorter.split("\n")), "second opinion")
    return _answer(top, below, "whole" if begins is None else "headers")


def _cut_at_marker(lines: list[str], marked: int) -> Answer:
    """Above our own line stands the answer, and what the mail program put between: "on … wrote", in whatever language."""
    above = lines[:marked]
    begins = quotation_begins(above)
    top = above[:begins] if begins is not None else _without_unknown_attribution(above)
    is_quoted = lines[marked].startswith(">")
    return _answer(_without_tail(top), _between_quotations(lines[marked:]) if is_quoted else "", "marker")


def _answer(top: str, below: str, how: str) -> Answer:
    if below:
        return Answer(f"{top}\n\n{below}".strip(), "between the quotation" if top else "below the quotation")
    return Answer(top, how)


def _bare(line: str) -> str:
    if QUOTE_BEGINS in line or line == "-- ":
        return line
    return _HIDDEN.sub("", line).rstrip()


def quotation_begins(lines: list[str]) -> int | None:
    """The number of the line with which the quotation and all that introduces it begins."""
    for index, line in enumerate(lines):
        bare = line.lstrip("> \t")
        if QUOTE_BEGINS in line:
            return index
        if not bare:
            continue
        if _is_attribution(lines, index) or _is_block(lines, index) or _is_original(lines, index) or _is_quoted(lines, index):
            return index
    return None


def _is_attribution(lines: list[str], index: int) -> bool:
    """ "On Monday … somebody wrote:", broken over up to four lines, in any language that ends it with a colon."""
    said: list[str] = []
    for line in lines[index : index + 4]:
        said.append(line.strip().lstrip("> "))
        joined = " ".join(said)
        if not said[-1] or QUOTE_BEGINS in line or len(joined) > _LONGEST_ATTRIBUTION:
            return False
        if _COLON.search(joined):
            return _begins_attribution(said) and _is_date_and_writer(joined)
    return False


def _begins_attribution(said: list[str]) -> bool:
    """Whether the first of these lines belongs to it, and is not the answer's last line right above."""
    first, *rest = said
    has_head = bool(ATTRIBUTION_HEAD.match(first))
    if any(ATTRIBUTION_HEAD.match(line) or (not has_head and DATE_HEAD.match(line)) for line in rest):
        return False
    return has_head or bool(DATE_HEAD.match(first) or _DATE.search(first) or _ADDRESS.search(first))


def _is_date_and_writer(joined: str) -> bool:
    has_date, has_address = bool(_DATE.search(joined)), bool(_ADDRESS.search(joined))
    return (has_date and has_address) or ((has_date or has_address) and bool(WROTE.search(joined)))


def _without_unknown_attribution(lines: list[str]) -> list[str]:
    """Right above our line, two or three lines that end in a colon and hold a date or an address are no words of the family."""
    kept = list(lines)
    while kept and not kept[-1].strip("> \t"):
        kept.pop()
    if not kept or not _COLON.search(kept[-1]):
        return kept
    for count in (1, 2, 3):
        joined = " ".join(kept[-count:])
        if _ADDRESS.search(joined) or (_DATE.search(joined) and len(joined) <= 120):
            return kept[:-count]
    return kept


def _is_block(lines: list[str], index: int) -> bool:
    """ "From, Sent, To, Subject" in one of the languages we know: at least two kinds with From among them, or three."""
    if _label_kind(lines[index]) is None:
        return False
    kinds: set[str] = set()
    misses = 0
    for line in lines[index : index + 10]:
        kind = _label_kind(line)
        if kind is not None:
            kinds.add(kind)
        elif line.strip("> \t"):
            misses += 1
        if misses > 2:
            break
    kinds.discard("other")
    return ("from" in kinds and bool(kinds & {"sent", "subject"})) or len(kinds) >= 3


def _label_kind(line: str) -> str | None:
    match = _LABEL.match(line)
    return LABELS.get(match[1].strip().casefold()) if match else None


def _is_original(lines: list[str], index: int) -> bool:
    """A rule with words in it, "-----Original Message-----", or "Begin forwarded message:"."""
    line = lines[index]
    if len(line) > 120:
        return False
    if _DASHED.match(line) or (_COLON.search(line) and line.strip("> ")[:5].casefold() in {"begin", "début", "inici", "anfan"}):
        if ORIGINAL.search(line):
            return True
        return any(_is_block(lines, following) for following in range(index + 1, min(index + 4, len(lines))) if lines[following])
    return False


def _is_quoted(lines: list[str], index: int) -> bool:
    """A line that begins with ">", and is not alone: somebody may write "> 20 kg"."""
    return lines[index].startswith(">") and any(line.startswith(">") for line in lines[index + 1 : index + 100])


def _without_tail(lines: list[str], *, is_below: bool = False) -> str:
    """Own lines without what a machine put under them: rules, "sent from my phone", a marked signature."""
    kept = list(lines)
    says_something = is_below
    for index, line in enumerate(kept):
        if says_something and _ends_there(kept, index, line.strip()):
            kept = kept[:index]
            break
        says_something = says_something or bool(line.strip())
    while kept and (not kept[-1].strip() or _RULE.match(kept[-1]) or SENT_FROM.match(kept[-1].strip())):
        kept.pop()
    return "\n".join(kept).strip("\n").strip()


def _ends_there(lines: list[str], index: int, said: str) -> bool:
    """A marked signature with little below it, or a telephone's own with a whole message below it: an unmarked quotation."""
    if said in {"--", "__"}:
        is_marked = lines[index] == "-- " or index == 0 or not lines[index - 1].strip()
        return is_marked and _said_below(lines, index) <= _SIGNATURE_LINES
    return bool(SENT_FROM.match(said)) and _said_below(lines, index) >= _MESSAGE_LINES


def _said_below(lines: list[str], index: int) -> int:
    return sum(bool(line.strip()) for line in lines[index + 1 : index + 100])


def _between_quotations(lines: list[str]) -> str:
    """What stands unquoted between and below lines that begin with ">": an answer point by point, or one below."""
    first = next((index for index, line in enumerate(lines) if line.startswith(">")), None)
    if first is None or not _only_introduces(lines[:first]):
        return ""
    own: list[str] = []
    for index in range(first + 1, len(lines)):
        line = lines[index]
        if line.startswith(">"):
            own.append("") if own and own[-1] else None
        elif not _is_broken_off(lines, index):
            own.append(line)
    begins = quotation_begins(own)
    return _without_tail(own[:begins], is_below=True)


def _only_introduces(lines: list[str]) -> bool:
    """Whether these lines are "on … wrote:" and no block under which the whole quotation stands without ">"."""
    said = [line for line in lines if line.strip() and QUOTE_BEGINS not in line]
    return len(said) <= 4 and not any(_label_kind(line) or _DASHED.match(line) for line in said)


def _is_broken_off(lines: list[str], index: int) -> bool:
    """The rest of a quoted line that a mail program broke: right below a long one, and followed by a quoted one or nothing."""
    before = lines[index - 1]
    first_word = lines[index].split(" ", 1)[0]
    after = lines[index + 1] if index + 1 < len(lines) else ""
    return before.startswith(">") and len(before) + 1 + len(first_word) > 70 and (after.startswith(">") or not after.strip())
