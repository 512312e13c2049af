"""Addresses of the builder, and of opening, reminding and closing."""

from django.urls import URLPattern, URLResolver, path

from gatepost.surveys.views import building, items, sending

urlpatterns: list[URLPattern | URLResolver] = [
    path("", building.survey_list, name="list"),
    path("new/", building.new, name="new"),
    path("begin/", building.begin, name="begin"),
    path("<int:pk>/", building.survey_home, name="survey"),
    path("<int:pk>/edit/", building.edit, name="edit"),
    path("<int:pk>/settings/", building.edit_settings, name="edit-settings"),
    path("<int:pk>/languages/<slug:language>/", building.edit_language, name="edit-language"),
    path("<int:pk>/preview/", building.preview, name="preview"),
    path("<int:pk>/discard/", building.discard, name="discard"),
    path("<int:pk>/add-part/", items.add_part, name="add-part"),
    path("parts/<int:pk>/", items.edit_part, name="edit-part"),
    path("parts/<int:pk>/press/", items.part_act, name="part-act"),
    path("parts/<int:pk>/new/<slug:kind>/", items.new_item, name="new-item"),
    path("questions/<int:pk>/", items.edit_item, name="edit-item"),
    path("questions/<int:pk>/press/", items.item_act, name="item-act"),
    path("<int:pk>/send/", sending.send, name="send"),
    path("<int:pk>/remind/", sending.remind, name="remind"),
    path("<int:pk>/ask-new/", sending.ask_new, name="ask-new"),
    path("<int:pk>/close/", sending.close, name="close"),
]
