"""The room as a Django app."""

from django.apps import AppConfig


class TouchpointsConfig(AppConfig):
    name = "gatepost.touchpoints"
    label = "touchpoints"

    def ready(self) -> None:
        from gatepost.touchpoints import receivers, rules  # noqa: F401 -- connects the one, declares the other
