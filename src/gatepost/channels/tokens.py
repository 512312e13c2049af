"""What a delivery's reader may hold in hand: a link, a reply address, a short code. Derived from the key, never stored."""

import re
from collections.abc import Mapping

from django.conf import settings

from gatepost.channels.models import Delivery
from gatepost.kernel import tokens

LINK, REPLY, BOUNCE, MESSAGE, CODE = "channels.link", "channels.reply", "channels.bounce", "channels.message", "channels.code"
_PLUS_ADDRESS = re.compile(r"^<?(reply|bounce)\+([a-z2-7]+)@[^@]+>?$", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"<d\.([a-z2-7]+)@[^@>]+>", re.IGNORECASE)
_PURPOSES = {"reply": REPLY, "bounce": BOUNCE}


def link_url(delivery: Delivery | int) -> str:
    """The personal page of this delivery."""
    return f"{settings.BASE_URL}/f/{tokens.sign_id(LINK, _key(delivery))}/"


def stop_url(delivery: Delivery | int) -> str:
    """Where "no more of these, please" is said: GET shows, POST acts."""
    return f"{link_url(delivery)}stop/"


def reply_address(delivery: Delivery | int) -> str:
    """Where an answer by e-mail goes; it names the delivery and cannot be guessed."""
    return f"reply+{tokens.sign_id(REPLY, _key(delivery))}@{settings.MAIL_DOMAIN}"


def bounce_address(delivery: Delivery | int) -> str:
    """The envelope sender: what comes back names the delivery it belongs to."""
    return f"bounce+{tokens.sign_id(BOUNCE, _key(delivery))}@{settings.MAIL_DOMAIN}"


def message_id(delivery: Delivery | int) -> str:
    """Always the same for the same delivery, so a repeat is recognised as one."""
    return f"<d.{tokens.sign_id(MESSAGE, _key(delivery))}@{settings.MAIL_DOMAIN}>"


def short_code(delivery: Delivery | int) -> str:
    """The eight letters printed on a letter, in two groups."""
    code = tokens.derived_code(CODE, _key(delivery))
    return f"{code[:4]}-{code[4:]}"


def code_digest(delivery: Delivery | int) -> str:
    """What the row keeps of its short code, so that it is found again."""
    return tokens.code_digest(CODE, tokens.derived_code(CODE, _key(delivery)))


def own_link(personal: Mapping[str, str]) -> str:
    """The link of another room that a message carries for this person alone, or "".

    Its personal words name the page, the purpose and the row ("/s/", "surveys.answer", "7"); the key is never written down.
    """
    page, purpose, number = (personal.get(name, "") for name in ("own_page", "own_purpose", "own_id"))
    if not (page and purpose and number.isdecimal()):
        return ""
    return f"{settings.BASE_URL}{page}{tokens.sign_id(purpose, int(number))}/"


def code_line(delivery: Delivery | int) -> str:
    """Where a code is typed, and the code; held together by bidi isolates, so that it stands right in Arabic and Urdu too."""
    return f"\u2066{settings.BASE_URL.split('//', 1)[-1]}/code/   {short_code(delivery)}\u2069"


def delivery_of_link(token: str) -> Delivery | None:
    """The delivery whose link this is, unless the link was revoked. Whether its person still has the right to be
    contacted is asked of `queries.open_delivery`."""
    key = tokens.read_id(LINK, token)
    return _found(key) if key is not None else None


def delivery_of_code(typed: str) -> Delivery | None:
    """The delivery whose letter carries this code, however it was typed."""
    found = Delivery.objects.filter(code_digest=tokens.code_digest(CODE, typed), link_revoked_at=None)
    return found.select_related("mailing", "person", "content").first()


def delivery_of_address(address: str) -> tuple[str, Delivery] | None:
    """("reply" or "bounce", delivery) for an address made here; None for any other. A revoked link revokes it too."""
    match = _PLUS_ADDRESS.match(address.strip())
    if match is None:
        return None
    kind = match[1].lower()
    key = tokens.read_id(_PURPOSES[kind], match[2])
    delivery = _found(key, even_revoked=kind == "bounce") if key is not None else None
    return (kind, delivery) if delivery is not None else None


def delivery_of_message_id(header: str) -> Delivery | None:
    """The delivery named by a Message-ID, In-Reply-To or References header."""
    for match in _MESSAGE_ID.finditer(header[:4000]):
        key = tokens.read_id(MESSAGE, match[1])
        if key is not None:
            return _found(key)
    return None


def _found(key: int, *, even_revoked: bool = False) -> Delivery | None:
    deliveries = Delivery.objects.select_related("mailing", "person", "content")
    if not even_revoked:
        deliveries = deliveries.filter(link_revoked_at=None)
    return deliveries.filter(pk=key).first()


def _key(delivery: Delivery | int) -> int:
    return delivery if isinstance(delivery, int) else delivery.pk
