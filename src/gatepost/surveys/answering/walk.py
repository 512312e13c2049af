"""The way through a survey's pages. What was answered so far travels with the page, signed; the database knows none of it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from django.core import signing

from gatepost.kernel import clock
from gatepost.kernel.errors import BadInputError
from gatepost.surveys.answering import family_texts as say
from gatepost.surveys.checking import Mark
from gatepost.surveys.models import Item, Survey
from gatepost.surveys.queries.answering import visible_items


@dataclass
class Walk:
    """Answers so far and the pages shown, each a list of item keys; the last page is the one on the screen."""

    marks: dict[str, Mark] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    pages: list[list[str]] = field(default_factory=list)
    once: str = field(default_factory=lambda: str(uuid4()))
    begun: float = field(default_factory=lambda: clock.now().timestamp())

    @property
    def on_screen(self) -> list[str]:
        return self.pages[-1] if self.pages else []

    def take(self, keys: Sequence[str], marks: Mapping[str, Mark], remarks: Mapping[str, str]) -> None:
        """What stands on the page now; what was taken back there is gone."""
        self.marks = {key: mark for key, mark in self.marks.items() if key not in keys} | dict(marks)
        self.remarks = {key: words for key, words in self.remarks.items() if key not in keys} | dict(remarks)

    def forward(self, items: Sequence[Item]) -> bool:
        """To the next page with questions not shown yet; False where there are none left: an empty page, the last step.

        A question that hangs on one of the same page comes on a page of its own, right after it.
        """
        seen = {key for page in self.pages for key in page}
        waiting = [item for item in visible_items(items, self.marks) if item.key not in seen]
        self.pages.append([item.key for item in waiting if item.part_id == waiting[0].part_id])
        return bool(waiting)

    def back(self) -> bool:
        """To the page before; False where this was the first."""
        self.pages = self.pages[:-1]
        return bool(self.pages)

    def counted(self, items: Sequence[Item]) -> tuple[int, int]:
        """How many of the questions asked have an answer, and how many there are."""
        keys = [item.key for item in visible_items(items, self.marks)]
        return sum(key in self.marks or key in self.remarks for key in keys), len(keys)


def packed(walk: Walk, survey: Survey, sector: str) -> str:
    """The walk as a hidden field; it fits no other survey and no other sector."""
    content = {"m": walk.marks, "r": walk.remarks, "p": walk.pages, "o": walk.once, "b": walk.begun}
    return signing.dumps(content, salt=_salt(survey, sector), compress=True)


def unpacked(kept: str, survey: Survey, sector: str, *, lasts: dt.timedelta | None = None) -> Walk:
    """`lasts`: how long after its beginning it is taken; each page signs it anew, so its signature does not tell."""
    try:
        content = signing.loads(kept, salt=_salt(survey, sector))
    except signing.BadSignature as error:
        raise BadInputError(str(say.PAGE_DAMAGED)) from error
    walk = Walk(content["m"], content["r"], content["p"], content["o"], content["b"])
    if lasts is not None and walk.begun < (clock.now() - lasts).timestamp():
        raise BadInputError(str(say.PAGE_DAMAGED))
    return walk


def _salt(survey: Survey, sector: str) -> str:
    return f"surveys.walk:{survey.pk}:{sector}"
