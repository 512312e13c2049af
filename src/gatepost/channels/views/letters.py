"""Letters: print a pile, hand it out, make it again when somebody's rights have changed."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from gatepost.channels import commands, queries
from gatepost.channels.models import LetterRun
from gatepost.channels.rules import Perm
from gatepost.kernel.access import requires
from gatepost.people.requests import PersonRequest


@require_safe
@requires(Perm.HAND_OUT)
def letters(request: PersonRequest) -> HttpResponse:
    return render(request, "channels/letters.html", {"lines": queries.letter_runs(request.person)})


@require_safe
@requires(Perm.HAND_OUT)
def pdf(request: PersonRequest, pk: int) -> HttpResponse:
    run = _run(request, pk)
    section = run.mailing.section
    name = slugify(f"letters {section.name if section else ''} {run.made_at:%Y-%m-%d} {run.pk}")
    return HttpResponse(
        commands.paper_of(run, by=request.person),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}.pdf"'},
    )


@require_POST
@requires(Perm.HAND_OUT)
def hand_out(request: PersonRequest, pk: int) -> HttpResponse:
    run = _run(request, pk)
    number, refused = commands.hand_out(run, by=request.person)
    if refused:
        messages.warning(request, _refused(refused))
    words = ngettext("%(number)d letter is on its way home.", "%(number)d letters are on their way home.", number)
    messages.success(request, words % {"number": number})
    return redirect("channels:letters")


@require_POST
@requires(Perm.HAND_OUT)
def print_again(request: PersonRequest, pk: int) -> HttpResponse:
    commands.print_again(_run(request, pk), by=request.person)
    messages.success(
        request, _("The letters are being made again. They appear here in a moment; please throw the old ones away.")
    )
    return redirect("channels:letters")


def _refused(number: int) -> str:
    words = ngettext(
        "%(number)d letter does not count: since it was printed, its reader may not be contacted any more. If it is still there, take it back.",
        "%(number)d letters do not count: since they were printed, their readers may not be contacted any more. If they are still there, take them back.",
        number,
    )
    return words % {"number": number}


def _run(request: PersonRequest, pk: int) -> LetterRun:
    run = queries.letter_run_for(request.person, pk)
    if run is None:
        raise Http404
    return run
