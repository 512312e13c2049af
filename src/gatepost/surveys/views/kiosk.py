"""The kiosk: staff start it, then it asks whoever stands before it, and knows nobody."""

import segno
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gatepost.framework.types import Sector
from gatepost.kernel.access import open_to_all, requires
from gatepost.people.requests import PersonRequest
from gatepost.surveys.commands.kiosks import sectors_at_a_kiosk, start_kiosk, why_no_kiosk
from gatepost.surveys.kiosk import read_kiosk_token
from gatepost.surveys.models import Survey
from gatepost.surveys.promise import promise_of
from gatepost.surveys.rules import Perm
from gatepost.surveys.views.answering import Sitting, conduct, gone


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perm.TYPE_SHEETS)
def kiosk(request: PersonRequest, pk: int) -> HttpResponse:
    """Whom it shall ask, and where: on another device, or on this one, which forgets who was signed in."""
    survey = Survey.objects.visible_to(request.person).select_related("school").filter(pk=pk).first()
    if survey is None:
        raise Http404
    refusal = why_no_kiosk(survey)
    context = {
        "survey": survey,
        "refusal": refusal,
        "sectors": [(sector, Sector(sector).label) for sector in sectors_at_a_kiosk(survey)],
    }
    if request.method != "POST" or refusal:
        return render(request, "surveys/kiosk.html", context, status=409 if request.method == "POST" else 200)
    sector = request.POST.get("sector", "")
    path = reverse("surveys:at-kiosk", args=[start_kiosk(survey, sector=sector, by=request.person)])
    if request.POST.get("press") == "here":
        logout(request)
        return redirect(path)
    address = settings.BASE_URL + path
    shown = {"address": address, "qr": segno.make_qr(address, error="m").svg_data_uri(border=2)}
    return render(request, "surveys/kiosk.html", context | shown | {"sector_name": Sector(sector).label})


@csrf_exempt  # it holds no session: the signed address is the authority
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def at_kiosk(request: PersonRequest, token: str) -> HttpResponse:
    """One person after the other; a minute after the last touch it is back at its first page."""
    read = read_kiosk_token(token)
    survey = Survey.objects.select_related("school").filter(pk=read[0]).first() if read else None
    if read is None or survey is None or read[1] not in survey.sectors or not promise_of(survey, read[1]).is_boxed:
        return gone(request)
    return conduct(request, Sitting(survey, read[1], kiosk=request.path))
