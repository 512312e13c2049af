"""HTML to the lines a reader sees, with what is quoted marked as in plain text: cleaned first, never shown as HTML."""

import re
from html.parser import HTMLParser

import nh3

from gatepost.channels.inbound import limits

_BLOCKS = {
    "address", "article", "blockquote", "center", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li",
    "ol", "p", "pre", "section", "table", "tr", "ul",
}  # fmt: skip
_CELLS = {"td", "th"}
_INLINE = {"a", "b", "br", "em", "i", "img", "span", "strong"}
_TAGS = {*_BLOCKS, *_CELLS, *_INLINE}
_ATTRIBUTES = {tag: {"class", "id", "style", "type"} for tag in ("div", "span", "hr", "blockquote", "p", "table")} | {
    "img": {"alt"}
}
# Where mail programs begin what they quote. Words of the class or id, or a border that Outlook draws above it.
_QUOTE_MARK = re.compile(
    r"gmail_quote|gmail_attr|yahoo_quoted|moz-cite-prefix|protonmail_quote|OLK_SRC_BODY_SECTION|divRplyFwdMsg|appendonsend"
    r"|stopSpelling|zwchr|mail-editor-reference|ms-outlook-mobile-reference|tutanota_quote|zmail_extra|ntes-quote|isForwardContent"
    r"|border(?:-top)?:\s*(?:none;)?\s*(?:border-top:)?\s*solid\s+#(?:B5C4DF|E1E1E1)",
    re.IGNORECASE,
)
# Mail programs send emoji as pictures with the sign itself as their text.
_LONGEST_EMOJI = 12
_SPACES = re.compile(r"[ \t\r\n\f\v\u00a0]+")
# A line that no person writes; the cut takes it for the beginning of a quotation.
QUOTE_BEGINS = "\u2063\u2063quoted\u2063\u2063"


def to_text(html: str) -> str:
    """The visible text, one line per block, "> " before each line for every level of quotation."""
    reader = _Lines()
    clean = nh3.clean(
        html[: limits.HTML_CHARACTERS],
        tags=_TAGS,
        clean_content_tags={"script", "style", "head", "title", "object", "template", "svg", "math", "select", "textarea"},
        attributes=_ATTRIBUTES,
        link_rel=None,
        strip_comments=True,
    )
    reader.feed(clean)
    reader.close()
    return reader.text()


class _Lines(HTMLParser):
    """Collects lines. Input is what nh3 wrote: well formed, so that this parser's work is linear."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line: list[str] = []
        self._depth = 0
        self._is_preformatted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _BLOCKS or tag == "br":
            self._end_line(is_forced=tag == "br")
        elif tag in _CELLS and self._line:
            self._line.append(" ")
        if tag == "img" and not (alt := given.get("alt") or "").isascii() and len(alt) <= _LONGEST_EMOJI:
            self._line.append(alt)
        if self._begins_quote(tag, given):
            self._end_line()
            self._lines.append("> " * self._depth + QUOTE_BEGINS)
        if tag == "blockquote":
            self._depth += 1
        elif tag == "pre":
            self._is_preformatted += 1
        elif tag == "p":
            self._blank()

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._end_line()
        if tag == "blockquote":
            self._depth = max(0, self._depth - 1)
        elif tag == "pre":
            self._is_preformatted = max(0, self._is_preformatted - 1)
        elif tag == "p":
            self._blank()

    def handle_data(self, data: str) -> None:
        if not self._is_preformatted:
            self._line.append(_SPACES.sub(" ", data))
            return
        first, *rest = data.split("\n")
        self._line.append(first)
        for line in rest:
            self._end_line(is_forced=True)
            self._line.append(line)

    def text(self) -> str:
        self._end_line()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip("\n")

    def _begins_quote(self, tag: str, given: dict[str, str | None]) -> bool:
        """A quoted block whose own mark says so. Gmail marks forwards and signatures alike: the blockquote decides there."""
        marks = " ".join(value for name in ("class", "id", "style") if (value := given.get(name)))
        return bool(marks) and tag != "blockquote" and bool(_QUOTE_MARK.search(marks))

    def _end_line(self, *, is_forced: bool = False) -> None:
        line = "".join(self._line)
        line = line if self._is_preformatted else _SPACES.sub(" ", line).strip()
        self._line = []
        if line or is_forced:
            self._lines.append(("> " * self._depth + line).rstrip() if self._depth else line)

    def _blank(self) -> None:
        if self._lines and self._lines[-1].strip("> "):
            self._lines.append(("> " * self._depth).rstrip())
