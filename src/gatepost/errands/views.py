"""What is asked of whom, and what came of it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gatepost.errands import commands, queries
from gatepost.errands.forms import ResultForm
from gatepost.errands.models import ErrandKind
from gatepost.errands.rules import Perm
from gatepost.history import commands as history
from gatepost.kernel.access import requires
from gatepost.people.requests import PersonRequest

# Of what is asked of others, the most urgent; the rest is one press away.
SOME_OF_THEM, ALL_OF_THEM = 15, 500


@require_safe
@requires(Perm.DO)
def mine(request: PersonRequest) -> HttpResponse:
    others = ALL_OF_THEM if request.GET.get("all") else SOME_OF_THEM
    return render(request, "errands/list.html", {"errands": queries.errands_of(request.person, others=others)})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perm.DO)
def errand_page(request: PersonRequest, pk: int) -> HttpResponse:
    errand = queries.errand_for(request.person, pk)
    if errand is None:
        raise Http404
    form = ResultForm(request.POST or None, results=queries.results_of(errand), is_call=errand.kind == ErrandKind.CALL)
    if request.method == "POST" and form.is_valid():
        commands.record_result(errand, **form.cleaned_data, by=request.person)
        messages.success(request, _("Noted, thank you."))
        return redirect("errands:mine")
    history.record("errands.see_errand", by=request.person, subject=errand)
    context = {"errand": errand, "form": form}
    return render(request, "errands/errand.html", context, status=422 if form.errors else 200)
