"""Addresses of this room: old call logs brought into the ledger."""

from django.urls import path

from gatepost.touchpoints import views

app_name = "touchpoints"
urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/upload/", views.upload, name="import-upload"),
    path("imports/<int:pk>/", views.import_page, name="import"),
    path("imports/<int:pk>/columns/", views.columns, name="import-columns"),
    path("imports/<int:pk>/questions/", views.questions, name="import-questions"),
    path("imports/<int:pk>/rows/<slug:verdict>/", views.rows, name="import-rows"),
    path("imports/<int:pk>/to-mend.csv", views.to_mend, name="import-to-mend"),
    path("imports/<int:pk>/apply/", views.apply, name="import-apply"),
    path("imports/<int:pk>/discard/", views.discard, name="import-discard"),
    path("imports/<int:pk>/undo/", views.undo, name="import-undo"),
]
