"""Addresses of what a survey comes to."""

from django.urls import URLPattern, URLResolver, path

from gatepost.surveys.views import gaps, remarks, results, voices

urlpatterns: list[URLPattern | URLResolver] = [
    path("<int:pk>/results/", results.show, name="results"),
    path("<int:pk>/gaps/", gaps.show, name="gaps"),
    path("<int:pk>/voices/", voices.show, name="voices"),
    path("<int:pk>/voices/call/", voices.call, name="call-families"),
    path("<int:pk>/remarks/", remarks.show, name="remarks"),
]
