"""Addresses of the 15 measures."""

from django.urls import URLPattern, URLResolver, path

from gatepost.plans.views import measures

urlpatterns: list[URLPattern | URLResolver] = [
    path("", measures.measures, name="measures"),
    path("<int:number>/", measures.measure, name="measure"),
]
