"""Addresses of this room."""

from django.urls import URLPattern, URLResolver

from gatepost.people import calendar_urls, person_urls, roster_urls

app_name = "people"
urlpatterns: list[URLPattern | URLResolver] = [*person_urls.urlpatterns, *roster_urls.urlpatterns, *calendar_urls.urlpatterns]
