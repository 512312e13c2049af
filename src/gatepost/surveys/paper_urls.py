"""Addresses of this part of the room."""

from django.urls import URLPattern, URLResolver, path

from gatepost.surveys.views import paper, scanning, typing

urlpatterns: list[URLPattern | URLResolver] = [
    path("<int:pk>/sheets/", paper.sheets, name="sheets"),
    path("<int:pk>/sheets/<int:run>/", paper.pile, name="sheets-pdf"),
    path("<int:pk>/handed-in/", paper.handed_in, name="handed-in"),
    path("<int:pk>/type/", typing.enter, name="type"),
    path("<int:pk>/type/<int:sheet>/", typing.sheet_page, name="type-sheet"),
    path("<int:pk>/conflicts/", typing.conflicts, name="conflicts"),
    path("<int:pk>/conflicts/<int:sheet>/", typing.settle, name="settle-conflict"),
    path("<int:pk>/count/", typing.count, name="count-sheets"),
    path("<int:pk>/scan/", scanning.scans, name="scan"),
    path("<int:pk>/scan/bring-in/", scanning.bring_in, name="bring-in-scan"),
    path("<int:pk>/scan/questions/", scanning.doubts, name="scan-doubts"),
    path("<int:pk>/scan/questions/<int:doubt>/", scanning.picture, name="scan-picture"),
    path("<int:pk>/scan/sheets/<int:sheet>/", scanning.settle, name="settle-scan"),
    path("<int:pk>/scan/sheets/<int:sheet>/as-it-is/", scanning.as_it_is, name="scan-as-it-is"),
]
