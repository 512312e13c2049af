"""Addresses of this room."""

from django.urls import URLPattern, URLResolver

from gatepost.people import person_urls

app_name = "people"
urlpatterns: list[URLPattern | URLResolver] = [*person_urls.urlpatterns]
