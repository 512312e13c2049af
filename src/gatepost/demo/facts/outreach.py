"""What staff of the demo school note about reaching out. Invented."""

from gatepost.people.barriers import BarrierKind
from gatepost.people.models import TravelBand

# One family in seven: nobody has entered it.
TRAVEL_SHARES: dict[str, int] = {
    TravelBand.UNDER_15: 46,
    TravelBand.TO_30: 26,
    TravelBand.TO_60: 10,
    TravelBand.OVER_60: 4,
    "": 14,
}
BARRIER_NOTES: dict[BarrierKind, tuple[str, ...]] = {
    BarrierKind.HOURS: ("Works until seven", "Free on Saturday mornings", ""),
    BarrierKind.TRANSPORT: ("Two buses", ""),
    BarrierKind.CHILDCARE: ("Twins of one year", ""),
    BarrierKind.JARGON: ("",),
    BarrierKind.NOT_ASKED: ("",),
    BarrierKind.CHANNEL: ("Reads text messages, not e-mail", ""),
    BarrierKind.WORK: ("Night shifts", ""),
    BarrierKind.BAD_EXPERIENCE: ("At the last school nobody listened", ""),
}
CASE_NOTES = (
    "Five e-mails have not led to a talk yet. A call has not been tried.",
    "Letters went home since September. Nobody has asked them personally yet.",
    "The phone number we hold is out of use. A letter with a slip has not been tried.",
)
CASE_STEPS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("call", "no-answer"), ("letter", "handed-out")),
    (("call", "no-answer"),),
    (("letter", "handed-out"), ("trusted", "passed-on")),
    (),
)
STEP_TITLES = {
    "call": "Call the family of %(child)s",
    "letter": "Write a letter with a reply slip to the family of %(child)s and give it to the child",
    "trusted": "Speak with the family of %(child)s, or ask somebody they trust to",
    "invite": "Invite the family of %(child)s in person",
}
