"""Where things stand on every sheet, in millimetres: the one source for what prints a sheet and for what reads it back."""

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
SIDE = 18.0  # left and right of everything that is said
BOX = 4.0
MARK = 5.0  # the side of the black square in each corner
EDGE = 11.5  # from the edge of the paper to the middle of a corner mark: every office printer reaches there
QR_LEFT, QR_TOP, QR_SIDE = 19.0, 8.0, 18.0
QR_MODULES, QR_BORDER = 21, 2
STRIP = 26.0  # the strip with the name, at the foot of each page where the sheet has one
LINE = 8.0  # between two lines to write on


def corner_marks(*, has_strip: bool) -> list[tuple[float, float]]:
    """The middles of the four black squares: top left, top right, bottom left, bottom right."""
    bottom = PAGE_HEIGHT - EDGE - (STRIP if has_strip else 0.0)
    return [(x, y) for y in (EDGE, bottom) for x in (EDGE, PAGE_WIDTH - EDGE)]


def qr_corners() -> list[tuple[float, float]]:
    """The corners of the code itself, without its white border: top left, top right, bottom right, bottom left."""
    module = QR_SIDE / (QR_MODULES + 2 * QR_BORDER)
    near, far = QR_BORDER * module, QR_SIDE - QR_BORDER * module
    return [(QR_LEFT + x, QR_TOP + y) for x, y in ((near, near), (far, near), (far, far), (near, far))]
