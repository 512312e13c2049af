"""One's own account: the second step, all sessions at once, the door one came by; and who may do what."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gatepost.accounts import commands
from gatepost.accounts.middleware import ACTS_AS_FAMILY, ACTS_AT
from gatepost.accounts.queries.roles import roles_in_words
from gatepost.accounts.rules import Perm
from gatepost.kernel.access import requires
from gatepost.kernel.errors import NotAllowedError
from gatepost.people.requests import PersonRequest
from gatepost.people.roles import FAMILY


@require_safe
@requires(Perm.OWN_ACCOUNT)
def account(request: PersonRequest) -> HttpResponse:
    """What belongs to one's own sign-in, on one page."""
    return render(request, "accounts/account.html", {"has_factor": is_mfa_enabled(request.user)})


@require_safe
@requires(Perm.OWN_ACCOUNT)
def second_factor(request: PersonRequest) -> HttpResponse:
    """The step that comes before everything else, for who has no second factor yet."""
    if is_mfa_enabled(request.user):
        return redirect("mfa_index")
    return render(request, "accounts/second_factor.html", {"required": settings.STAFF_SECOND_FACTOR_REQUIRED})


@require_POST
@requires(Perm.OWN_SESSIONS)
def sign_out_everywhere(request: PersonRequest) -> HttpResponse:
    """End all sessions of the person who asks, this one included."""
    commands.sign_out_everywhere(request.person.user, by=request.person)
    auth.logout(request)
    messages.success(request, _("You are signed out everywhere."))
    return redirect("account_login")


@require_POST
@requires(Perm.OWN_SESSIONS)
def act_as_family(request: PersonRequest) -> HttpResponse:
    """“I am here as a parent”: a member of staff sees only what any guardian of these children sees."""
    if FAMILY not in request.roles:
        raise NotAllowedError(_("This is for members of staff who are also a guardian of a student."))
    request.session[ACTS_AS_FAMILY] = True
    return redirect(settings.LOGIN_REDIRECT_URL)


@require_POST
@requires(Perm.OWN_SESSIONS)
def act_as_staff(request: PersonRequest) -> HttpResponse:
    """Back to work. Who came by the family door stays a guardian: that door opens nothing else."""
    if request.session.pop(ACTS_AS_FAMILY, None) is None:
        raise NotAllowedError(_("To work as a member of staff, sign in with your password."))
    return redirect(settings.LOGIN_REDIRECT_URL)


@require_POST
@requires(Perm.OWN_ACCOUNT)
def act_at(request: PersonRequest, school: int) -> HttpResponse:
    """Work at another of one's schools; what one may do at this one stays here."""
    if school not in request.person.staff_schools:
        raise NotAllowedError(_("You hold no role at this school."))
    request.session[ACTS_AT] = school
    return redirect(settings.LOGIN_REDIRECT_URL)


@require_safe
@requires(Perm.SEE_ROLES)
def roles(request: PersonRequest) -> HttpResponse:
    """Each role in words, with what it may do; read straight from the code that decides it."""
    return render(request, "accounts/roles.html", {"role_list": roles_in_words(), "mine": request.roles})
