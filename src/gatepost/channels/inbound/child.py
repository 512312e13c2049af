"""The limited process in which hostile mail is read: `python -m gatepost.channels.inbound.child`, raw in, JSON out.

It knows no Django, no database and no secret; it may use little memory and time, opens no file for writing, and is killed by
its parent when its time is over.
"""

import json
import resource
import sys
from typing import Any

from gatepost.channels.inbound import limits
from gatepost.channels.inbound.limits import TooMuchError
from gatepost.channels.inbound.reading_mail import read_mail

USAGE_FLAGS = {"--null-sender": "is_null_sender", "--to-bounces": "is_to_bounces"}


def main(argv: list[str]) -> int:
    _limit()
    flags = {USAGE_FLAGS[word]: True for word in argv if word in USAGE_FLAGS}
    raw = sys.stdin.buffer.read(limits.MESSAGE_BYTES + 1)
    found = _read(raw, flags)
    # ASCII only: lone surrogates from spoilt headers must not break the pipe.
    sys.stdout.write(json.dumps(found))
    return 0


def _read(raw: bytes, flags: dict[str, bool]) -> dict[str, Any]:
    if len(raw) > limits.MESSAGE_BYTES:
        return {"problem": "It is larger than 25 MB."}
    try:
        return read_mail(raw, **flags)
    except TooMuchError as refusal:
        return {"problem": str(refusal)}
    except RecursionError:
        return {"problem": "It is built in a way that no mail program builds a message."}
    except MemoryError:
        return {"problem": "It needs more memory than a message should."}
    except Exception as error:
        return {"problem": f"It could not be taken apart ({type(error).__name__})."}


def _limit() -> None:
    """Memory, time, files: set here, before the first byte of the message is read."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.CHILD_MEMORY_BYTES, limits.CHILD_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CHILD_CPU_SECONDS, limits.CHILD_CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
