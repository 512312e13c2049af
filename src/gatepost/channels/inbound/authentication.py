"""Whether the From address is the sender's: by what our own mail server found out (RFC 8601), else by the envelope.

Only our server's word counts: anyone can write such a field. Where none is set up, the envelope must at least agree with
the From line. That proves nothing against somebody who forges both; it unmasks the usual mail from another mailbox.
"""

import re
from collections.abc import Sequence

_COMMENT = re.compile(r"\([^()]{0,500}\)")
_RESULT = re.compile(r"^\s*(dmarc|spf|dkim)\s*(?:/\s*\d+\s*)?=\s*([a-z]+)", re.IGNORECASE)
_PROPERTY = re.compile(r"\b(smtp\.mailfrom|header\.d|header\.i|header\.from)\s*=\s*\"?([^\s;\"]{1,320})", re.IGNORECASE)
_PROVES = {"spf": {"smtp.mailfrom"}, "dkim": {"header.d", "header.i"}}


def is_proven(from_address: str, *, envelope_from: str, fields: Sequence[str], our_server: str) -> bool:
    """Whether it may be taken for a message from this address."""
    if our_server:
        return _is_passed(fields, our_server, _domain(from_address))
    return bool(envelope_from) and _domain(envelope_from) == _domain(from_address)


def _is_passed(fields: Sequence[str], our_server: str, domain: str) -> bool:
    """Our server says "pass", for this very domain. Silence is no pass."""
    ours = next((field for field in fields if _spoken_by(field) == our_server.lower()), "")
    found = [_result(part) for part in _COMMENT.sub(" ", ours).split(";")[1:]]
    judged = [(result, about) for method, result, about in found if method == "dmarc" and result != "none"]
    if judged:
        # DMARC speaks of the domain of the From line itself, whether the server repeats it or not.
        return all(result == "pass" and about.get("header.from", domain) == domain for result, about in judged)
    return any(
        result == "pass" and domain in {about[name] for name in _PROVES[method] & about.keys()}
        for method, result, about in found
        if method in _PROVES
    )


def _result(part: str) -> tuple[str, str, dict[str, str]]:
    """Method, result, and the domains it speaks of by the name of the property."""
    said = _RESULT.match(part)
    if said is None:
        return "", "", {}
    return said[1].lower(), said[2].lower(), {name.lower(): _domain(value) for name, value in _PROPERTY.findall(part)}


def _domain(address: str) -> str:
    return address.rpartition("@")[2].strip("<> ").rstrip(".").lower()


def _spoken_by(field: str) -> str:
    words = _COMMENT.sub(" ", field).partition(";")[0].split()
    return words[0].lower() if words else ""
