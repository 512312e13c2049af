"""Where a sheet lies in a scan: from three corners or four; and files that are not what they say."""

import struct

import pytest

from gatepost.surveys.paper.geometry import fourth_of, projection, similarity
from gatepost.surveys.paper.measures import corner_marks, qr_corners
from gatepost.surveys.paper.pictures import UnreadableError, as_pdf

MARKS = corner_marks(has_strip=False)


def crooked(x: float, y: float) -> tuple[float, float]:
    """Turned, shrunk and seen a little from the side."""
    under = 1 + 0.0002 * x - 0.0001 * y
    return (5.9 * x - 0.3 * y + 12) / under, (0.3 * x + 5.8 * y - 7) / under


def test_four_corners_tell_where_every_place_is_even_seen_from_the_side() -> None:
    place = projection([(mark, crooked(*mark)) for mark in MARKS])
    for point in ((30.0, 60.0), (105.0, 150.0), (190.0, 280.0)):
        assert place(*point) == pytest.approx(crooked(*point), abs=1e-6)


@pytest.mark.parametrize("missing", range(4))
def test_three_corners_give_the_fourth_and_two_are_too_few(missing: int) -> None:
    fit = similarity([(corner, (corner[0] * 6 + 3, corner[1] * 6 - 2)) for corner in qr_corners()])
    seen = [fit(*mark) for mark in MARKS]
    found = fourth_of([point if place != missing else None for place, point in enumerate(seen)])
    assert [pytest.approx(point) for point in seen] == found
    with pytest.raises(ValueError, match="too little"):
        fourth_of([seen[0], None, None, seen[3]])


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "kind"),
        (b"<html>", "kind"),
        (b"\xff\xd8\xff", "damaged"),
        (b"\xff\xd8\xff\xc0\x00\x11\x08" + struct.pack(">HHB", 60_000, 60_000, 3) + b"\0" * 20, "large"),
        (b"\xff\xd8\xff\xe0\x00\x02\xff\xda\x00\x02" + b"\0" * 20, "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 8, "damaged"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">IIBBBBB", 10, 10, 8, 6, 0, 0, 0), "png"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">IIBBBBB", 0, 10, 8, 0, 0, 0, 0), "large"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, problem: str) -> None:
    with pytest.raises(UnreadableError, match=problem):
        as_pdf(data)


def test_a_pdf_is_passed_on_as_it_is() -> None:
    assert as_pdf(b"%PDF-1.7 whatever") == b"%PDF-1.7 whatever"
