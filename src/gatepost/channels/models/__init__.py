"""The nouns of the room: mailings, deliveries, letters, inbound mail."""

from gatepost.channels.models.deliveries import Channel, Delivery, DeliveryState
from gatepost.channels.models.inbound import Inbound, InboundKind, InboundState
from gatepost.channels.models.letters import LetterRun
from gatepost.channels.models.mailings import Content, Mailing, MailingKind

__all__ = [
    "Channel",
    "Content",
    "Delivery",
    "DeliveryState",
    "Inbound",
    "InboundKind",
    "InboundState",
    "LetterRun",
    "Mailing",
    "MailingKind",
]
