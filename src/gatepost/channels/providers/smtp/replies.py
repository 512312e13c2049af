"""What a mail server says, and what that means for a message and for its address."""

import re
from dataclasses import dataclass

from gatepost.channels import reasons

_ENHANCED = re.compile(r"^([245])\.(\d{1,3})\.(\d{1,3})\b")
# RFC 3463: nobody lives at this address, or its domain takes no mail.
_DEAD_ADDRESS = {(1, 0), (1, 1), (1, 2), (1, 3), (1, 6), (1, 10), (2, 1)}
_MAILBOX_FULL = (2, 2)
# Without an enhanced code, these say of a recipient that there is none (RFC 5321, 4.2.3).
_NO_SUCH_RECIPIENT = {550, 551, 553}


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply: its code and its last line of words."""

    code: int
    words: str

    @property
    def is_ok(self) -> bool:
        return 200 <= self.code < 400

    @property
    def is_permanent(self) -> bool:
        return self.code >= 500

    @property
    def closes(self) -> bool:
        """421: the server ends the session, whatever was asked."""
        return self.code == 421

    @property
    def detail(self) -> tuple[int, int] | None:
        """Subject and detail of the enhanced status code, where the server gives one."""
        found = _ENHANCED.match(self.words)
        return (int(found[2]), int(found[3])) if found else None


def parse(line: bytes) -> Reply | None:
    """A reply's last line; None for a line that goes on ("250-…"). Raises ValueError where this is no SMTP."""
    if len(line) > 3 and line[3:4] == b"-":
        int(line[:3])
        return None
    return Reply(int(line[:3]), line[4:].decode("utf-8", "replace").strip())


def reason_of(reply: Reply) -> str:
    """Why a message was not taken, as a slug with a sentence."""
    if reply.detail == _MAILBOX_FULL or reply.code == 552:
        return "mailbox-full"
    if not reply.is_permanent:
        return "busy"
    return reasons.NO_SUCH_ADDRESS if is_dead_address(reply) else reasons.REFUSED


def is_dead_address(reply: Reply) -> bool:
    """Whether a refusal of the recipient says that the address is dead, and not that our mail is unwelcome."""
    if not reply.is_permanent:
        return False
    return reply.detail in _DEAD_ADDRESS if reply.detail else reply.code in _NO_SUCH_RECIPIENT
