"""The room as a Django app."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "gatepost.surveys"
    label = "surveys"

    def ready(self) -> None:
        from gatepost.surveys import rules  # noqa: F401 -- declares who may
