"""The room as a Django app."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "gatepost.surveys"
    label = "surveys"

    def ready(self) -> None:
        from gatepost.surveys import receivers, rules  # noqa: F401 -- hears of others, declares who may
