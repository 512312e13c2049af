"""Letters: so many families, in several languages and scripts, from due to one PDF that waits to be handed out."""

import os
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from gatepost.bench import fanout_school, measuring
from gatepost.channels import commands
from gatepost.channels.models import LetterRun


def run(words: Sequence[str]) -> dict[str, Any]:
    parser = ArgumentParser(prog="bench letters")
    parser.add_argument("--letters", type=int, default=600)
    number = parser.parse_args(list(words)).letters
    mailing = fanout_school.post(fanout_school.make(number), channel="letter", hold=timedelta(0))
    began, cpu = time.perf_counter(), time.process_time()
    while mailing.deliveries.exclude(letter_run=None).count() != number:
        commands.deliver_mailing(mailing.pk, channel="letter")
    seconds = time.perf_counter() - began
    runs = LetterRun.objects.filter(mailing=mailing)
    figures = {
        "letters": number,
        "pages": sum(one.pages for one in runs),
        "made_s": round(seconds, 2),
        "per_s": round(number / seconds),
        "cpu_s_per_1000": round((time.process_time() - cpu) / number * 1000, 2),
        "peak_mb": measuring.peak_mb(os.getpid()),
        "pdf_mb": round(sum(len(one.pdf) for one in runs) / 1e6, 2),
    }
    return measuring.report("letters", figures, {}, {})
