"""Uploads: a handler that stops at the limit, and the stored pieces put together again."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest

from gatepost.people.models import RosterChunk, RosterRun
from gatepost.people.roster.package import MOST_BYTES

_STOPPED = "gatepost.upload_stopped"


class StoppingUploadHandler(TemporaryFileUploadHandler):
    """Writes to a temporary file and stops reading once there is more than a roster can be."""

    most = MOST_BYTES

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if start + len(raw_data) > self.most:
            if self.request is not None:
                self.request.META[_STOPPED] = "yes"
            raise StopUpload(connection_reset=False)
        super().receive_data_chunk(raw_data, start)
        return None

    @staticmethod
    def stopped(request: HttpRequest) -> bool:
        """Whether the upload was larger than the limit."""
        return _STOPPED in request.META


@contextmanager
def assembled(run: RosterRun) -> Iterator[BinaryIO]:
    """The uploaded file, from its pieces in the database, as a nameless temporary file."""
    with tempfile.TemporaryFile() as whole:
        numbers = list(RosterChunk.objects.filter(run=run).order_by("number").values_list("number", flat=True))
        for number in numbers:
            whole.write(RosterChunk.objects.values_list("data", flat=True).get(run=run, number=number))
        whole.seek(0)
        yield whole
