"""Addresses of this room."""

from django.urls import path

from gatepost.languages import views

app_name = "languages"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("<str:code>/", views.catalogue, name="catalogue"),
    path("<str:code>/sign/", views.sign, name="sign"),
]
