"""The lock of the box: an answer padded to one size for all and encrypted with a key that is not in the database."""

import base64
import hashlib
import hmac
import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _

from gatepost.kernel.errors import NotReadyError
from gatepost.surveys.models import Item, ItemKind

BLOCK = 4096
_BOX, _PAPER = "surveys.box", "surveys.paper"  # what each key is for
LONGEST_WORDS = 2000
_BYTES_OF_WORDS = LONGEST_WORDS * 4  # no character takes more in UTF-8, and none that needs escaping takes as many
_HEAD = 600


def room_for(items: Iterable[Item]) -> int:
    """How large an answer to these items can become at most: a multiple of `BLOCK`. Every answer is padded to it."""
    wanted = _HEAD
    for item in items:
        own = _BYTES_OF_WORDS if item.kind == ItemKind.TEXT else 8 * len(item.options)
        wanted += own + len(item.key) + 20
    return math.ceil(wanted / BLOCK) * BLOCK


def seal(content: Mapping[str, Any], *, survey_id: int, room: int) -> bytes:
    """Fernet writes a time into what it encrypts, for all to read: it is always the same moment here."""
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    if len(plain) > room:  # cannot be: `room_for` leaves space for the longest answer there is
        raise ValueError("an answer larger than its room")
    return base64.urlsafe_b64decode(_lock(survey_id).encrypt_at_time(plain.ljust(room), 0))


def open_sealed(blob: bytes | memoryview, *, survey_id: int) -> dict[str, Any]:
    """What was sealed. Refuses where the key of this installation is another one now, so that nothing is thrown away."""
    content: dict[str, Any] = json.loads(_opened(blob, _lock(survey_id)))
    return content


def seal_bytes(plain: bytes, *, survey_id: int) -> bytes:
    """What lies on paper until it is counted, under a key of its own; only its size in blocks is told."""
    counted = len(plain).to_bytes(8) + plain
    padded = counted.ljust(math.ceil(len(counted) / BLOCK) * BLOCK, b"\0")
    return base64.urlsafe_b64decode(_lock(survey_id, _PAPER).encrypt_at_time(padded, 0))


def open_bytes(blob: bytes, *, survey_id: int) -> bytes:
    padded = _opened(blob, _lock(survey_id, _PAPER))
    return padded[8 : 8 + int.from_bytes(padded[:8])]


def _opened(blob: bytes | memoryview, lock: MultiFernet) -> bytes:
    try:
        return lock.decrypt(base64.urlsafe_b64encode(bytes(blob)))
    except InvalidToken as error:
        raise NotReadyError(
            _("Answers were locked with an earlier key of this server. Put it back beside the present one; nothing was lost.")
        ) from error


def _lock(survey_id: int, purpose: str = _BOX) -> MultiFernet:
    """Each survey has a key of its own; keys made from earlier secrets still open what they sealed."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(str(secret), purpose, survey_id)) for secret in secrets])


def _key(secret: str, purpose: str, survey_id: int) -> bytes:
    mark = hmac.new(secret.encode(), f"{purpose}\0{survey_id}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mark)
