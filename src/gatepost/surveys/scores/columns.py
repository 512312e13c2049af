"""What each column may mean: unit, score of a sector on a scale, how many answered. Guesses are offered, never taken."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from gatepost.framework.types import Sector

CODE, NAME, SCORE, RESPONDENTS, RATE = "code", "name", "score", "respondents", "rate"
ABOUT_A_SECTOR = (SCORE, RESPONDENTS, RATE)
PLACES = (CODE, NAME, *ABOUT_A_SECTOR)
# More guesses than these are not offered: nobody would look at each.
MOST_GUESSES = 60


@dataclass(frozen=True)
class Column:
    """`scale` may be empty for respondents and rates: they then hold for every scale of the sector."""

    column: str
    place: str
    sector: str = ""
    scale: str = ""

    def as_json(self) -> dict[str, str]:
        return asdict(self)


_SECTOR_LETTERS = {"p": Sector.FAMILIES, "t": Sector.TEACHERS, "s": Sector.STUDENTS, "d": Sector.DIRECTORS}
_SECTOR_WORDS: dict[str, str] = {
    word: sector
    for sector, words in {
        Sector.FAMILIES: "parent parents family families guardian guardians padres madres familia familias parents eltern famille familles",
        Sector.TEACHERS: "teacher teachers staff docente docentes profesor profesores profesorado lehrer enseignants",
        Sector.DIRECTORS: "principal principals director directors directores leadership direccion schulleitung",
        Sector.STUDENTS: "student students pupil pupils alumno alumnos alumnado estudiante estudiantes schuler eleves",
    }.items()
    for word in words.split()
}
_CODES = [
    "dbn",
    "code",
    "id",
    "bn",
    "unit_code",
    "school_code",
    "school_id",
    "schoolid",
    "schoolcode",
    "cds",
    "centre_code",
    "codigo",
    "codigo_centro",
    "nces",
    "urn",
    "uai",
    "rownames",
    "site",
]
_NAMES = [
    "schoolname",
    "school_name",
    "name",
    "school",
    "unit",
    "unit_name",
    "site_name",
    "centre",
    "centro",
    "nombre",
    "nombre_centro",
    "nom",
    "libelle",
]
_RATES, _NUMBERS = frozenset({"rr", "rate", "responserate", "tasa"}), frozenset({"n", "respondents", "responses", "number"})
# A scale, the letter of a sector and, where there is one, the year: saf_p_11, com-t-2012, rr_p, N_t.
_LETTERED = re.compile(r"([A-Za-z]{1,12})[_\-. ]([ptsd])(?:[_\-. ](\d{2}|\d{4}))?", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_NOISE = frozenset({"score", "scores", "mean", "average", "avg", "puntuacion", "media", "of", "de", "la", "the"})


def guess(header: Sequence[str]) -> list[Column]:
    """In the order of the file; one column for the unit's code and one for its name, the rest by patterns."""
    found: dict[str, Column] = {}
    for place, known in ((CODE, _CODES), (NAME, _NAMES)):
        column = _first_known(header, known, found)
        if column is not None:
            found[column] = Column(column, place)
    for column in header:
        if column not in found and (about := _by_letter(column) or _by_words(column)) is not None:
            found[column] = about
    wanted = [found[column] for column in header if column in found]
    return wanted[:MOST_GUESSES]


def _first_known(header: Sequence[str], known: Iterable[str], taken: Iterable[str]) -> str | None:
    plain = {_plain(column).replace(" ", "_"): column for column in reversed(header) if column not in taken}
    return next((plain[name] for name in known if name in plain), None)


def _by_letter(column: str) -> Column | None:
    match = _LETTERED.fullmatch(column.strip())
    if match is None:
        return None
    said, sector = match[1], _SECTOR_LETTERS[match[2].lower()]
    place = _place_of(said.lower())
    if place is None:  # one letter is no scale
        return Column(column, SCORE, sector, said.lower()) if len(said) > 1 and said.lower() != "nr" else None
    return Column(column, place, sector)


def _by_words(column: str) -> Column | None:
    words = _WORD.findall(_plain(column).replace("_", " "))
    sectors = {_SECTOR_WORDS[word] for word in words if word in _SECTOR_WORDS}
    if len(sectors) != 1 or len(words) < 2:
        return None
    rest = [word for word in words if word not in _SECTOR_WORDS and word not in _NOISE]
    places = {_place_of(word) for word in rest} - {None}
    sector = sectors.pop()
    if places or {"response", "rate"} <= set(rest):
        return Column(column, RATE if RATE in places or "rate" in rest else RESPONDENTS, sector)
    return Column(column, SCORE, sector, " ".join(rest)[:80]) if rest else None


def _place_of(word: str) -> str | None:
    return RATE if word in _RATES else RESPONDENTS if word in _NUMBERS else None


def _plain(text: str) -> str:
    """Small letters without accents."""
    parts = unicodedata.normalize("NFKD", text.strip().lower())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
