"""Good news and the mix of conversations."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
