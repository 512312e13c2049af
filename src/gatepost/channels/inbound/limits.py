"""How much of a message is looked at: beyond these sizes no mail program writes, only somebody who means harm."""

MESSAGE_BYTES = 25 * 1024 * 1024  # what the door lets in
HEADER_FIELD_BYTES = 8 * 1024
HEADER_FIELDS = 100
HEADER_BYTES = 64 * 1024
HEADER_SECTION_BYTES = 1024 * 1024  # with the traces of every server on the way, which nobody reads
MIME_DEPTH = 20
MIME_PARTS = 100
PARSED_BYTES = 6 * 1024 * 1024  # after the bulk of attachments is left out
TEXT_CHARACTERS = 100_000  # of the text that is kept beside the raw message
HTML_CHARACTERS = 1_000_000
CUT_LINES = 3_000  # where an answer is looked for; the whole text is kept anyway

CHILD_CPU_SECONDS = 5  # an honest message of 25 MB needs one or two
CHILD_WALL_SECONDS = 10.0
CHILD_MEMORY_BYTES = 320 * 1024 * 1024  # of addresses; about 200 MB of memory in use


class TooMuchError(Exception):
    """The message goes beyond a limit; the text says which, for the office."""
