"""The matrix: what families see, by link, by code and through their own door."""

from tests.access.rows import Row

ROWS: tuple[Row, ...] = ()
