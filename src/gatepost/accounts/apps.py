"""The room as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "gatepost.accounts"
    label = "accounts"

    def ready(self) -> None:
        from gatepost.accounts import checks, receivers, rules  # noqa: F401  they register themselves
