"""The worklist, one case's changes, this week's ten given out, and how much everybody has on the list."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import may, requires
from gatepost.kernel.errors import BadInputError
from gatepost.kernel.htmx import render_page
from gatepost.people.models import Person
from gatepost.people.requests import PersonRequest
from gatepost.reach import commands, queries
from gatepost.reach.forms.cases import SHOWS, BarrierForm, CloseForm, HandOverForm, PassOnForm, ShareOutForm, read_choice
from gatepost.reach.forms.families import DAYS_TO_ACT
from gatepost.reach.models import Case
from gatepost.reach.rules import Perm


@require_safe
@requires(Perm.SEE_REACH)
def worklist(request: PersonRequest) -> HttpResponse:
    owners = queries.owners_of_cases(request.person)
    choice = read_choice(request.GET, owners=owners)
    page, rows = queries.worklist(request.person, choice, request.GET.get("page"))
    history.record("reach.see_worklist", by=request.person, families=[row.case.family_id for row in rows])
    query = "".join(f"{name}={value}&" for name, value in (("owner", choice.owner), ("show", choice.show)) if value)
    context = {
        "page": page,
        "rows": rows,
        "choice": choice,
        "counts": queries.counts_of(request.person),
        "owners": owners,
        "shows": SHOWS.items(),
        "page_query": query,
        "today": clock.today(),
    }
    return render_page(request, "reach/worklist.html", context, part="found")


@require_safe
@requires(Perm.SEE_REACH)
def this_week(request: PersonRequest) -> HttpResponse:
    ten = queries.ten_of_the_week(request.person, more=bool(request.GET.get("more")))
    return _show_ten(request, ten, _share_form(request, ten.turns))


@require_POST
@requires(Perm.SHARE_OUT)
def share_out(request: PersonRequest) -> HttpResponse:
    """Whoever looks after the whole school gives out the ten in one go."""
    ten = queries.ten_of_the_week(request.person, more=True)
    form = _share_form(request, ten.turns)
    if not form.is_valid():
        return _show_ten(request, ten, form)
    owners = Person.objects.in_bulk(set(form.taken.values()))
    shares = [
        commands.Share(turn.home.state.family, turn.step.kind, owners[form.taken[turn.family_id]], turn.reason)
        for turn in ten.turns
        if turn.family_id in form.taken
    ]
    given = commands.share_out(shares, due_on=form.cleaned_data["due_on"], by=request.person)
    words = ngettext("%(given)d family is looked after from now on.", "%(given)d families are looked after from now on.", given)
    messages.success(request, words % {"given": given})
    return redirect("reach:worklist")


def _share_form(request: PersonRequest, ten: list[queries.Turn]) -> ShareOutForm:
    by_family = queries.owners_by_family([turn.home.state for turn in ten], request.person)
    myself = request.person.pk
    return ShareOutForm(
        request.POST if request.method == "POST" else None,
        offered={key: [(myself, _("Myself")), *((one.pk, one.in_words) for one in owners)] for key, owners in by_family.items()},
        proposed=queries.proposed_owners(ten, by_family, besides=myself),
        initial={"due_on": clock.today() + DAYS_TO_ACT},
    )


def _show_ten(request: PersonRequest, ten: queries.Ten, form: ShareOutForm) -> HttpResponse:
    context = {
        "ten": ten,
        "lines": [(turn, form[f"take-{turn.family_id}"], form[f"owner-{turn.family_id}"]) for turn in ten.turns],
        "form": form,
        "summary": queries.summary_of(request.person),
        "may_share": may(request.person, Perm.SHARE_OUT),
    }
    return render(request, "reach/this_week.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Perm.PLAN_STEP)
def set_barrier(request: PersonRequest, pk: int) -> HttpResponse:
    case, form = _case(request.person, pk), BarrierForm(request.POST)
    if not form.is_valid():
        raise BadInputError(_("Please choose one of the barriers on the list."))
    commands.set_barrier(case, barrier=form.cleaned_data["barrier"], by=request.person)
    messages.success(request, _("Noted."))
    return redirect("reach:family", pk=case.family_id)


@require_POST
@requires(Perm.PLAN_STEP)
def hand_over(request: PersonRequest, pk: int) -> HttpResponse:
    case = _case(request.person, pk)
    form = HandOverForm(request.POST, owners=queries.owners_for(case.family, request.person))
    if not form.is_valid():
        raise BadInputError(_("Please choose who goes on."))
    to = Person.objects.get(pk=form.cleaned_data["owner"])
    commands.hand_over(case, to=to, by=request.person)
    messages.success(request, _("%(name)s goes on with this family.") % {"name": to.full_name})
    return redirect("reach:family", pk=case.family_id)


@require_POST
@requires(Perm.PLAN_STEP)
def close(request: PersonRequest, pk: int) -> HttpResponse:
    case, form = _case(request.person, pk), CloseForm(request.POST)
    if not form.is_valid():
        raise BadInputError(_("Please choose why the case is closed."))
    commands.close_case(case, **form.cleaned_data, by=request.person)
    messages.success(request, _("Closed. What was tried stays on record."))
    return redirect("reach:family", pk=case.family_id)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perm.SHARE_OUT)
def workload(request: PersonRequest) -> HttpResponse:
    loads = queries.loads_of(request.person)
    form = PassOnForm(
        request.POST if request.method == "POST" else None,
        leavers=[load.owner for load in loads],
        colleagues=queries.colleagues_of(request.person),
    )
    if request.method == "POST" and form.is_valid():
        leaver = Person.objects.get(pk=form.cleaned_data["leaver"])
        passed = commands.pass_on_by_hand(leaver, to=form.cleaned_data["to"], by=request.person)
        words = ngettext("%(passed)d thing was passed on.", "%(passed)d things were passed on.", passed)
        messages.success(request, words % {"passed": passed})
        return redirect("reach:workload")
    context = {"loads": loads, "form": form, "counts": queries.counts_of(request.person)}
    return render(request, "reach/workload.html", context, status=422 if form.errors else 200)


def _case(person: Person, pk: int) -> Case:
    found = queries.case_for(person, pk)
    if found is None:
        raise Http404
    return found
