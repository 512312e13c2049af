"""Errors whose text may be shown to anyone: whole sentences, rendered by one middleware."""

from django.utils import translation


class DomainError(Exception):
    """Something the person asked for cannot be done; the message says what, where and what to do.

    `language` is the one spoken when it was raised, so that the page around the message speaks it too.
    """

    status = 409

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = str(message)
        self.language = translation.get_language() or "en"


class NotAllowedError(DomainError):
    """The person may not do this."""

    status = 403


class ConflictError(DomainError):
    """Somebody or something was faster, or the state does not allow it any more."""


class NotReadyError(DomainError):
    """Something has to be done first."""


class BadInputError(DomainError):
    """What was given cannot be used: the sentence says where and what to do."""

    status = 422


class TooManyTriesError(DomainError):
    """A limit was reached; the sentence says when to try again."""

    status = 429
