"""Good news, the mix of conversations and the Monday letter."""

from django.urls import path

from gatepost.reach.views import letter, news

urlpatterns = [
    path("families/good-news/", news.good_news, name="good-news"),
    path("families/mix/", news.mix, name="mix"),
    path("families/monday-letter/", letter.monday_letter, name="monday-letter"),
]
