"""What our own mail server found out about the sender (RFC 8601). Only its word counts: anyone can write such a field."""

import re

_RESULT = re.compile(r"\b(dmarc|spf|dkim)\s*=\s*([a-z]+)", re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]{0,500}\)")


def is_denied(fields: list[str], our_server: str) -> bool:
    """Whether our mail server says that the From address is forged. False where none of ours is set up or has spoken."""
    if not our_server:
        return False
    ours = next((field for field in fields if _spoken_by(field) == our_server.lower()), "")
    results: dict[str, set[str]] = {}
    for method, result in _RESULT.findall(_COMMENT.sub(" ", ours)):
        results.setdefault(method.lower(), set()).add(result.lower())
    if "dmarc" in results and results["dmarc"] != {"none"}:
        return "fail" in results["dmarc"]
    return results.get("spf") == {"fail"} and results.get("dkim", {"none"}) <= {"fail", "none"}


def _spoken_by(field: str) -> str:
    words = _COMMENT.sub(" ", field).partition(";")[0].split()
    return words[0].lower() if words else ""
