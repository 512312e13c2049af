"""Addresses of surveys: those for who answers are short, since they stand on paper."""

from django.urls import include, path

app_name = "surveys"
urlpatterns = [
    path("", include("gatepost.surveys.answering_urls")),
    path("surveys/", include("gatepost.surveys.building_urls")),
    path("surveys/", include("gatepost.surveys.paper_urls")),
    path("surveys/", include("gatepost.surveys.results_urls")),
    path("surveys/", include("gatepost.surveys.table_urls")),
    path("surveys/scores/", include("gatepost.surveys.scores_urls")),
]
