"""Addresses of the yearly review."""

from django.urls import URLPattern, URLResolver, path

from gatepost.plans.views import reviews

urlpatterns: list[URLPattern | URLResolver] = [
    path("", reviews.reviews, name="reviews"),
    path("write/<int:pk>/<int:year>/", reviews.write, name="write-pack"),
    path("<int:pk>/", reviews.review, name="review"),
    path("<int:pk>/pack.pdf", reviews.paper, name="review-paper"),
    path("<int:pk>/decide/", reviews.decide, name="decide"),
    path("<int:pk>/close/", reviews.close, name="close-review"),
    path("<int:pk>/next/", reviews.next_draft, name="next-draft"),
]
