"""Addresses of this room."""

from django.urls import URLPattern

from gatepost.channels import inbound_urls

app_name = "channels"
urlpatterns: list[URLPattern] = [*inbound_urls.urlpatterns]
