"""Addresses of the table of types by sectors, and of what can be taken along."""

from django.urls import URLPattern, URLResolver, path

from gatepost.surveys.views import export, table

urlpatterns: list[URLPattern | URLResolver] = [
    path("<int:pk>/table/", table.show, name="table"),
    path("<int:pk>/table.<slug:kind>", table.file, name="table-file"),
    path("<int:pk>/export/", export.show, name="export"),
    path("<int:pk>/export.zip", export.file, name="export-file"),
]
