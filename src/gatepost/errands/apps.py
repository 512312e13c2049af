"""The room as a Django app."""

from django.apps import AppConfig


class ErrandsConfig(AppConfig):
    name = "gatepost.errands"
    label = "errands"

    def ready(self) -> None:
        from gatepost.errands import receivers, rules  # noqa: F401 -- connects the one, declares the other
