"""From millimetres on the sheet to points of a scan: by the code's corners first, then by the black squares."""

from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True)
class Similarity:
    """Turned, scaled and shifted: (x, y) → (a·x − b·y + c, b·x + a·y + d)."""

    a: float
    b: float
    c: float
    d: float

    def __call__(self, x: float, y: float) -> Point:
        return self.a * x - self.b * y + self.c, self.b * x + self.a * y + self.d

    @property
    def scale(self) -> float:
        return float((self.a * self.a + self.b * self.b) ** 0.5)


@dataclass(frozen=True)
class Projection:
    """What a camera or a crooked scanner does to a plane: eight numbers."""

    h: tuple[float, ...]

    def __call__(self, x: float, y: float) -> Point:
        h = self.h
        under = h[6] * x + h[7] * y + 1.0
        return (h[0] * x + h[1] * y + h[2]) / under, (h[3] * x + h[4] * y + h[5]) / under


def similarity(pairs: Sequence[tuple[Point, Point]]) -> Similarity:
    """The best one for the pairs (on the sheet, in the scan), by least squares."""
    n = len(pairs)
    mx, my = sum(p[0] for p, _q in pairs) / n, sum(p[1] for p, _q in pairs) / n
    mu, mv = sum(q[0] for _p, q in pairs) / n, sum(q[1] for _p, q in pairs) / n
    a = b = norm = 0.0
    for (on_x, on_y), (in_u, in_v) in pairs:
        x, y, u, v = on_x - mx, on_y - my, in_u - mu, in_v - mv
        a += x * u + y * v
        b += x * v - y * u
        norm += x * x + y * y
    if norm == 0.0:
        raise ValueError("all points are one")
    a, b = a / norm, b / norm
    return Similarity(a, b, mu - a * mx + b * my, mv - b * mx - a * my)


def projection(pairs: Sequence[tuple[Point, Point]]) -> Projection:
    """The one that takes four points to four points."""
    rows = []
    for (x, y), (u, v) in pairs:
        rows.append([x, y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y, u])
        rows.append([0.0, 0.0, 0.0, x, y, 1.0, -v * x, -v * y, v])
    return Projection(tuple(_solved(rows)))


def fourth_of(points: Sequence[Point | None]) -> list[Point]:
    """Top left, top right, bottom left, bottom right: where one is missing, the parallelogram's; ValueError below three."""
    known = [point for point in points if point is not None]
    if len(known) == 4:
        return known
    if len(known) < 3:
        raise ValueError("two corners tell too little")
    missing = next(place for place, point in enumerate(points) if point is None)
    opposite = points[3 - missing]
    beside = [point for place, point in enumerate(points) if place not in (missing, 3 - missing)]
    (ax, ay), (bx, by), (ox, oy) = beside[0], beside[1], opposite  # type: ignore[misc]  # three are known
    found = list(points)
    found[missing] = (ax + bx - ox, ay + by - oy)
    return [point for point in found if point is not None]


def _solved(rows: list[list[float]]) -> list[float]:
    """Gauss with pivots. ValueError where the points lie on one line."""
    size = len(rows)
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(rows[row][column]))
        if abs(rows[pivot][column]) < 1e-9:
            raise ValueError("the points lie on one line")
        rows[column], rows[pivot] = rows[pivot], rows[column]
        head = rows[column]
        for row in range(size):
            if row != column and (factor := rows[row][column] / head[column]):
                rows[row] = [value - factor * top for value, top in zip(rows[row], head, strict=True)]
    return [rows[place][size] / rows[place][place] for place in range(size)]
