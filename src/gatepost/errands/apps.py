"""The room as a Django app."""

from django.apps import AppConfig


class ErrandsConfig(AppConfig):
    name = "gatepost.errands"
    label = "errands"
