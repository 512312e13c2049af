"""Addresses of the roster pages."""

from django.urls import path

from gatepost.people.views import roster

urlpatterns = [
    path("roster/", roster.roster_page, name="roster"),
    path("roster/upload/", roster.upload, name="roster-upload"),
    path("roster/<int:pk>/", roster.run_page, name="roster-run"),
    path("roster/<int:pk>/columns/", roster.columns, name="roster-columns"),
    path("roster/<int:pk>/names/<slug:kind>/<slug:action>/", roster.names, name="roster-names"),
    path("roster/<int:pk>/problems/", roster.problems, name="roster-problems"),
    path("roster/<int:pk>/apply/", roster.apply_run, name="roster-apply"),
    path("roster/<int:pk>/discard/", roster.discard, name="roster-discard"),
    path("roster/<int:pk>/undo/", roster.undo, name="roster-undo"),
]
