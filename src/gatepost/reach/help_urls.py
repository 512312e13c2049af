"""What would make it easier: barriers, asked of families and noted by staff."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
