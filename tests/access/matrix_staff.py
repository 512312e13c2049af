"""The matrix: pages of the people who work at the school."""

from tests.access.rows import Row

ROWS: tuple[Row, ...] = ()
