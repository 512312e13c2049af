"""The address of a kiosk: one survey, one sector, for the rest of the day. It holds no name and no session."""

import datetime as dt
from collections.abc import Mapping

from django.core import signing

_SALT = "surveys.kiosk"
LASTS = dt.timedelta(hours=12)


def kiosk_token(survey_id: int, sector: str) -> str:
    return signing.dumps({"survey": survey_id, "sector": sector}, salt=_SALT)


def read_kiosk_token(token: str) -> tuple[int, str] | None:
    """(survey id, sector), or None where it is forged or of another day."""
    try:
        content: Mapping[str, object] = signing.loads(token, salt=_SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    return int(str(content["survey"])), str(content["sector"])
