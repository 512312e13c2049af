"""Mail that was set aside: read it as plain text, put it into a family's thread, or lay it away."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gatepost.channels.forms import PlaceForm
from gatepost.channels.inbound import placing, queries
from gatepost.channels.models import Inbound, InboundState
from gatepost.channels.rules import Perm
from gatepost.history import commands as history
from gatepost.kernel.access import requires
from gatepost.kernel.text import clean_line
from gatepost.people.models import Family
from gatepost.people.requests import PersonRequest


@require_safe
@requires(Perm.READ_INBOUND)
def set_aside(request: PersonRequest) -> HttpResponse:
    return render(request, "channels/set_aside.html", {"waiting": queries.set_aside_for(request.person)[:100]})


@require_safe
@requires(Perm.READ_INBOUND)
def message(request: PersonRequest, pk: int) -> HttpResponse:
    inbound = _inbound(request, pk)
    history.record("channels.see_inbound", by=request.person, subject=inbound)
    search = clean_line(request.GET.get("q", ""))
    form = _form(inbound, request, search=search)
    return render(request, "channels/inbound.html", _context(inbound, form, search))


@require_POST
@requires(Perm.READ_INBOUND)
def place(request: PersonRequest, pk: int) -> HttpResponse:
    inbound = _inbound(request, pk)
    form = PlaceForm(request.POST)
    form.offer(Family.objects.current().visible_to(request.person).select_related("student"))
    if not form.is_valid():
        form.offer(queries.families_it_may_be_from(inbound, request.person, search=""))
        return render(request, "channels/inbound.html", _context(inbound, form, ""), status=422)
    placing.place(inbound, family=form.cleaned_data["family"], text=form.cleaned_data["text"], by=request.person)
    messages.success(request, _("It stands in the thread now, marked as coming from an address we do not know."))
    return redirect("channels:set-aside")


@require_POST
@requires(Perm.READ_INBOUND)
def lay_away(request: PersonRequest, pk: int) -> HttpResponse:
    placing.lay_away(_inbound(request, pk), by=request.person)
    messages.success(request, _("It is laid away."))
    return redirect("channels:set-aside")


@require_safe
@requires(Perm.READ_INBOUND)
def raw_message(request: PersonRequest, pk: int) -> HttpResponse:
    """The message as it came, with what was attached: always a download, never shown by the browser."""
    inbound = _inbound(request, pk)
    history.record("channels.take_raw_message", by=request.person, subject=inbound)
    return HttpResponse(
        bytes(inbound.raw),
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="message-{inbound.pk}.eml"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


def _inbound(request: PersonRequest, pk: int) -> Inbound:
    inbound = queries.inbound_for(request.person, pk)
    if inbound is None:
        raise Http404
    return inbound


def _form(inbound: Inbound, request: PersonRequest, *, search: str) -> PlaceForm:
    families = queries.families_it_may_be_from(inbound, request.person, search=search)
    form = PlaceForm(initial={"text": inbound.text or queries.safe_text(inbound), "family": families.first()})
    form.offer(families)
    return form


def _context(inbound: Inbound, form: PlaceForm, search: str) -> dict[str, object]:
    return {
        "inbound": inbound,
        "form": form,
        "search": search,
        "safe_text": queries.safe_text(inbound),
        "is_waiting": inbound.state == InboundState.QUARANTINED,
    }
