"""What happens in this room, verb by verb."""

from gatepost.channels.commands.answers import accept_reply, mark_read
from gatepost.channels.commands.calls import ask_for_call, record_call, review_calls
from gatepost.channels.commands.delivering import deliver_mailing
from gatepost.channels.commands.fallback import call_off_searches, find_next_way, find_next_ways
from gatepost.channels.commands.letters import Paper, hand_out, keep_run, paper_of, print_again
from gatepost.channels.commands.mailings import post_mailing, release_mailing, stop_mailing
from gatepost.channels.commands.statuses import record_status
from gatepost.channels.commands.sweeping import forget_passed, sweep_deliveries
from gatepost.channels.commands.system_mail import post_system_mail, send_system_mail

__all__ = [
    "Paper",
    "accept_reply",
    "ask_for_call",
    "call_off_searches",
    "deliver_mailing",
    "find_next_way",
    "find_next_ways",
    "forget_passed",
    "hand_out",
    "keep_run",
    "mark_read",
    "paper_of",
    "post_mailing",
    "post_system_mail",
    "print_again",
    "record_call",
    "record_status",
    "release_mailing",
    "review_calls",
    "send_system_mail",
    "stop_mailing",
    "sweep_deliveries",
]
