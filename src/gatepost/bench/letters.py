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
from gatepost.people.models import School


def run(words: Sequence[str]) -> dict[str, Any]:
    parser = ArgumentParser(prog="bench letters")
    parser.add_argument("--letters", type=int, default=600)
    number = parser.parse_args(list(words)).letters
    school = fanout_school.make(number)
    first_s, _cpu_s, _runs = _made(school, most=1)
    seconds, cpu_s, runs = _made(school)
    figures = {
        "letters": number,
        "pages": sum(one.pages for one in runs),
        "first_letter_s": round(first_s, 2),
        "made_s": round(seconds, 2),
        "per_s": round(number / seconds),
        "cpu_s_per_1000": round(cpu_s / number * 1000, 2),
        "peak_mb": measuring.peak_mb(os.getpid()),
        "pdf_mb": round(sum(len(one.pdf) for one in runs) / 1e6, 2),
    }
    return measuring.report("letters", figures, {}, {})


def _made(school: School, *, most: int | None = None) -> tuple[float, float, list[LetterRun]]:
    """Seconds, seconds of processor, and the piles: one mailing from due to paper, in this process."""
    mailing = fanout_school.post(school, channel="letter", hold=timedelta(0), most=most)
    began, cpu = time.perf_counter(), time.process_time()
    while mailing.deliveries.filter(letter_run=None).exists():
        commands.deliver_mailing(mailing.pk, channel="letter")
    return time.perf_counter() - began, time.process_time() - cpu, list(mailing.letter_runs.all())
