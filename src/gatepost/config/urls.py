"""All addresses: each room brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("gatepost.home.urls")),
    path("", include("gatepost.kernel.urls")),
    path("", include("gatepost.accounts.urls")),
    path("people/", include("gatepost.people.urls")),
    path("languages/", include("gatepost.languages.urls")),
    path("channels/", include("gatepost.channels.urls")),
    path("errands/", include("gatepost.errands.urls")),
    path("ledger/", include("gatepost.touchpoints.urls")),
    path("plan/", include("gatepost.plans.urls")),
    path("", include("gatepost.charter.urls")),
    path("training/", include("gatepost.training.urls")),
    path("", include("gatepost.reach.urls")),
    path("", include("gatepost.surveys.urls")),
    path("", include("gatepost.conversations.urls")),
]
handler404 = "gatepost.kernel.views.not_found"
handler403 = "gatepost.kernel.views.refused"
handler400 = "gatepost.kernel.views.not_understood"
handler500 = "gatepost.kernel.views.broken"
