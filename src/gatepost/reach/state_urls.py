"""How the states are counted."""

from django.urls import path

from gatepost.reach.views import counting

urlpatterns = [
    path("families/counting/", counting.counting, name="counting"),
    path("families/counting/use/", counting.use_window, name="use-window"),
]
