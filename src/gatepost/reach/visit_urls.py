"""Home visits."""

from django.urls import path

from gatepost.reach.views import visit_hours, visits

urlpatterns = [
    path("families/<int:pk>/offer-visit/", visits.offer, name="offer-visit"),
    path("families/<int:pk>/asked-for-visit/", visits.asked, name="asked-for-visit"),
    path("families/visits/", visits.visit_list, name="visits"),
    path("families/visits/mirror/", visits.mirror, name="visit-mirror"),
    path("families/visits/hours/", visit_hours.hours, name="visit-hours"),
    path("families/visits/hours/settle/", visit_hours.settle, name="settle-visit-hours"),
    path("families/visits/hours.<str:kind>", visit_hours.sheet, name="visit-hours-sheet"),
    path("families/visits/<int:pk>/", visits.visit, name="visit"),
    path("families/visits/<int:pk>/answer/", visits.answer, name="answer-visit"),
    path("families/visits/<int:pk>/plan/", visits.plan, name="plan-visit"),
    path("families/visits/<int:pk>/call-off/", visits.call_off, name="call-off-visit"),
    path("families/visits/<int:pk>/start/", visits.start, name="start-visit"),
    path("families/visits/<int:pk>/longer/", visits.longer, name="stay-longer"),
    path("families/visits/<int:pk>/safe/", visits.safe, name="safe-after-visit"),
    path("families/visits/<int:pk>/notes/", visits.notes, name="visit-notes"),
    path("families/visits/<int:pk>/hours/", visits.hours, name="hours-of-visit"),
]
