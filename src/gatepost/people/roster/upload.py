"""Uploads: a handler that stops at the limit, and the stored pieces put together again."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler

from gatepost.people.models import RosterChunk, RosterRun
from gatepost.people.roster.package import MOST_BYTES


class StoppingUploadHandler(TemporaryFileUploadHandler):
    """Writes to a temporary file and stops reading once there is more than a roster can be."""

    def handle_raw_input(self, input_data: Any, META: dict[str, str], content_length: int, *rest: Any) -> None:  # noqa: N803
        if content_length > MOST_BYTES + 1024 * 1024:
            raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if start + len(raw_data) > MOST_BYTES:
            raise StopUpload(connection_reset=True)
        super().receive_data_chunk(raw_data, start)
        return None


@contextmanager
def assembled(run: RosterRun) -> Iterator[BinaryIO]:
    """The uploaded file, from its pieces in the database, as a nameless temporary file."""
    with tempfile.TemporaryFile() as whole:
        numbers = list(RosterChunk.objects.filter(run=run).order_by("number").values_list("number", flat=True))
        for number in numbers:
            whole.write(RosterChunk.objects.values_list("data", flat=True).get(run=run, number=number))
        whole.seek(0)
        yield whole
