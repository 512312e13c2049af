"""One action: its page, writing it, and how far it is."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure, may, requires
from gatepost.people.requests import PersonRequest
from gatepost.people.roles import WHOLE_SCHOOL_ROLES
from gatepost.plans.audience_words import audience_of
from gatepost.plans.commands import actions as commands
from gatepost.plans.contents import in_words, of_action
from gatepost.plans.forms.actions import ActionForm, HowFarForm, OwnerForm, initial_of
from gatepost.plans.models import Action
from gatepost.plans.plan_words import lines_of, plain, stretch
from gatepost.plans.queries.plans import families_meant, is_late, owners_there
from gatepost.plans.rules import Perm
from gatepost.plans.stamps import stamp_of
from gatepost.plans.views.evidence import evidence_context
from gatepost.plans.views.writing import DONE, attempt, found_action, found_plan, shown_with, way_to_change
from gatepost.reach.queries.groups import FEWEST_FAMILIES

_BOTH = ["GET", "HEAD", "POST"]


@require_safe
@requires(Perm.READ)
def action(request: PersonRequest, pk: int) -> HttpResponse:
    return _show(request, found_action(request.person, pk))


@require_http_methods(_BOTH)
@requires(Perm.WRITE)
def new(request: PersonRequest, pk: int) -> HttpResponse:
    """One more action; `?goal=` and `?type=` say what it was begun from."""
    plan = found_plan(request.person, pk)
    ensure(request.person, Perm.WRITE, plan)
    if (elsewhere := way_to_change(request, plan)) is not None:
        return elsewhere
    initial = {"status": "planned", "goal": request.GET.get("goal", "")[:9], "main_type": request.GET.get("type", "")[:20]}
    form = ActionForm(request.POST if request.method == "POST" else None, initial=initial, plan=plan)
    made: list[Action] = []
    status = 200
    if request.method == "POST":
        status = attempt(form, lambda: made.append(commands.make_action(plan, facts=form.facts, by=request.person)))
    if made:
        messages.success(request, _("The action is in the plan."))
        return redirect("plans:action", pk=made[0].pk)
    return render(request, "plans/action_form.html", {"plan": plan, "form": form}, status=status)


@require_http_methods(_BOTH)
@requires(Perm.WRITE)
def edit(request: PersonRequest, pk: int) -> HttpResponse:
    found = found_action(request.person, pk)
    ensure(request.person, Perm.WRITE, found.plan)
    if (elsewhere := way_to_change(request, found.plan)) is not None:
        return elsewhere
    data = request.POST if request.method == "POST" else None
    form = ActionForm(data, initial=initial_of(found), plan=found.plan, owner=found.owner)
    status = 200
    if request.method == "POST":
        status = attempt(form, lambda: commands.change_action(found, facts=form.facts, seen=form.stamp, by=request.person))
        if status == DONE:
            messages.success(request, _("Kept."))
            return redirect("plans:action", pk=pk)
    now = found_action(request.person, pk)
    context = {"plan": now.plan, "action": now, **shown_with(form, "actions", of_action(now))}
    return render(request, "plans/action_form.html", context, status=status)


@require_POST
@requires(Perm.DO_ACTION)
def how_far(request: PersonRequest, pk: int) -> HttpResponse:
    """Its owner, or who writes the plan, says how it goes."""
    found = found_action(request.person, pk)
    ensure(request.person, Perm.DO_ACTION, found)
    form = HowFarForm(request.POST)

    def act() -> None:
        clean = form.cleaned_data
        commands.say_how_far(found, status=clean["status"], spent=clean["spent"], seen=form.stamp, by=request.person)

    status = attempt(form, act)
    if status != DONE:
        return _show(request, found_action(request.person, pk), how_far_form=form, status=status)
    messages.success(request, _("Noted."))
    return redirect("plans:action", pk=pk)


@require_POST
@requires(Perm.WRITE)
def owner(request: PersonRequest, pk: int) -> HttpResponse:
    """Somebody else sees to it from now on."""
    found = found_action(request.person, pk)
    ensure(request.person, Perm.WRITE, found.plan)
    form = OwnerForm(request.POST, plan=found.plan)
    status = attempt(form, lambda: commands.give_owner(found, to=form.person, by=request.person))
    if status != DONE:
        return _show(request, found, owner_form=form, status=status)
    messages.success(request, _("Noted. It stands on the list of %(name)s now.") % {"name": form.person.full_name})
    return redirect("plans:action", pk=pk)


@require_POST
@requires(Perm.WRITE)
def remove(request: PersonRequest, pk: int) -> HttpResponse:
    found = found_action(request.person, pk)
    commands.remove_action(found, by=request.person)
    messages.success(request, _("“%(title)s” is taken out of the plan.") % {"title": found.title})
    return redirect("plans:plan", pk=found.plan_id)


def _show(
    request: PersonRequest,
    found: Action,
    *,
    how_far_form: HowFarForm | None = None,
    owner_form: OwnerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    history.record("plans.see_action", by=request.person, subject=found)
    may_write = may(request.person, Perm.WRITE, found.plan)
    # Made small on purpose, an audience would tell who reads what, or who is in which class: so few are told to few.
    meant, sees_all = families_meant(found).count(), found.plan.school_id in request.person.schools_as(WHOLE_SCHOOL_ROLES)
    context = {
        "plan": found.plan,
        "action": found,
        "meant": None if meant < FEWEST_FAMILIES and not sees_all else meant,
        "audience": audience_of(found),
        "other_types": in_words("other_types", found.other_types),
        "steps": lines_of(found.steps),
        "late": is_late(found, clock.today(found.plan.school.timezone)),
        "orphaned": found.owner_id not in owners_there(found.plan.school_id),
        "how_far_form": how_far_form or HowFarForm(initial={"status": found.status, "spent": plain(found.spent)}),
        "owner_form": (owner_form or OwnerForm(plan=found.plan)) if may_write else None,
        "when": stretch(found.begins_on, found.ends_on),
        "stamp": stamp_of(of_action(found)),
        **evidence_context(found, request.person),
    }
    return render(request, "plans/action.html", context, status=status)
