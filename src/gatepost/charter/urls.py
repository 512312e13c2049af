"""Addresses of the written policy and the newcomer's page: short public ones, and those for who writes."""

from django.urls import path

from gatepost.charter import views

app_name = "charter"
urlpatterns = [
    path("about/<slug:slug>/<slug:kind>/", views.public, name="public"),
    path("about/<slug:slug>/<slug:kind>.pdf", views.public_paper, name="public-paper"),
    path("charter/feedback/<int:pk>/settled/", views.settle, name="settle"),
    path("charter/<slug:kind>/", views.document, name="document"),
    path("charter/<slug:kind>/begin/", views.begin, name="begin"),
    path("charter/<slug:kind>/write/", views.write, name="write"),
    path("charter/<slug:kind>/arrange/", views.arrange, name="arrange"),
    path("charter/<slug:kind>/publish/", views.publish, name="publish"),
    path("charter/<slug:kind>/confirm/", views.confirm, name="confirm"),
]
