"""The mailroom: what went out to whom, and each e-mail exactly as its family got it, or would have got it."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gatepost.channels import presenting, queries, registry
from gatepost.channels.rules import Perm
from gatepost.history import commands as history
from gatepost.kernel.access import requires
from gatepost.kernel.text import clean_line
from gatepost.people.requests import PersonRequest


@require_safe
@requires(Perm.SEE_OUTGOING)
def mailroom(request: PersonRequest) -> HttpResponse:
    """All that went out; with words to search for, the messages to one person or address."""
    words = clean_line(request.GET.get("q", ""))
    page, lines = queries.mailings_for(request.person, page=request.GET.get("page"))
    context = {
        "page": page,
        "lines": lines,
        "words": words,
        "found": queries.deliveries_found(request.person, words) if words else [],
        "nothing_leaves": registry.nothing_leaves_by_mail(),
    }
    return render(request, "channels/mailroom.html", context)


@require_safe
@requires(Perm.SEE_OUTGOING)
def mailing(request: PersonRequest, pk: int) -> HttpResponse:
    found = queries.mailing_for(request.person, pk)
    if found is None:
        raise Http404
    page = queries.deliveries_of(found, request.person, page=request.GET.get("page"))
    return render(request, "channels/mailing.html", {"mailing": found, "page": page})


@require_safe
@requires(Perm.SEE_OUTGOING)
def mail(request: PersonRequest, pk: int) -> HttpResponse:
    """One e-mail as it is in the family's mail program. Looking at it is remembered."""
    delivery = queries.delivery_for(request.person, pk)
    if delivery is None:
        raise Http404
    history.record("channels.see_mail", by=request.person, subject=delivery)
    was_kept_here = registry.nothing_leaves_by_mail() and delivery.provider in {"", "mailroom"}
    context = {
        "delivery": delivery,
        "mail": presenting.mail_of(delivery, shows_keys=was_kept_here),
        "was_kept_here": was_kept_here,
    }
    return render(request, "channels/mail.html", context)


@require_safe
@requires(Perm.SEE_SYSTEM_MAIL)
def system_mail(request: PersonRequest) -> HttpResponse:
    """Codes to sign in: shown only where no mail server is connected, so nobody else could have got them."""
    if not registry.nothing_leaves_by_mail():
        raise Http404
    return render(request, "channels/system_mail.html", {"mails": queries.system_mail_for(request.person)})
