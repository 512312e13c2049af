"""The room as a Django app."""

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "gatepost.history"
    label = "history"
