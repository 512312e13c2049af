"""The room as a Django app."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "gatepost.training"
    label = "training"

    def ready(self) -> None:
        from gatepost.training import rules  # noqa: F401 -- declares who may
