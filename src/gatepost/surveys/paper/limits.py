"""How much of a scan is looked at: beyond these sizes no copier writes, only somebody who means harm."""

FILE_BYTES = 80 * 1024 * 1024
FILES = 20
PAGES = 2000
IMAGE_PIXELS = 80_000_000  # A4 at 800 dots to the inch
LONG_SIDE = 1760  # of a page as it is read: A4 at 150 dots to the inch

CHILD_CPU_SECONDS = 900
CHILD_WALL_SECONDS = 1200.0
CHILD_MEMORY_BYTES = 1024 * 1024 * 1024  # of addresses
