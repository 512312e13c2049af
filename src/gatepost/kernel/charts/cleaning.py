"""The converter's SVG made ours: only drawing elements stay, colours follow the look, numbers are short, words are added."""

import re
from xml.etree import ElementTree  # reads only what our own converter has just written

from gatepost.kernel.charts.design import Look, coloured, patterns

_SVG = "{http://www.w3.org/2000/svg}"
_ELEMENTS = frozenset({"svg", "g", "path", "rect", "line", "text", "tspan", "circle"})
_ATTRIBUTES = frozenset(
    {
        *{"d", "transform", "x", "y", "dx", "dy", "x1", "y1", "x2", "y2", "width", "height", "viewBox", "r", "cx", "cy"},
        *{"fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "fill-opacity", "stroke-opacity"},
        *{"text-anchor", "font-family", "font-size", "font-weight"},
    }
)
_LONG_NUMBER = re.compile(r"(\d+\.\d)\d+")
_IS_DEFAULT = {("stroke-width", "1"), ("font-weight", "normal"), ("transform", "translate(0,0)"), ("fill-opacity", "1")}


def cleaned(svg: str, look: Look, *, title: str, words: str) -> str:
    """The drawing with its title and its words; on a page as wide as the page has room, on paper with its own patterns."""
    root = ElementTree.fromstring(svg)  # noqa: S314 -- see above
    drawing = _copy(root, look)
    if not look.on_paper:
        for name in ("width", "height"):
            drawing.attrib.pop(name, None)
        drawing.set("class", "chart")
    drawing.set("role", "img")
    for place, (name, text) in enumerate((("title", title), ("desc", words))):
        element = ElementTree.Element(name)
        element.text = text
        drawing.insert(place, element)
    if look.on_paper:
        drawing.set("xmlns", "http://www.w3.org/2000/svg")
        drawing.insert(2, ElementTree.fromstring(patterns(look)))  # noqa: S314 -- our own words
    return ElementTree.tostring(drawing, encoding="unicode")


def _copy(element: ElementTree.Element, look: Look) -> ElementTree.Element:
    copy = ElementTree.Element(_name(element), _attributes(element, look))
    copy.text = _text(element.text, look) if copy.tag in {"text", "tspan"} else None
    for child in element:
        if _name(child) in _ELEMENTS and not _is_nothing(child):
            kept = _copy(child, look)
            if kept.tag != "g" or len(kept):
                copy.append(kept)
    return copy


def _name(element: ElementTree.Element) -> str:
    return str(element.tag).removeprefix(_SVG)


def _is_nothing(element: ElementTree.Element) -> bool:
    """Frames and axes that are not shown."""
    if element.get("display") == "none" or element.get("opacity") == "0":
        return True
    return _name(element) == "path" and (not element.get("d") or "background" in element.get("class", ""))


def _attributes(element: ElementTree.Element, look: Look) -> dict[str, str]:
    kept = {}
    for name, value in element.attrib.items():
        if name not in _ATTRIBUTES or (name, value) in _IS_DEFAULT or (name == "font-family" and not look.font):
            continue
        if name in {"fill", "stroke"}:
            kept[name] = coloured(value, look, as_fill=name == "fill")
        else:
            kept[name] = _LONG_NUMBER.sub(r"\1", value)
    return kept


def _text(text: str | None, look: Look) -> str | None:
    """Held together in the direction of its language, whatever stands around it."""
    return f"\u2067{text}\u2069" if text and look.rtl else text
