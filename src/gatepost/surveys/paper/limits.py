"""How much of a scan is looked at: beyond these sizes no copier writes, only somebody who means harm."""

FILE_BYTES = 80 * 1024 * 1024
FILES = 10
WAITING = 10  # files of one school that wait to be read
PAGES = 2000
IMAGE_PIXELS = 80_000_000  # A4 at 800 dots to the inch
LONG_SIDE = 1760  # of a page as it is read: A4 at 150 dots to the inch

PAGE_SECONDS = 6.0  # of computing for one page; an honest one takes a third of a second
SLOW_PAGES = 2  # given up in one file before all of it is
FILE_SECONDS = 600.0  # by the clock
CHILD_MEMORY_BYTES = 1024 * 1024 * 1024  # of addresses
