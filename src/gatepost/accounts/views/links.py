"""Personal links that went into wrong hands: made useless for one person, all at once."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gatepost.accounts import commands
from gatepost.accounts.rules import Perm
from gatepost.kernel.access import requires
from gatepost.people.models import Person
from gatepost.people.requests import PersonRequest


@require_POST
@requires(Perm.REVOKE_LINKS)
def revoke(request: PersonRequest, pk: int) -> HttpResponse:
    adult = get_object_or_404(Person.objects.adults_visible_to(request.person), pk=pk)
    count = commands.revoke_links(adult, by=request.person)
    words = ngettext(
        "%(n)d link no longer opens anything, nor its code and reply address. The next message brings a new one.",
        "%(n)d links no longer open anything, nor their codes and reply addresses. The next message brings a new one.",
        count,
    )
    messages.success(request, words % {"n": count} if count else _("No link sent to this person was open any more."))
    return redirect("people:person", pk=adult.pk)
