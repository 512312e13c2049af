"""Pictures and the report for the board."""

from django.urls import path

from gatepost.reach.views import pictures

urlpatterns = [
    path("families/pictures/", pictures.show, name="pictures"),
    path("families/pictures/board.pdf", pictures.board, name="board-report"),
    path("families/pictures/numbers.csv", pictures.numbers, name="picture-numbers"),
    path("families/pictures/count-anew/", pictures.count_anew, name="count-weeks-anew"),
]
