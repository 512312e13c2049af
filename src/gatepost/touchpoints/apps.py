"""The room as a Django app."""

from django.apps import AppConfig


class TouchpointsConfig(AppConfig):
    name = "gatepost.touchpoints"
    label = "touchpoints"
