"""Rows into tables by COPY: keys taken from the tables' own sequences, what is not given filled with the field's default."""

import json
from collections import defaultdict
from typing import Any

from django.db import connection, models

BLOCK = 2_000


class Copier:
    """Collects rows of any models; `flush` writes them all. Foreign keys are checked by the database at commit."""

    def __init__(self) -> None:
        self._rows: dict[type[models.Model], list[list[Any]]] = defaultdict(list)
        self._shapes: dict[type[models.Model], tuple[dict[str, int], list[Any], frozenset[int]]] = {}
        self._keys: dict[type[models.Model], list[int]] = {}
        self.written = 0

    def key(self, model: type[models.Model]) -> int:
        """A key nobody else will get."""
        waiting = self._keys.get(model)
        if not waiting:
            waiting = self._keys[model] = self._reserve(model)
        return waiting.pop()

    def add(self, model: type[models.Model], **values: Any) -> int:
        """One row; returns its key."""
        places, defaults, json_places = self._shape(model)
        row = defaults.copy()
        for name, value in values.items():
            row[places[name]] = value
        if row[0] is None:
            row[0] = self.key(model)
        for place in json_places:
            row[place] = json.dumps(row[place], ensure_ascii=False)
        self._rows[model].append(row)
        return int(row[0])

    def flush(self) -> None:
        with connection.cursor() as cursor:
            for model, rows in self._rows.items():
                columns = ", ".join(f'"{field.column}"' for field in _fields(model))
                with cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy:
                    for row in rows:
                        copy.write_row(row)
                self.written += len(rows)
        self._rows.clear()

    def _shape(self, model: type[models.Model]) -> tuple[dict[str, int], list[Any], frozenset[int]]:
        if model not in self._shapes:
            fields = _fields(model)
            places = {field.attname: place for place, field in enumerate(fields)}
            json_places = frozenset(place for place, field in enumerate(fields) if isinstance(field, models.JSONField))
            self._shapes[model] = places, [field.get_default() for field in fields], json_places
        return self._shapes[model]

    @staticmethod
    def _reserve(model: type[models.Model]) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [model._meta.db_table, BLOCK]
            )
            return [int(row[0]) for row in cursor.fetchall()][::-1]


def _fields(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    """Columns in a fixed order, the key first."""
    fields = list(model._meta.concrete_fields)
    return sorted(fields, key=lambda field: not field.primary_key)
