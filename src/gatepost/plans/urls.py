"""Addresses of the partnership plan."""

from django.urls import include, path

app_name = "plans"
urlpatterns = [
    path("", include("gatepost.plans.plan_urls")),
    path("actions/", include("gatepost.plans.action_urls")),
    path("measures/", include("gatepost.plans.measure_urls")),
    path("inquiry/", include("gatepost.plans.inquiry_urls")),
    path("findings/", include("gatepost.plans.finding_urls")),
    path("reviews/", include("gatepost.plans.review_urls")),
]
