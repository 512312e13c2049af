"""Addresses of training."""

from django.urls import path

from gatepost.training import views

app_name = "training"
urlpatterns = [
    path("", views.modules, name="modules"),
    path("modules/<slug:slug>/", views.module_page, name="module"),
    path("modules/<slug:slug>.pdf", views.module_sheet, name="module-sheet"),
    path("sessions/plan/", views.plan, name="plan"),
    path("sessions/<int:pk>/", views.session, name="session"),
    path("sessions/<int:pk>/was-there/", views.was_there, name="was-there"),
    path("sessions/<int:pk>/slips/", views.type_slip, name="type-slip"),
    path("attendances/<int:pk>/take-out/", views.take_out, name="take-out"),
]
