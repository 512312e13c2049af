"""Addresses of the pages on incoming mail; `channels.urls` takes them in."""

from django.urls import path

from gatepost.channels import inbound_views as views

urlpatterns = [
    path("inbound/", views.set_aside, name="set-aside"),
    path("inbound/<int:pk>/", views.message, name="inbound"),
    path("inbound/<int:pk>/place/", views.place, name="place-inbound"),
    path("inbound/<int:pk>/lay-away/", views.lay_away, name="lay-away-inbound"),
    path("inbound/<int:pk>/raw/", views.raw_message, name="raw-inbound"),
]
