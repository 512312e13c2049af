"""Addresses for who answers: short, since they stand on paper and in messages."""

from django.urls import URLPattern, URLResolver, path

from gatepost.surveys.views import answering, kiosk, mine

urlpatterns: list[URLPattern | URLResolver] = [
    path("s/<str:token>/", answering.answer_by_link, name="answer"),
    path("k/<str:token>/", kiosk.at_kiosk, name="at-kiosk"),
    path("surveys/mine/", mine.mine, name="mine"),
    path("surveys/<int:pk>/kiosk/", kiosk.kiosk, name="kiosk"),
]
