"""The room as a Django app."""

from django.apps import AppConfig


class LanguagesConfig(AppConfig):
    name = "gatepost.languages"
    label = "languages"
