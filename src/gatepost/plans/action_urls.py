"""Addresses of this part of the room."""

from django.urls import URLPattern, URLResolver, path

from gatepost.plans.views import actions, evidence

urlpatterns: list[URLPattern | URLResolver] = [
    path("<int:pk>/", actions.action, name="action"),
    path("<int:pk>/edit/", actions.edit, name="edit-action"),
    path("<int:pk>/how-far/", actions.how_far, name="how-far"),
    path("<int:pk>/owner/", actions.owner, name="action-owner"),
    path("<int:pk>/remove/", actions.remove, name="remove-action"),
    path("<int:pk>/evaluate/", evidence.evaluate, name="evaluate"),
    path("<int:pk>/ask-families/", evidence.ask_families, name="ask-families"),
]
