"""The bulk of a large message left out before it is parsed: nobody reads an attachment here, and the raw bytes are kept."""

import re
from io import BytesIO

from gatepost.channels.inbound import limits

_BASE64_LINE = re.compile(rb"[A-Za-z0-9+/]{40,1000}\r?\n")
# More than the text that is kept, in lines of base64.
_KEPT_LINES = 6_000


def trim(raw: bytes, position: int) -> bytes:
    """What follows `position`, without the rest of long attachments, and no more than a parser can take in."""
    trimmed = bytearray()
    run = 0
    body = BytesIO(raw)
    body.seek(position)
    for line in body:
        run = run + 1 if _BASE64_LINE.fullmatch(line) else 0
        if run > _KEPT_LINES:
            continue
        trimmed += line
        if len(trimmed) > limits.PARSED_BYTES:
            break
    return bytes(trimmed[: limits.PARSED_BYTES])
