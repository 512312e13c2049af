"""The room as a Django app."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "gatepost.conversations"
    label = "conversations"
