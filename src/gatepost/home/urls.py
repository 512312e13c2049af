"""Addresses of the first pages."""

from django.urls import path

from gatepost.home import views

app_name = "home"
urlpatterns = [path("", views.front, name="front")]
