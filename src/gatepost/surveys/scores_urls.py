"""Addresses of scores that come from outside."""

from django.urls import URLPattern, URLResolver, path

from gatepost.surveys.views import scores

urlpatterns: list[URLPattern | URLResolver] = [
    path("", scores.show, name="scores"),
    path("upload/", scores.upload, name="score-upload"),
    path("<int:pk>/", scores.file_page, name="score-file"),
    path("<int:pk>/columns/", scores.columns, name="score-columns"),
    path("<int:pk>/remove/", scores.remove, name="score-remove"),
]
