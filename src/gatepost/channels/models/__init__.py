"""The nouns of the room: mailings, deliveries, letters, inbound mail."""

from gatepost.channels.models.deliveries import NEXT, SETTLED, Answer, Channel, Delivery, DeliveryState, WaitsFor
from gatepost.channels.models.inbound import Inbound, InboundKind, InboundState
from gatepost.channels.models.letters import LetterRun
from gatepost.channels.models.mailings import Content, Mailing, MailingKind
from gatepost.channels.models.system_mail import SystemMail

__all__ = [
    "NEXT",
    "SETTLED",
    "Answer",
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
    "SystemMail",
    "WaitsFor",
]
