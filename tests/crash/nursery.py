"""Run as a program: has Django ready and gives birth to workers on demand, so that killing one costs no start-up time.

Reads one letter per worker wanted on standard input; writes the process id of each, and of each that ended by itself
with a minus sign.
"""

import os
import select
import sys
import time

import django


def main(mailing_id: int) -> None:
    django.setup()
    from gatepost.channels import tasks  # noqa: F401 -- everything a worker needs is imported before it is born

    while True:
        ready, _writable, _broken = select.select([sys.stdin], [], [], 0.02)
        if ready and not os.read(sys.stdin.fileno(), 1):
            return
        if ready:
            sys.stdout.write(f"{_born(mailing_id)}\n")
            sys.stdout.flush()
        _bury()


def _born(mailing_id: int) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        _work(mailing_id)
    finally:
        os._exit(0)


def _work(mailing_id: int) -> None:
    """What a real worker does with its jobs, without waiting for the minute at which the sweeper comes."""
    from gatepost.channels import commands
    from gatepost.channels.models import Delivery

    while Delivery.objects.filter(mailing=mailing_id, settled_at=None).exists():
        commands.sweep_deliveries()
        commands.deliver_mailing(mailing_id, channel="email")
        time.sleep(0.05)


def _bury() -> None:
    """Reap the dead, so that none stays behind as a zombie."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return


if __name__ == "__main__":
    main(int(sys.argv[1]))
