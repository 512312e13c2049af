"""Addresses of pages without a subject."""

from django.urls import path

from gatepost.kernel import views

app_name = "kernel"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("ui/", views.gallery, name="gallery"),
]
