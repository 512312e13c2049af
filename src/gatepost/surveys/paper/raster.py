"""A page as grey points: where its black squares are, how dark a place is, and a picture of a row."""

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from gatepost.surveys.paper.geometry import Point

Place = Callable[[float, float], Point]
_DARKEST_SHARE = 0.7  # of a square that is one
_BRIGHTEST_SHARE = 0.35  # of what lies around it


@dataclass(frozen=True)
class Raster:
    """Rows of grey values, 0 black to 255 white."""

    data: bytes
    width: int
    height: int
    stride: int

    def at(self, x: float, y: float) -> int:
        """Beyond the edge there is paper."""
        column, row = int(x), int(y)
        if 0 <= column < self.width and 0 <= row < self.height:
            return self.data[row * self.stride + column]
        return 255

    def grid(self, place: Place, corner: Point, size: Point, count: tuple[int, int]) -> list[int]:
        """The values at count[0] × count[1] points of a rectangle given in millimetres, row by row."""
        (left, top), (width, height) = corner, size
        (x0, y0), (x1, y1), (x2, y2) = place(left, top), place(left + width, top), place(left, top + height)
        columns, rows = max(count[0] - 1, 1), max(count[1] - 1, 1)
        ax, ay, bx, by = (x1 - x0) / columns, (y1 - y0) / columns, (x2 - x0) / rows, (y2 - y0) / rows
        at = self.at
        return [at(x0 + i * ax + j * bx, y0 + i * ay + j * by) for j in range(count[1]) for i in range(count[0])]

    def square_near(self, near: Point, *, side: float, reach: float) -> Point | None:
        """The middle of the black square of this side within reach of a point; None where there is none."""
        half = reach + side * 0.8
        left, top = max(int(near[0] - half), 0), max(int(near[1] - half), 0)
        right, bottom = min(int(near[0] + half) + 1, self.width), min(int(near[1] + half) + 1, self.height)
        if right - left < side or bottom - top < side:
            return None
        dark = self._dark(left, top, right, bottom)
        found = _darkest_square(dark, max(int(side), 3))
        if found is None:
            return None
        x, y = _middle(dark, found, side)
        return left + x, top + y

    def png(self, place: Place, corner: Point, size: Point, *, dots: float) -> bytes:
        """A rectangle of the sheet as a picture, upright whichever way the sheet lay; `dots` for each millimetre."""
        columns, rows = max(int(size[0] * dots), 1), max(int(size[1] * dots), 1)
        values = bytes(self.grid(place, corner, size, (columns, rows)))
        lines = b"".join(b"\0" + values[row * columns : (row + 1) * columns] for row in range(rows))
        head = struct.pack(">IIBBBBB", columns, rows, 8, 0, 0, 0, 0)
        parts = (_chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(lines, 6)), _chunk(b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(parts)

    def _dark(self, left: int, top: int, right: int, bottom: int) -> list[bytes]:
        """1 where a point is nearer to the darkest than to the brightest of the rectangle."""
        lines = [self.data[row * self.stride + left : row * self.stride + right] for row in range(top, bottom)]
        darkest, brightest = min(map(min, lines)), max(map(max, lines))
        limit = (darkest + brightest) / 2 if brightest - darkest > 60 else -1
        table = bytes(1 if value < limit else 0 for value in range(256))
        return [line.translate(table) for line in lines]


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _darkest_square(dark: list[bytes], side: int) -> Point | None:
    """The top left of the square that is dark while its surroundings are not, by sums over rectangles."""
    sums = _sums(dark)
    height, width = len(dark), len(dark[0])
    ring = max(side // 4, 1)
    best: tuple[float, Point] | None = None
    for top in range(0, height - side + 1, 2):
        for left in range(0, width - side + 1, 2):
            inside = _sum(sums, left, top, left + side, top + side)
            if inside < _DARKEST_SHARE * side * side:
                continue
            outer = (max(left - ring, 0), max(top - ring, 0), min(left + side + ring, width), min(top + side + ring, height))
            around = _sum(sums, *outer) - inside
            room = (outer[2] - outer[0]) * (outer[3] - outer[1]) - side * side
            share = inside / (side * side) - around / max(room, 1)
            if around <= _BRIGHTEST_SHARE * room and (best is None or share > best[0]):
                best = share, (left, top)
    return best[1] if best else None


def _middle(dark: list[bytes], corner: Point, side: float) -> Point:
    """Finer than a point: the centre of gravity of what is dark in and close around the square."""
    edge = max(side * 0.2, 1.0)
    left, top = max(int(corner[0] - edge), 0), max(int(corner[1] - edge), 0)
    right, bottom = int(corner[0] + side + edge) + 1, int(corner[1] + side + edge) + 1
    total = x_sum = y_sum = 0
    for row, line in enumerate(dark[top:bottom], start=top):
        for column, value in enumerate(line[left:right], start=left):
            if value:
                total += 1
                x_sum += column
                y_sum += row
    return x_sum / total + 0.5, y_sum / total + 0.5


def _sums(dark: list[bytes]) -> list[list[int]]:
    sums = [[0] * (len(dark[0]) + 1)]
    for line in dark:
        above, here, run = sums[-1], [0], 0
        for column, value in enumerate(line, start=1):
            run += value
            here.append(run + above[column])
        sums.append(here)
    return sums


def _sum(sums: list[list[int]], left: int, top: int, right: int, bottom: int) -> int:
    return sums[bottom][right] - sums[top][right] - sums[bottom][left] + sums[top][left]
