"""The room as a Django app."""

from django.apps import AppConfig


class FrameworkConfig(AppConfig):
    name = "gatepost.framework"
    label = "framework"
