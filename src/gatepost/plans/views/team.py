"""The team: who sits in it from which side, when it meets, and what was said."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure, may, requires
from gatepost.kernel.text import clean_line
from gatepost.people.models import Person
from gatepost.people.requests import PersonRequest
from gatepost.plans.commands import team as commands
from gatepost.plans.commands.plans import refuse_if_over
from gatepost.plans.forms.team import MeetingForm, MemberForm
from gatepost.plans.models import Plan, TeamMeeting
from gatepost.plans.queries.plans import people_named, somebody_offered
from gatepost.plans.queries.team import team_of
from gatepost.plans.rules import Perm
from gatepost.plans.views.writing import DONE, attempt, found_plan, shown_with

_BOTH = ["GET", "HEAD", "POST"]


@require_safe
@requires(Perm.READ)
def team(request: PersonRequest, pk: int) -> HttpResponse:
    return _show(request, found_plan(request.person, pk), None, 200)


@require_POST
@requires(Perm.WRITE)
def join(request: PersonRequest, pk: int) -> HttpResponse:
    plan = found_plan(request.person, pk)
    ensure(request.person, Perm.WRITE, plan)
    form = MemberForm(request.POST)

    def act() -> None:
        clean = dict(form.cleaned_data)
        wanted = clean.pop("person")
        commands.join_team(plan, by=request.person, person=_somebody(request.person, plan, wanted), **clean)

    status = attempt(form, act)
    if status != DONE:
        return _show(request, plan, form, status)
    messages.success(request, _("Welcome to the team."))
    return redirect("plans:team", pk=pk)


@require_POST
@requires(Perm.WRITE)
def leave(request: PersonRequest, pk: int, member: int) -> HttpResponse:
    plan = found_plan(request.person, pk)
    found = get_object_or_404(plan.members, pk=member)
    commands.leave_team(found, by=request.person)
    messages.success(request, _("Noted. The meetings keep who was there."))
    return redirect("plans:team", pk=pk)


@require_http_methods(_BOTH)
@requires(Perm.WRITE)
def new_meeting(request: PersonRequest, pk: int) -> HttpResponse:
    plan = found_plan(request.person, pk)
    ensure(request.person, Perm.WRITE, plan)
    refuse_if_over(plan)
    form = MeetingForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = attempt(form, lambda: commands.plan_meeting(plan, facts=form.facts, by=request.person))
        if status == DONE:
            messages.success(request, _("The meeting stands in the plan."))
            return redirect("plans:team", pk=pk)
    return render(request, "plans/meeting_form.html", {"plan": plan, "form": form}, status=status)


@require_http_methods(_BOTH)
@requires(Perm.READ)
def meeting(request: PersonRequest, pk: int, meeting: int) -> HttpResponse:
    """Everybody of the staff reads it; who writes the plan writes it."""
    plan = found_plan(request.person, pk)
    found = get_object_or_404(plan.meetings.prefetch_related("attended"), pk=meeting)
    if request.method != "POST" and not may(request.person, Perm.WRITE, plan):
        return render(request, "plans/meeting.html", {"plan": plan, "meeting": found})
    ensure(request.person, Perm.WRITE, plan)
    form = MeetingForm(request.POST if request.method == "POST" else None, initial=_initial(found), meeting=found)
    status = 200
    if request.method == "POST":
        status = attempt(form, lambda: _write(form, found, request.person))
        if status == DONE:
            messages.success(request, _("Kept."))
            return redirect("plans:team", pk=pk)
        found = get_object_or_404(plan.meetings.prefetch_related("attended"), pk=meeting)
    shown = shown_with(form, "", commands.of_meeting(found))
    words = _initial(found) if getattr(form, "is_stale", False) else {}
    meanwhile = [(form.fields[name].label, words[name]) for name in ("agenda", "minutes") if words and name in form.changed_data]
    context = {"plan": plan, "meeting": found, **shown, "meanwhile": [row for row in meanwhile if row[1]]}
    return render(request, "plans/meeting_form.html", context, status=status)


def _write(form: MeetingForm, found: TeamMeeting, by: Person) -> None:
    commands.write_meeting(found, facts=form.facts, attended=form.cleaned_data["attended"], seen=form.stamp, by=by)


def _initial(found: TeamMeeting) -> dict[str, object]:
    plain = {name: getattr(found, name) for name in ("meets_on", "place", "agenda", "minutes")}
    return {**plain, "attended": [member.pk for member in found.attended.all()]}


def _somebody(person: Person, plan: Plan, pk: int | None) -> Person | None:
    """Somebody whom whoever adds may see: a colleague, a guardian or student of her or his own."""
    if pk is None:
        return None
    found = somebody_offered(person, plan.school, pk)
    if found is None:
        raise Http404
    return found


def _show(request: PersonRequest, plan: Plan, form: MemberForm | None, status: int) -> HttpResponse:
    words = clean_line(request.GET.get("q", ""))[:100]
    may_write = may(request.person, Perm.WRITE, plan)
    members = set(plan.members.filter(left_on=None).values_list("person_id", flat=True))
    found = people_named(request.person, plan.school, words) if may_write and words else []
    found = [one for one in found if one.person.pk not in members]
    if found:
        history.record("plans.look_for_members", by=request.person, subject=plan, found=len(found))
    context = {
        "plan": plan,
        "team": team_of(plan, today=clock.today(plan.school.timezone)),
        "words": words,
        "found": found,
        "member_form": form or MemberForm(),
    }
    return render(request, "plans/team.html", context, status=status)
