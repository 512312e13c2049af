"""Files of scores: those waiting for their columns, those read, what a file looks like, and how far its sectors lie apart."""

import io
from dataclasses import dataclass
from itertools import islice

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from gatepost.framework.types import Sector
from gatepost.people.models import Person
from gatepost.surveys.models import Score, ScoreFile
from gatepost.surveys.scores.columns import Column, guess
from gatepost.surveys.scores.gaps import Scale, scales_of
from gatepost.surveys.scores.sheet import open_scores

_SAMPLES = 3


def files_for(person: Person) -> QuerySet[ScoreFile]:
    """Without their bytes, the latest first."""
    return ScoreFile.objects.visible_to(person).defer("content", "problems").order_by("-brought_at", "-pk")


def file_for(person: Person, pk: int) -> ScoreFile:
    return get_object_or_404(ScoreFile.objects.visible_to(person).select_related("school"), pk=pk)


@dataclass(frozen=True)
class Look:
    """The first rows of a file: its columns, what stands in them, and what they seem to mean."""

    header: list[str]
    samples: dict[str, list[str]]
    guesses: list[Column]
    encoding: str = ""


def look_at(file: ScoreFile) -> Look:
    with open_scores(file.name, io.BytesIO(bytes(file.content or b""))) as sheet:
        first = [line.cells for line in islice(sheet.lines, _SAMPLES) if not line.fault]
        samples = {name: [cells[place][:30] for cells in first] for place, name in enumerate(sheet.header)}
        return Look(sheet.header, samples, guess(sheet.header), sheet.encoding)


def scales_in(file: ScoreFile) -> list[Scale]:
    rows = Score.objects.filter(file=file).order_by("pk").values_list("scale", "sector", "unit_code", "value")
    return scales_of(rows)


def unit_names(file: ScoreFile) -> dict[str, str]:
    return dict(Score.objects.filter(file=file).order_by("unit_code").distinct("unit_code").values_list("unit_code", "unit_name"))


def answered_of(file: ScoreFile) -> list[tuple[str, int, float | None]]:
    """Each sector: how many answered in all units together, and the mean response rate, where the file says so."""
    of_units = (
        Score.objects.filter(file=file, respondents__isnull=False).order_by("sector", "unit_code").distinct("sector", "unit_code")
    )
    pairs = list(of_units.values_list("sector", "respondents", "response_rate"))
    found = []
    for sector in (sector for sector in Sector if any(pair[0] == sector for pair in pairs)):
        rates = [rate for named, _number, rate in pairs if named == sector and rate is not None]
        total = sum(number or 0 for named, number, _rate in pairs if named == sector)
        found.append((str(sector.label), total, sum(rates) / len(rates) if rates else None))
    return found
