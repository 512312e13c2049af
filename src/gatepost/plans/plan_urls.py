"""Addresses of this part of the room."""

from django.urls import URLPattern, URLResolver, path

from gatepost.plans.views import actions, goals, papers, plans, team, versions

urlpatterns: list[URLPattern | URLResolver] = [
    path("", plans.plans, name="plans"),
    path("new/", plans.new, name="new-plan"),
    path("<int:pk>/", plans.plan, name="plan"),
    path("<int:pk>/words/", plans.words, name="edit-plan"),
    path("<int:pk>/propose/", plans.propose, name="propose"),
    path("<int:pk>/take-back/", plans.take_back, name="take-back"),
    path("<int:pk>/approve/", plans.approve, name="approve"),
    path("<int:pk>/reopen/", plans.reopen, name="reopen"),
    path("<int:pk>/close/", plans.close, name="close-plan"),
    path("<int:pk>/copy/", plans.copy, name="copy-plan"),
    path("<int:pk>/plan.pdf", papers.pdf, name="plan-pdf"),
    path("<int:pk>/plan.xlsx", papers.xlsx, name="plan-xlsx"),
    path("<int:pk>/goals/new/", goals.new, name="new-goal"),
    path("<int:pk>/goals/<int:goal>/", goals.goal, name="goal"),
    path("<int:pk>/goals/<int:goal>/edit/", goals.edit, name="edit-goal"),
    path("<int:pk>/goals/<int:goal>/reading/", goals.reading, name="add-reading"),
    path("<int:pk>/goals/<int:goal>/reading/<int:reading>/remove/", goals.remove_reading, name="remove-reading"),
    path("<int:pk>/goals/<int:goal>/remove/", goals.remove, name="remove-goal"),
    path("<int:pk>/actions/new/", actions.new, name="new-action"),
    path("<int:pk>/team/", team.team, name="team"),
    path("<int:pk>/team/join/", team.join, name="join-team"),
    path("<int:pk>/team/<int:member>/leave/", team.leave, name="leave-team"),
    path("<int:pk>/meetings/new/", team.new_meeting, name="new-meeting"),
    path("<int:pk>/meetings/<int:meeting>/", team.meeting, name="meeting"),
    path("<int:pk>/versions/", versions.versions, name="versions"),
    path("<int:pk>/versions/<int:number>/", versions.version, name="version"),
    path("<int:pk>/difference/", versions.compare, name="difference"),
]
