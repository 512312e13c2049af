"""Addresses of this room."""

from django.urls import URLPattern

app_name = "languages"
urlpatterns: list[URLPattern] = []
