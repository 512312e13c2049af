"""format=flowed (RFC 3676): soft line ends joined again, so that a paragraph is one line."""

import re

_QUOTES = re.compile(r"^(>*)( ?)")


def unflow(text: str, *, delete_space: bool) -> str:
    """Join the lines of a paragraph; a line of another quoting depth or the signature mark ends it."""
    lines: list[str] = []
    is_open, depth_before = False, 0
    for line in text.replace("\r\n", "\n").split("\n"):
        depth, content = _taken_apart(line)
        if is_open and depth == depth_before and content != "-- ":
            lines[-1] += content
        else:
            lines.append((">" * depth + " " if depth else "") + content)
        is_open = content.endswith(" ") and content != "-- "
        if is_open and delete_space:
            lines[-1] = lines[-1][:-1]
        depth_before = depth
    return "\n".join(lines)


def _taken_apart(line: str) -> tuple[int, str]:
    match = _QUOTES.match(line)
    depth = len(match[1]) if match else 0
    content = line[depth:]
    return depth, content.removeprefix(" ")
