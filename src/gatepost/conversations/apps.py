"""The room as a Django app."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "gatepost.conversations"
    label = "conversations"

    def ready(self) -> None:
        from gatepost.conversations import receivers, rules  # noqa: F401  they register themselves
