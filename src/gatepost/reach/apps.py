"""The room as a Django app."""

from django.apps import AppConfig


class ReachConfig(AppConfig):
    name = "gatepost.reach"
    label = "reach"
