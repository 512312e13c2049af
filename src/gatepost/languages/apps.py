"""The room as a Django app."""

from django.apps import AppConfig


class LanguagesConfig(AppConfig):
    name = "gatepost.languages"
    label = "languages"

    def ready(self) -> None:
        from gatepost.languages import rules  # noqa: F401  permissions declare themselves
