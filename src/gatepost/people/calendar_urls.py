"""Addresses of the school calendar."""

from django.urls import path

from gatepost.people.views import calendar

urlpatterns = [
    path("school/calendar/", calendar.calendar_page, name="calendar"),
    path("school/calendar/terms/add/", calendar.add_term, name="add-term"),
    path("school/calendar/terms/<int:pk>/remove/", calendar.remove_term, name="remove-term"),
    path("school/calendar/closed/add/", calendar.close_days, name="close-days"),
    path("school/calendar/closed/remove/", calendar.open_days, name="open-days"),
]
