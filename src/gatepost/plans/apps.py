"""The room as a Django app."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "gatepost.plans"
    label = "plans"

    def ready(self) -> None:
        from gatepost.plans import receivers, rules  # noqa: F401 -- connects the one, declares the other
