"""The room as a Django app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "gatepost.people"
    label = "people"

    def ready(self) -> None:
        from gatepost.people import rules  # noqa: F401  permissions declare themselves
