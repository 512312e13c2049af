"""Pictures and the report for the board."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
