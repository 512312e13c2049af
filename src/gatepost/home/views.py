"""The first page for each role."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_safe

from gatepost.conversations import queries as conversations
from gatepost.errands import queries as errands
from gatepost.home import today
from gatepost.kernel.access import open_to_all
from gatepost.languages.choosing import language_menu, page_language
from gatepost.people.queries import sections_of
from gatepost.people.requests import PersonRequest
from gatepost.plans.queries.evaluations import evaluations_due
from gatepost.plans.queries.plans import actions_of
from gatepost.reach import queries as reach
from gatepost.reach.queries.good_news import count_good_news
from gatepost.surveys.queries.answering import waiting_for

MOST_ACTIONS = 3


@require_safe
@open_to_all
def front(request: PersonRequest) -> HttpResponse:
    """Visitors choose a door; families see their messages; staff see today."""
    if request.person is None:
        language = page_language(request)
        with translation.override(language):
            return render(request, "home/family/doors.html", language_menu(language))
    if not request.person.is_staff_somewhere:
        return redirect("conversations:my-messages")
    context = {
        "greeting": today.greeting(),
        "summary": reach.summary_of(request.person),
        "ten": reach.ten_of_the_week(request.person),
        "good_news": count_good_news(request.person),
        "unread": conversations.unread_count(request.person),
        "newest": conversations.waiting_threads(request.person),
        "errands": errands.errands_of(request.person, limit=5, others=0),
        "sections": sections_of(request.person),
        "drafts": conversations.drafts_of(request.person)[:3],
        "actions": actions_of(request.person)[:MOST_ACTIONS],
        "evaluations": evaluations_due(request.person)[:MOST_ACTIONS],
        "asked": waiting_for(request.person),
    }
    return render(request, "home/today.html", context)
