"""A stamp tells what stood in a row when a page was opened: two who write at once do not overwrite each other unseen."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from gatepost.kernel.errors import ConflictError


class StaleError(ConflictError):
    """Somebody wrote on what has been changed since it was opened."""


def stamp_of(content: Mapping[str, Any]) -> str:
    """The same content gives the same stamp."""
    said = json.dumps(dict(content), cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def ensure_unchanged(content: Mapping[str, Any], seen: str | None) -> None:
    """`seen`: the stamp on the page somebody wrote on; None where nobody has looked before (the system, a new row)."""
    if seen is not None and seen != stamp_of(content):
        raise StaleError(
            _("Somebody else has changed this while you were writing. Nothing is lost: your words are still below, and beside them"
              " stands what was written meanwhile. Save again to replace it with yours.")
        )  # fmt: skip
