"""How the states are counted."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
