"""The room as a Django app."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "gatepost.plans"
    label = "plans"

    def ready(self) -> None:
        from gatepost.plans import rules  # noqa: F401 -- declares who may
