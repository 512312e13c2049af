"""Addresses of this room."""

from django.urls import URLPattern, path

from gatepost.channels.views import inbound, letters, mailroom

app_name = "channels"
urlpatterns: list[URLPattern] = [
    path("mailroom/", mailroom.mailroom, name="mailroom"),
    path("mailroom/codes/", mailroom.system_mail, name="system-mail"),
    path("mailroom/<int:pk>/", mailroom.mailing, name="mailing"),
    path("mailroom/mail/<int:pk>/", mailroom.mail, name="mail"),
    path("letters/", letters.letters, name="letters"),
    path("letters/<int:pk>/pdf/", letters.pdf, name="letters-pdf"),
    path("letters/<int:pk>/handed-out/", letters.hand_out, name="hand-out"),
    path("letters/<int:pk>/again/", letters.print_again, name="print-again"),
    path("inbound/", inbound.set_aside, name="set-aside"),
    path("inbound/<int:pk>/", inbound.message, name="inbound"),
    path("inbound/<int:pk>/place/", inbound.place, name="place-inbound"),
    path("inbound/<int:pk>/lay-away/", inbound.lay_away, name="lay-away-inbound"),
    path("inbound/<int:pk>/raw/", inbound.raw_message, name="raw-inbound"),
]
