"""From data to paper: Typst sets it; whatever a person wrote is data to it, never markup."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

_COUNT = re.compile(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)|/Count\s+(\d+)[^>]*?/Type\s*/Pages\b")
# One of these is needed for a script; without any, a letter would be a row of empty boxes.
_FONTS_OF = {
    "ar": ("Noto Naskh Arabic", "Noto Sans Arabic", "Noto Kufi Arabic", "Amiri", "DejaVu Sans"),
    "zh": ("Noto Sans CJK SC", "Noto Serif CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei"),
}
_SCRIPT_OF = {"ar": "ar", "ur": "ar", "fa": "ar", "ps": "ar", "ckb": "ar", "zh": "zh"}


def typeset(data: dict[str, Any], template: Path, *, tagged: bool = False) -> bytes:
    """The PDF of a template that reads its data from `sys.inputs`. `tagged`: with its structure for screen readers."""
    import typst

    pdf = typst.compile(template.read_bytes(), font_paths=_fonts(), sys_inputs={"data": json.dumps(data)}, pdf_tags=tagged)
    return bytes(pdf)


def labelled(data: dict[str, Any], template: Path, label: str) -> list[Any]:
    """What a template notes under `<label>` while it is set, such as where a box came to stand; in the order of the paper."""
    import typst

    found = typst.query(
        template.read_bytes(), f"<{label}>", field="value", font_paths=_fonts(), sys_inputs={"data": json.dumps(data)}
    )
    return list(json.loads(found))


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF of ours has; 0 where it does not say."""
    found = _COUNT.search(pdf)
    return int(found[1] or found[2]) if found else 0


def lacks_font_for(language: str) -> bool:
    """Whether this machine has no font for the script of the language."""
    script = _SCRIPT_OF.get(language.split("-", maxsplit=1)[0].lower())
    return script is not None and not _families() & set(_FONTS_OF[script])


@cache
def _fonts() -> Any:
    import typst

    return typst.Fonts()


@cache
def _families() -> frozenset[str]:
    return frozenset(_fonts().families())
