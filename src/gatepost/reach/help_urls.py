"""What would make it easier: barriers, asked of families and noted by staff."""

from django.urls import path

from gatepost.reach.views import easier

urlpatterns = [
    path("f/<str:token>/easier/", easier.easier_by_link, name="easier"),
    path("my/easier/", easier.my_easier, name="my-easier"),
    path("families/barriers/", easier.barrier_list, name="barriers"),
    path("families/<int:pk>/barriers/", easier.note_barrier, name="note-barrier"),
    path("families/<int:pk>/barriers/ask/", easier.ask, name="ask-easier"),
    path("families/<int:pk>/barriers/<int:noted>/", easier.mend_barrier, name="mend-barrier"),
]
