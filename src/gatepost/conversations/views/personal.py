"""Writing a note to one family."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gatepost.conversations.commands.notes import NoteContent
from gatepost.conversations.commands.personal import write_to_family
from gatepost.conversations.forms import PersonalNoteForm
from gatepost.conversations.presenting import threads as show
from gatepost.conversations.rules import Perm
from gatepost.framework.types import InvolvementType, Tone
from gatepost.kernel.access import requires
from gatepost.kernel.errors import BadInputError
from gatepost.languages.tags import language_name
from gatepost.people.models import Family
from gatepost.people.requests import PersonRequest
from gatepost.touchpoints.queries.activities import open_activities


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perm.WRITE_NOTE)
def write_one(request: PersonRequest, pk: int) -> HttpResponse:
    """`?tone=praise` opens it as good news."""
    if request.school is None:
        raise BadInputError(_("You are at no school at the moment. Ask your office to enter your role."))
    visible = Family.objects.current().visible_to(request.person).select_related("student")
    family = get_object_or_404(visible, pk=pk)
    own_language = show.language_of(family, request.school)
    tone = request.GET.get("tone", "")
    initial = {"once": uuid.uuid4(), "tone": tone if tone in Tone.values else Tone.NEUTRAL}
    offered = open_activities(request.person, request.school)
    form = PersonalNoteForm(request.POST if request.method == "POST" else None, initial=initial, activities=offered)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        versions = {request.school.language: typed["body"]}
        if own_language:
            versions[own_language] = typed["own_version"]
        content = NoteContent(
            request.school.language,
            versions,
            involvement_type=form.activity.involvement_type if form.activity else InvolvementType.COMMUNICATING,
            content_kind=typed["content_kind"],
            tone=typed["tone"],
            activity_id=form.activity_id,
        )
        thread = write_to_family(family, content, school=request.school, once=typed["once"], by=request.person)
        messages.success(request, _("Your note is on its way."))
        return redirect("conversations:thread", pk=thread.pk)
    context = {
        "form": form,
        "family": family,
        "adults": show.adults_of(family),
        "own_language": language_name(own_language, "en") if own_language else "",
        "is_good_news": form["tone"].value() == Tone.PRAISE,
    }
    return render(request, "conversations/write_one.html", context, status=422 if form.errors else 200)
