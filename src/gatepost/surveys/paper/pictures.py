"""A photograph or a scan saved as JPEG or PNG, wrapped into a PDF as it is: one door for all files, nothing decoded here."""

import struct

from gatepost.surveys.paper import limits

_JPEG, _PNG, _PDF = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-"
_JPEG_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
_COLOURS = {1: b"/DeviceGray", 3: b"/DeviceRGB", 4: b"/DeviceCMYK"}
_PNG_CHANNELS = {0: 1, 2: 3}


class UnreadableError(Exception):
    """What it is, as a word that `gatepost.surveys.paper.problems` has a sentence for."""


def as_pdf(data: bytes) -> bytes:
    """The file as PDF. Raises UnreadableError where it is none of the three kinds, damaged at its head, or far too large."""
    if data[:1024].lstrip().startswith(_PDF):
        return data
    if data.startswith(_JPEG):
        return _wrapped(*_jpeg_size(data), b"/DCTDecode", b"", data)
    if data.startswith(_PNG):
        return _png(data)
    raise UnreadableError("kind")


def _jpeg_size(data: bytes) -> tuple[int, int, int]:
    """Width, height, channels, from the first frame."""
    at = 2
    while at + 9 < len(data):
        if data[at] != 0xFF:
            raise UnreadableError("damaged")
        marker = data[at + 1]
        if marker in _JPEG_FRAMES:
            height, width, channels = struct.unpack(">HHB", data[at + 5 : at + 10])
            return _allowed(width, height), height, channels
        at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0] if marker != 0xFF else 1
    raise UnreadableError("damaged")


def _png(data: bytes) -> bytes:
    """PDF knows the same compression and the same filters: the packed rows are passed on unopened."""
    try:
        width, height, depth, colour, _packing, _filter, interlaced = struct.unpack(">IIBBBBB", data[16:29])
    except struct.error:
        raise UnreadableError("damaged") from None
    if depth not in (1, 8) or colour not in _PNG_CHANNELS or interlaced:
        raise UnreadableError("png")
    _allowed(width, height)
    packed, at = b"", 8
    parts = []
    while at + 12 <= len(data):
        length = struct.unpack(">I", data[at : at + 4])[0]
        if data[at + 4 : at + 8] == b"IDAT":
            parts.append(data[at + 8 : at + 8 + length])
        at += 12 + length
    packed = b"".join(parts)
    channels = _PNG_CHANNELS[colour]
    how = b"/DecodeParms<</Predictor 15/Colors %d/BitsPerComponent %d/Columns %d>>" % (channels, depth, width)
    return _wrapped(width, height, channels, b"/FlateDecode", how, packed, depth)


def _allowed(width: int, height: int) -> int:
    if not 0 < width * height <= limits.IMAGE_PIXELS:
        raise UnreadableError("large")
    return width


def _wrapped(width: int, height: int, channels: int, packing: bytes, how: bytes, body: bytes, depth: int = 8) -> bytes:  # noqa: PLR0913, PLR0917
    if channels not in _COLOURS:
        raise UnreadableError("damaged")
    shown = b"q %d 0 0 %d 0 0 cm /I Do Q" % (width, height)
    image = (
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace%s/BitsPerComponent %d/Filter%s%s/Length %d>>stream\n"
        % (width, height, _COLOURS[channels], depth, packing, how, len(body))
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Resources<</XObject<</I 5 0 R>>>>/Contents 4 0 R>>" % (width, height),
        b"<</Length %d>>stream\n%s\nendstream" % (len(shown), shown),
        image + body + b"\nendstream",
    ]
    pdf, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(pdf))
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(pdf)
    return pdf + b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start
