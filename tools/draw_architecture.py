"""Draws docs/architecture.svg from the import-linter contract, so that the picture cannot differ from the house.

`python tools/draw_architecture.py` writes it; `--check` fails when it is out of date.
"""

import ast
import sys
import tomllib
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "architecture.svg"
WIDTH, ROW, GAP, TOP = 860, 46, 8, 20


def floors() -> list[list[str]]:
    """Rooms from the top floor to the ground floor, as the contract `floors` names them."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(item for item in config["tool"]["importlinter"]["contracts"] if item["id"] == "floors")
    return [[room.strip() for room in layer.split("|")] for layer in contract["layers"]]


def purpose(room: str) -> str:
    """The first sentence of the room's docstring."""
    path = ROOT / "src" / "gatepost" / room / "__init__.py"
    if not path.exists():
        path = ROOT / "src" / "gatepost" / f"{room}.py"
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return text.split("\n")[0].rstrip(".")


def picture() -> str:
    """The whole drawing as SVG text."""
    rows = floors()
    height = TOP * 2 + len(rows) * (ROW + GAP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{height}" fill="#faf7f1"/>',
    ]
    for number, rooms in enumerate(rows):
        y = TOP + number * (ROW + GAP)
        width = (WIDTH - 2 * TOP - GAP * (len(rooms) - 1)) / len(rooms)
        for place, room in enumerate(rooms):
            x = TOP + place * (width + GAP)
            words = purpose(room)
            limit = int((width - 150) / 6.6)
            short = words if len(words) <= limit else words[: limit - 1].rsplit(" ", 1)[0] + " …"
            parts += [
                f'<rect x="{x:.0f}" y="{y}" width="{width:.0f}" height="{ROW}" rx="8" fill="#fffdf9" stroke="#0e6654"/>',
                f'<text x="{x + 14:.0f}" y="{y + 28}" font-weight="bold" fill="#0e6654">{escape(room)}</text>',
                f'<text x="{x + 132:.0f}" y="{y + 28}" fill="#20302f">{escape(short)}</text>',
            ]
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


def main() -> int:
    drawn = picture()
    if "--check" in sys.argv:
        if not PICTURE.exists() or PICTURE.read_text(encoding="utf-8") != drawn:
            print("docs/architecture.svg is out of date: run python tools/draw_architecture.py")
            return 1
        return 0
    PICTURE.write_text(drawn, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
