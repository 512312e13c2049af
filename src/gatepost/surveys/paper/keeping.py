"""What was read off an anonymous sheet lies sealed until it is counted: language and sector of its run stand beside it."""

import base64
import json
from typing import Any

from gatepost.surveys.models import Privacy, Survey
from gatepost.surveys.sealing import open_bytes, seal_bytes

_SEALED = "~"  # never the key of a question: those are slugs
_MAGIC = b"gatepost sealed\0"


def keep(survey: Survey, values: Any) -> Any:
    """Marks, words or the values of boxes, as they may lie in the database."""
    if survey.privacy != Privacy.ANONYMOUS:
        return values
    plain = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
    return {_SEALED: base64.b64encode(seal_bytes(plain, survey_id=survey.pk)).decode("ascii")}


def told(survey: Survey, kept: Any) -> Any:
    if not isinstance(kept, dict) or _SEALED not in kept:
        return kept
    return json.loads(open_bytes(base64.b64decode(kept[_SEALED]), survey_id=survey.pk))


def keep_bytes(survey: Survey, data: bytes) -> bytes:
    """A picture of a row, a whole scan."""
    return data if survey.privacy != Privacy.ANONYMOUS else _MAGIC + seal_bytes(data, survey_id=survey.pk)


def told_bytes(survey: Survey, kept: bytes | memoryview) -> bytes:
    data = bytes(kept)
    return open_bytes(data[len(_MAGIC) :], survey_id=survey.pk) if data.startswith(_MAGIC) else data
