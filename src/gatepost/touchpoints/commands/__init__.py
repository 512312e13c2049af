"""Writing the ledger. Rooms above write through these; what channels carried arrives by signal."""

from gatepost.touchpoints.commands.batches import Entry, record_touchpoints
from gatepost.touchpoints.commands.carried import record_deliveries, record_reading, record_reply
from gatepost.touchpoints.commands.talks import correct, log_talk, record_call, record_touchpoint

__all__ = [
    "Entry",
    "correct",
    "log_talk",
    "record_call",
    "record_deliveries",
    "record_reading",
    "record_reply",
    "record_touchpoint",
    "record_touchpoints",
]
