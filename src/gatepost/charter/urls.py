"""Addresses of the written policy and the newcomer's page."""

from django.urls import URLPattern, URLResolver

app_name = "charter"
urlpatterns: list[URLPattern | URLResolver] = []
