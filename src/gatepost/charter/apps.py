"""The room as a Django app."""

from django.apps import AppConfig


class CharterConfig(AppConfig):
    name = "gatepost.charter"
    label = "charter"

    def ready(self) -> None:
        from gatepost.charter import rules  # noqa: F401 -- declares who may
