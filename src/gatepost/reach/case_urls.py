"""Cases, the worklist and the load of each owner."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
