"""Who of the staff can sign in: invite, end, give back, help after a lost phone."""

from collections.abc import Callable

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from gatepost.accounts import commands
from gatepost.accounts.forms import InviteForm
from gatepost.accounts.queries import staff
from gatepost.accounts.rules import Perm
from gatepost.kernel.access import may, requires
from gatepost.people.requests import PersonRequest

fresh: Callable[..., Callable[..., HttpResponse]] = reauthentication_required(app="allauth.mfa")


@require_safe
@requires(Perm.INVITE_STAFF)
def staff_page(request: PersonRequest) -> HttpResponse:
    members = staff.staff_list(request.person)
    context = {
        "members": members,
        "able": sum(member.access == staff.Access.ACTIVE for member in members),
        "uninvited": [m for m in members if m.access == staff.Access.NONE and m.suggested_email],
        "may_manage": may(request.person, Perm.MANAGE_ACCESS),
    }
    return render(request, "accounts/staff.html", context)


@require_POST
@requires(Perm.INVITE_STAFF)
@fresh
def invite(request: PersonRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(staff.staff_visible_to(request.person), pk=pk)
    form = InviteForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please give a whole e-mail address, such as name@school.example."))
        return redirect("accounts:staff")
    user = commands.invite_staff(person, email=form.cleaned_data["email"], by=request.person)
    messages.success(request, _("An invitation to %(name)s goes to %(email)s.") % {"name": person, "email": user.email})
    return redirect("accounts:staff")


@require_POST
@requires(Perm.INVITE_STAFF)
@fresh
def invite_all(request: PersonRequest) -> HttpResponse:
    invited = commands.invite_everyone(by=request.person)
    words = ngettext("%(n)d invitation is on its way.", "%(n)d invitations are on their way.", invited)
    messages.success(request, words % {"n": invited})
    return redirect("accounts:staff")


@require_POST
@requires(Perm.MANAGE_ACCESS)
@fresh
def end(request: PersonRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(staff.staff_visible_to(request.person), pk=pk)
    commands.end_access(person, by=request.person)
    messages.success(request, _("%(name)s cannot sign in any more, and every session has ended.") % {"name": person})
    return redirect("accounts:staff")


@require_POST
@requires(Perm.MANAGE_ACCESS)
@fresh
def give_back(request: PersonRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(staff.staff_visible_to(request.person), pk=pk)
    commands.give_access_back(person, by=request.person)
    messages.success(request, _("%(name)s gets a new invitation.") % {"name": person})
    return redirect("accounts:staff")


@require_POST
@requires(Perm.MANAGE_ACCESS)
@fresh
def forget_factor(request: PersonRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(staff.staff_visible_to(request.person), pk=pk)
    commands.forget_second_factor(person, by=request.person)
    messages.success(request, _("%(name)s sets up a new second step at the next sign-in.") % {"name": person})
    return redirect("accounts:staff")
