"""Our colours and patterns in a chart: variables of the stylesheet on a page, fixed colours on paper."""

import re
from dataclasses import dataclass

# What the descriptions of charts use; each is one colour of the stylesheet (`gatepost.css`).
INK, QUIET, LINE, CARD = "#20302f", "#566563", "#e3dccf", "#fffdf9"
TALK, TOLD, MISSED, LOST, SKY = "#0e6654", "#7fb2a0", "#d9952b", "#a83e26", "#2f5f9c"
STATES = (TALK, TOLD, MISSED, LOST)

_ON_PAGE = {
    INK: "var(--ink)",
    QUIET: "var(--ink-2)",
    LINE: "var(--line)",
    CARD: "var(--card)",
    TALK: "var(--talk)",
    TOLD: "var(--told)",
    MISSED: "var(--missed)",
    LOST: "var(--lost)",
    SKY: "var(--sky)",
}
_ON_PAPER = {INK: "#000000", QUIET: "#333333", LINE: "#bbbbbb", CARD: "#ffffff", SKY: "#ffffff"}
# Told apart without colour, too: the two states that need us are dotted and striped.
_PATTERNS = {MISSED: "picture-dots", LOST: "picture-stripes"}
_COLOUR = re.compile("|".join({*_ON_PAGE}), re.IGNORECASE)


@dataclass(frozen=True)
class Look:
    """Where a chart stands: on a page or on paper, in which direction, with which font."""

    rtl: bool = False
    on_paper: bool = False
    font: str = ""


# Where the usual font has no letters for a language.
_PAPER_FONTS = {"ar": "Noto Naskh Arabic", "ur": "Noto Naskh Arabic", "zh-hans": "Noto Sans CJK SC"}


def paper_look(language: str, *, rtl: bool) -> Look:
    """How a chart looks on paper in this language."""
    return Look(rtl=rtl, on_paper=True, font=_PAPER_FONTS.get(language, "Noto Sans"))


def coloured(value: str, look: Look, *, as_fill: bool) -> str:
    """The value of one attribute with the colours of this look; fills of two states are patterns."""
    if as_fill and value.lower() in _PATTERNS:
        return f"url(#{_PATTERNS[value.lower()]})"
    table = _ON_PAPER if look.on_paper else _ON_PAGE
    return _COLOUR.sub(lambda found: table.get(found[0].lower(), found[0]), value)


def patterns(look: Look) -> str:
    """The definitions that a chart on paper carries itself, and a page holds once for all of its charts."""
    missed, lost, ground = (coloured(colour, look, as_fill=False) for colour in (MISSED, LOST, CARD))
    return (
        '<defs><pattern id="picture-dots" width="4" height="4" patternUnits="userSpaceOnUse">'
        f'<rect width="4" height="4" fill="{missed}"/><circle cx="2" cy="2" r="1" fill="{ground}"/></pattern>'
        '<pattern id="picture-stripes" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="4" height="4" fill="{ground}"/><rect width="2.4" height="4" fill="{lost}"/></pattern></defs>'
    )


def swatch(place: int) -> str:
    """A small square in the colour and pattern of one state, for the key of a printed chart."""
    look = Look(on_paper=True)
    fill, line = coloured(STATES[place], look, as_fill=True), coloured(INK, look, as_fill=False)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="12" height="12" viewBox="0 0 12 12">{patterns(look)}'
        f'<rect x=".5" y=".5" width="11" height="11" fill="{fill}" stroke="{line}" stroke-width=".6"/></svg>'
    )
