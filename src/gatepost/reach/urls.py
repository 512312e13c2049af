"""Addresses of this room."""

from django.urls import path

from gatepost.reach import views

app_name = "reach"
urlpatterns = [
    path("families/", views.families, name="families"),
    path("families/this-week/", views.this_week, name="this-week"),
    path("families/<int:pk>/", views.family, name="family"),
    path("families/<int:pk>/plan/", views.plan, name="plan"),
    path("families/<int:pk>/entries/<int:entry>/withdraw/", views.withdraw, name="withdraw"),
]
