"""Addresses of the first inquiry and the self-review."""

from django.urls import path

from gatepost.plans.views import inquiry, self_review

urlpatterns = [
    path("", inquiry.inquiry, name="inquiry"),
    path("start/", inquiry.start, name="start-inquiry"),
    path("answers/<uuid:pk>/", inquiry.sort, name="sort-answer"),
    path("self-review/", self_review.self_review, name="self-review"),
    path("self-review/start/", self_review.start, name="start-self-review"),
    path("self-review/<int:pk>/<slug:slug>/", self_review.sign, name="sign"),
]
