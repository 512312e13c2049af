"""The room as a Django app."""

from django.apps import AppConfig


class ReachConfig(AppConfig):
    name = "gatepost.reach"
    label = "reach"

    def ready(self) -> None:
        from gatepost.reach import receivers, rules  # noqa: F401 -- connects the one, declares the other
