"""The addresses that mail may come in by: each names a delivery and proves it, so nothing else is let in."""

import re
from dataclasses import dataclass

from django.conf import settings

from gatepost.channels import tokens as names
from gatepost.kernel import tokens

REPLY, BOUNCE, STOP = "reply", "bounce", "stop"
_STOP_PURPOSE = "channels.stop"
_PURPOSES = {REPLY: names.REPLY, BOUNCE: names.BOUNCE, STOP: _STOP_PURPOSE}
_ADDRESS = re.compile(r"^<?(reply|bounce|stop)\+([a-z2-7]{10,80})@([^@>\s]{1,255})>?$", re.IGNORECASE)


@dataclass(frozen=True)
class Door:
    """What an address of ours is for, and which delivery it names."""

    purpose: str
    delivery_id: int


def door_of(address: str) -> Door | None:
    """The door this address is; None for one that we did not make, or that was made elsewhere. Asks no database."""
    match = _ADDRESS.match(address.strip())
    if match is None or match[3].lower().rstrip(".") != settings.MAIL_DOMAIN.lower():
        return None
    purpose = match[1].lower()
    key = tokens.read_id(_PURPOSES[purpose], match[2])
    return Door(purpose, key) if key is not None else None


def stop_address(delivery_id: int) -> str:
    """Where "no more to this address" can be mailed to, for List-Unsubscribe."""
    return f"{STOP}+{tokens.sign_id(_STOP_PURPOSE, delivery_id)}@{settings.MAIL_DOMAIN}"
