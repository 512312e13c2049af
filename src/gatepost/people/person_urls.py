"""Addresses of the pages about one adult, and of the ways to school of a class."""

from django.urls import path

from gatepost.people.views import persons, travel

urlpatterns = [
    path("persons/<int:pk>/", persons.person_page, name="person"),
    path("persons/<int:pk>/preferences/", persons.set_preferences, name="set-preferences"),
    path("persons/<int:pk>/contacts/add/", persons.add_contact, name="add-contact"),
    path("persons/<int:pk>/contacts/<int:point>/", persons.judge_contact, name="judge-contact"),
    path("persons/<int:pk>/restrict/", persons.restrict, name="restrict"),
    path("persons/<int:pk>/restrictions/<int:restriction>/lift/", persons.lift, name="lift-restriction"),
    path("sections/<int:pk>/travel/", travel.section_travel, name="travel"),
]
