"""The room as a Django app."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "gatepost.channels"
    label = "channels"

    def ready(self) -> None:
        from gatepost.channels import receivers, rules  # noqa: F401  they register themselves
