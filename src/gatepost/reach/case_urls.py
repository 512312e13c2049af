"""Cases, the worklist and the load of each owner."""

from django.urls import path

from gatepost.reach.views import cases

urlpatterns = [
    path("families/this-week/", cases.this_week, name="this-week"),
    path("families/this-week/share-out/", cases.share_out, name="share-out"),
    path("families/worklist/", cases.worklist, name="worklist"),
    path("families/workload/", cases.workload, name="workload"),
    path("families/cases/<int:pk>/barrier/", cases.set_barrier, name="case-barrier"),
    path("families/cases/<int:pk>/hand-over/", cases.hand_over, name="hand-over"),
    path("families/cases/<int:pk>/close/", cases.close, name="close-case"),
]
