"""Files are refused wherever a view did not ask for them: nobody fills the disk through a form that has no file."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class RefusingUploadHandler(FileUploadHandler):
    """The handler of every request; a view that takes a file sets its own before anything reads the body."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *rest: Any, **more: Any) -> None:  # noqa: N803
        if content_length > (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0):
            raise RequestDataTooBig("A form without a file is never so large.")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise RequestDataTooBig("This address takes no files.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Nothing arrives here: `new_file` has refused before."""

    def file_complete(self, file_size: int) -> None:
        """Nor is anything ever complete."""
