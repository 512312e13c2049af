"""Addresses of this room."""

from django.urls import URLPattern

app_name = "errands"
urlpatterns: list[URLPattern] = []
