"""Words and dates of rosters in many spellings, turned into ours."""

import datetime as dt
import re
import unicodedata
from functools import cache, lru_cache

from gatepost.people.models import Relation, Role

# (role at the school or "", relation to a child or "")
ROLE_WORDS: dict[str, tuple[str, str]] = {
    "student": (Role.STUDENT, ""),
    "teacher": (Role.TEACHER, ""),
    "aide": (Role.OTHER, Relation.OTHER),
    "proctor": (Role.OTHER, ""),
    "administrator": (Role.OFFICE, ""),
    "siteadministrator": (Role.OFFICE, ""),
    "principal": (Role.PRINCIPAL, ""),
    "counselor": (Role.COUNSELLOR, ""),
    "counsellor": (Role.COUNSELLOR, ""),
    "districtadministrator": (Role.OTHER, ""),
    "systemadministrator": (Role.OTHER, ""),
    "staff": (Role.OTHER, ""),
    "faculty": (Role.TEACHER, ""),
    "professor": (Role.TEACHER, ""),  # School Data Sync
    "lecturer": (Role.TEACHER, ""),
    "adjunct": (Role.TEACHER, ""),
    "parent": ("", Relation.PARENT),
    "guardian": ("", Relation.GUARDIAN),
    "relative": ("", Relation.RELATIVE),
}
ROLES_AS_WRITTEN = frozenset(
    {
        "student", "teacher", "aide", "proctor", "administrator", "siteAdministrator", "principal", "counselor",
        "districtAdministrator", "systemAdministrator", "parent", "guardian", "relative",
    }
)  # fmt: skip

_MOTHER = "mother mum mom mama mami madre mare mère mere mãe mae mamă mama أم الأم والدة الوالدة ام ماں والدہ 母亲 妈妈 母親 мати мама hooyo mẹ me"
_FATHER = "father dad papa papá padre pare père pere pai tată tata أب الأب والد الوالد اب باپ والد 父亲 爸爸 父親 батько тато aabe aabbe cha bố"
_PARENT = "parent parents progenitor progenitora progenitors părinte parinte pais parente 家长 батьки waalid phụhuynh phuhuynh"
_GUARDIAN = "guardian legalguardian caregiver carer tutor tutora tutorlegal tuteur tutrice tutor(a) encarregado encarregada encarregadodeeducação responsable responsável وصي ولي وليالأمر سرپرست 监护人 опікун опікунка masuul ngườigiámhộ"
_RELATIVE = (
    "relative grandmother grandfather grandma grandpa grandparent aunt uncle sister brother sibling cousin stepmother stepfather stepparent "
    "abuela abuelo avi àvia tia tío tía tieta oncle tante grandmère grandpère avó avô bunică bunic mătușă unchi "
    "جدة جد عم خال عمة خالة 奶奶 爷爷 外婆 外公 бабуся дідусь тітка дядько ayeeyo awoowe ông bà cô chú"
)
_OTHER = "other emergency emergencycontact neighbour neighbor friend doctor aide child otro otra otros altre autre outro alt altul 其他 інше khác"


@cache
def _relations() -> dict[str, str]:
    groups = {
        Relation.MOTHER: _MOTHER,
        Relation.FATHER: _FATHER,
        Relation.PARENT: _PARENT,
        Relation.GUARDIAN: _GUARDIAN,
        Relation.RELATIVE: _RELATIVE,
        Relation.OTHER: _OTHER,
    }
    return {plain(word): relation.value for relation, words in groups.items() for word in words.split()}


@lru_cache(maxsize=10_000)
def plain(text: str) -> str:
    """Letters and digits only, lower case, no accents: for comparing words and headers."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if sign.isalnum())


@lru_cache(maxsize=10_000)
def relation_of(written: str) -> str:
    """The relation for a word in one of our languages, "" where it is not known."""
    return _relations().get(plain(written), "")


@lru_cache(maxsize=10_000)
def is_yes(written: str) -> bool:
    """A cell that says yes."""
    return plain(written) in {"true", "yes", "y", "1", "si", "oui", "sim", "da", "x", "نعم", "是", "так", "haa", "co"}


@lru_cache(maxsize=10_000)
def grade_of(written: str) -> str:
    """ "04" → "4", "09,10" → "9, 10"; words stay as they are."""
    parts = (part.strip() for part in written.split(","))
    return ", ".join(part.lstrip("0") or part for part in parts if part)[:20]


_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ].*)?")
_YEAR_LAST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:[T ].*)?")
_YEAR_FIRST = re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})(?:[T ].*)?")


@lru_cache(maxsize=10_000)
def date_of(written: str) -> tuple[dt.date | None, str]:
    """The date and, where it is not plainly YYYY-MM-DD, the problem's code."""
    try:
        if found := _ISO.fullmatch(written):
            year, month, day = map(int, found.groups())
            return dt.date(year, month, day), "" if len(written) == 10 else "date_form"
        if found := _YEAR_FIRST.fullmatch(written):
            year, month, day = map(int, found.groups())
            return dt.date(year, month, day), "date_form"
        if found := _YEAR_LAST.fullmatch(written):
            first, second, year = map(int, found.groups())
            if first == second or first > 12 or second > 12:
                day, month = (first, second) if second <= 12 else (second, first)
                return dt.date(year, month, day), "date_form"
            return None, "date_ambiguous"
    except ValueError:
        pass
    return None, "date_unreadable"
