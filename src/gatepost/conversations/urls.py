"""Addresses of this room."""

from django.urls import path

from gatepost.conversations.views import family, gate, notes, personal, threads

app_name = "conversations"
urlpatterns = [
    path("notes/", notes.note_list, name="notes"),
    path("notes/new/", notes.new_note, name="new-note"),
    path("notes/new/family/<int:pk>/", personal.write_one, name="write-to-family"),
    path("notes/drafts/<int:pk>/", notes.review, name="review"),
    path("notes/drafts/<int:pk>/edit/", notes.edit_draft, name="edit-draft"),
    path("notes/drafts/<int:pk>/send/", notes.send, name="send"),
    path("notes/drafts/<int:pk>/discard/", notes.discard, name="discard"),
    path("notes/<int:pk>/", notes.note_page, name="note"),
    path("notes/<int:pk>/stop/", notes.stop, name="stop"),
    path("notes/<int:pk>/again/", notes.write_again, name="write-again"),
    path("threads/", threads.inbox, name="threads"),
    path("threads/<int:pk>/", threads.thread_page, name="thread"),
    path("threads/<int:pk>/seen/", threads.seen, name="seen"),
    path("talks/new/", gate.log_talk, name="log-talk"),
    path("talks/children.json", gate.children, name="talk-children"),
    path("talks/ticket.json", gate.ticket, name="talk-ticket"),
    path("talks/sync/", gate.sync, name="sync-talks"),
    path("talks/shell/", gate.shell, name="talk-shell"),
    path("talks/worker.js", gate.worker, name="talk-worker"),
    path("slips/", threads.slips, name="slips"),
    path("my/", family.my_messages, name="my-messages"),
    path("my/<int:pk>/", family.my_message, name="my-message"),
    path("code/", family.type_code, name="code"),
    path("f/<str:token>/", family.message_by_link, name="by-link"),
    path("f/<str:token>/stop/", family.stop_by_link, name="stop-by-link"),
]
