"""What happens in this room, verb by verb."""

from gatepost.channels.commands.answers import accept_reply, mark_read
from gatepost.channels.commands.mailings import post_mailing, release_mailing, stop_mailing

__all__ = ["accept_reply", "mark_read", "post_mailing", "release_mailing", "stop_mailing"]
