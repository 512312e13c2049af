"""Which provider carries which channel: the only place that knows the folders under `providers/`."""

from functools import cache
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from gatepost.channels.ports import Provider


def provider_for(channel: str) -> Provider:
    """The provider that settings.CHANNEL_PROVIDERS names for this channel."""
    return cast("Provider", _class(settings.CHANNEL_PROVIDERS[channel])())


def nothing_leaves_by_mail() -> bool:
    """Whether e-mail goes to the mailroom page only."""
    return provider_for("email").name == "mailroom"


@cache
def _class(path: str) -> type:
    return cast("type", import_string(path))
