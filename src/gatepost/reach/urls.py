"""Addresses of this room."""

from django.urls import path

from gatepost.reach import case_urls, help_urls, news_urls, picture_urls, state_urls, visit_urls
from gatepost.reach.views import entries, families

app_name = "reach"
urlpatterns = [
    path("families/", families.families, name="families"),
    path("families/<int:pk>/", families.family, name="family"),
    path("families/<int:pk>/plan/", families.plan, name="plan"),
    path("families/<int:pk>/entries/<int:entry>/", entries.mend, name="mend"),
    path("families/<int:pk>/entries/<int:entry>/withdraw/", entries.withdraw, name="withdraw"),
    *state_urls.urlpatterns,
    *case_urls.urlpatterns,
    *help_urls.urlpatterns,
    *visit_urls.urlpatterns,
    *news_urls.urlpatterns,
    *picture_urls.urlpatterns,
]
