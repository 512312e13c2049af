"""One practice of partnership and how each side is asked about it."""

from dataclasses import dataclass

from django.utils.functional import Promise

Say = str | Promise


@dataclass(frozen=True, kw_only=True)
class Practice:
    """Families: did it reach you? Teachers: did you do it? Directors: does the school do it? Students, where they can tell.

    Every wording begins with “How often” in all languages that allow it, because all are answered on one scale
    (`gatepost.surveys.instrument.mirror` says why).
    """

    number: int
    families: Say
    teachers: Say
    directors: Say
    students: Say = ""

    @property
    def wordings(self) -> dict[str, Say]:
        """By sector, in the order in which sectors always stand."""
        said = {"families": self.families, "teachers": self.teachers, "directors": self.directors}
        return said | {"students": self.students} if self.students else said
