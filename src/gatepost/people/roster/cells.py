"""One file's rows read cell by cell: the columns found by name, every text cleaned, every oddity noted with its place."""

import datetime as dt
import unicodedata

from gatepost.kernel.text import clean_line
from gatepost.people.contact_values import needs_country, normal_email, normal_phone
from gatepost.people.language_tags import language_tag
from gatepost.people.roster.problems import Problems
from gatepost.people.roster.words import date_of, relation_of

LONGEST_ID = 255
LONGEST_NAME = 200


def clean(raw: str) -> str:
    """One line, NFC, nothing hidden; the ordinary case is fast."""
    if raw.isprintable() and "  " not in raw and (raw.isascii() or unicodedata.is_normalized("NFC", raw)):
        return raw.strip()
    return clean_line(raw)


class Cells:
    """The cells of the current row of one file, by column name."""

    def __init__(self, file: str, columns: dict[str, int], problems: Problems) -> None:
        self.file = file
        self.problems = problems
        self.number = 1
        self._columns = columns
        self._row: list[str] = []

    def at(self, number: int, row: list[str]) -> None:
        """Go to this row."""
        self.number = number
        self._row = row

    def has(self, column: str) -> bool:
        return column in self._columns

    def raw(self, column: str) -> str:
        place = self._columns.get(column)
        return self._row[place] if place is not None else ""

    def text(self, column: str) -> str:
        """The cell, cleaned; "" where the column is missing."""
        place = self._columns.get(column)
        if place is None:
            return ""
        raw = self._row[place]
        if not raw:
            return ""
        if raw.isascii() and raw.isprintable() and "  " not in raw:  # `clean`, without the call
            return raw.strip()
        cleaned = clean(raw)
        if len(cleaned) < len(raw) and not raw.isprintable():
            self._note_hidden(column, raw, cleaned)
        return cleaned

    def name(self, column: str, longest: int = LONGEST_NAME) -> str:
        """A name, cut where it is longer than we can keep."""
        text = self.text(column)
        if len(text) > longest:
            text = text[:longest].rstrip()
            self.add("cut_short", column, text[:80])
        return text

    def sid(self, column: str) -> str:
        """An id of the source; "" where there is none or it is too long."""
        text = self.text(column)
        if len(text) > LONGEST_ID:
            self.add("id_long", column)
            return ""
        return text

    def sids(self, column: str) -> list[str]:
        """A list of ids in one cell."""
        text = self.text(column)
        if not text:
            return []
        if "," not in text:
            return [text] if len(text) <= LONGEST_ID else []
        return [part for part in (each.strip() for each in text.split(",")) if part and len(part) <= LONGEST_ID]

    def date(self, column: str) -> dt.date | None:
        text = self.text(column)
        if not text:
            return None
        day, code = date_of(text)
        if code == "date_form":
            self.problems.once(self.file, self.number, code, field=column, value=text)
        elif code:
            self.add(code, column, text)
        return day

    def language(self, column: str) -> str | None:
        """The tag; None where the cell says nothing we understand."""
        text = self.text(column)
        if not text:
            return None
        tag = language_tag(text)
        if not tag:
            self.add("language_unknown", column, text)
        return tag or None

    def relation(self, column: str) -> str:
        text = self.text(column)
        if not text:
            return ""
        relation = relation_of(text)
        if not relation:
            self.add("relation_unknown", column, text)
        return relation or "guardian"

    def email(self, column: str, text: str) -> str:
        value = normal_email(text)
        if not value:
            self.add("email_unusable", column, text)
        return value

    def phone(self, column: str, text: str, country: str) -> str:
        value = normal_phone(text, country)
        if not value:
            self.add("phone_no_country" if not country and needs_country(text) else "phone_unusable", column, text)
        return value

    def add(self, code: str, column: str = "", value: str = "") -> None:
        self.problems.add(self.file, self.number, code, field=column, value=value)

    def _note_hidden(self, column: str, raw: str, cleaned: str) -> None:
        hidden = {sign for sign in raw if unicodedata.category(sign) in {"Cf", "Cc"} and sign not in "\r\n\t\u200c\u200d"}
        if hidden:
            self.add("hidden_signs", column, cleaned[:80])
