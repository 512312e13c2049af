"""The Monday letter as a page: what one would get now, to stop and to resume."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gatepost.kernel import clock
from gatepost.kernel.access import requires
from gatepost.kernel.errors import BadInputError
from gatepost.people.calendar import ONE_DAY
from gatepost.people.models import School
from gatepost.people.requests import PersonRequest
from gatepost.reach.commands import weekly
from gatepost.reach.queries.weekly import is_stopped, letter_for, recipients_of
from gatepost.reach.rules import Perm


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perm.SEE_REACH)
def monday_letter(request: PersonRequest) -> HttpResponse:
    school = request.school
    if school is None:
        raise BadInputError(_("You are at no school at the moment. Ask your office to enter your role."))
    if request.method == "POST":
        return _change(request, school)
    today = clock.today(school.timezone)
    monday = today - ONE_DAY * today.weekday()
    letter = letter_for(request.person, school, monday)
    context = {
        "letter": letter,
        "is_stopped": is_stopped(request.person, school),
        "is_reached": letter is None or request.person.pk in recipients_of(school, monday).reached,
    }
    return render(request, "reach/monday_letter.html", context)


def _change(request: PersonRequest, school: School) -> HttpResponse:
    if request.POST.get("wish") == "resume":
        weekly.resume_letter(school, by=request.person)
        messages.success(request, _("You get the Monday letter again."))
    else:
        weekly.stop_letter(school, by=request.person)
        messages.success(request, _("Stopped. You can have it back here whenever you like."))
    return redirect("reach:monday-letter")
