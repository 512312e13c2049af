"""The reader: sits at the school's own desk, looks at every page as often as he likes, takes the file out, and subtracts.

He is a principal who knows of everybody asked the language, the grade, the section, and whether an answer has come. Each answer
bears a mark of its own, so that we, not he, can say of every number on a page whose answers it holds: that is the most
he could ever conclude. Two answers stay alike to him only if every page, every look and every line of the file holds both or
neither; so many as are alike in this are the candidates for each of them.
"""

import csv
import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field

from django.test import Client

_OPTION = re.compile(r'<th scope="row"><bdi>Person (\d+)</bdi></th><td>(\d+)%')
_GROUP = re.compile(r'<option value="([^"]*:[^"]*)"')
_SAID = re.compile(r"Words of (\d+)<")


@dataclass
class Reader:
    """Every set of answers that some page, look or file has held together."""

    client: Client
    survey: int
    sets: set[frozenset[int]] = field(default_factory=set)

    def look(self, answered: frozenset[int]) -> None:
        """All pages with all their groups; `answered` is who has answered by now, as he sees from the invitations."""
        whole = self._page("results/")
        for group in ["", *_GROUP.findall(whole)]:
            shown = self._page("results/", group=group) if group else whole
            self._keep(int(number) for number, share in _OPTION.findall(shown) if int(share))
        self._words(answered)
        self._workbook()
        self._file()

    def candidates(self) -> int:
        """The fewest among whom he looks for the giver of an answer that he has seen in any number; 0 where he has seen none."""
        seen = frozenset().union(*self.sets)
        ordered = sorted(self.sets, key=sorted)
        alike = Counter(tuple(one in held for held in ordered) for one in seen)
        return min(alike.values(), default=0)

    def _page(self, name: str, **query: str) -> str:
        answer = self.client.get(f"/surveys/{self.survey}/{name}", query)
        assert answer.status_code == 200
        return answer.content.decode()

    def _words(self, answered: frozenset[int]) -> None:
        """Words that are new since the last look are of those who have answered since."""
        if _SAID.findall(self._page("remarks/")):
            self._keep(answered)

    def _workbook(self) -> None:
        """The table of types with its sheet of questions."""
        import openpyxl

        answer = self.client.get(f"/surveys/{self.survey}/table.xlsx")
        assert answer.status_code == 200
        rows = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[1].iter_rows(min_row=2, values_only=True)
        self._keep(int(str(row[4])) for row in rows if row[1] == "who" and isinstance(row[5], int) and row[5])

    def _file(self) -> None:
        answer = self.client.get(f"/surveys/{self.survey}/export.zip")
        if answer.status_code == 409:  # not yet
            return
        archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
        groups: dict[tuple[str, ...], list[int]] = {}
        for row in csv.DictReader(io.StringIO(archive.read("answers.csv").decode("utf-8-sig"))):
            groups.setdefault(tuple(row[name] for name in ("sector", "language", "grade", "section")), []).append(int(row["who"]))
        for held in groups.values():
            self._keep(held)

    def _keep(self, held: object) -> None:
        found = frozenset(held)  # type: ignore[call-overload]
        if found:
            self.sets.add(found)
