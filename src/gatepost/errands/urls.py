"""Addresses of this room."""

from django.urls import path

from gatepost.errands import views

app_name = "errands"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("<int:pk>/", views.errand_page, name="errand"),
]
