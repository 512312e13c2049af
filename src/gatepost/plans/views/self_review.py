"""The self-review: starting it, seeing where the sides differ, and writing down what they agreed on."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gatepost.kernel.access import ensure, may, requires
from gatepost.kernel.errors import BadInputError, ConflictError
from gatepost.people.requests import PersonRequest
from gatepost.plans.commands.inquiry import agree, start_self_review
from gatepost.plans.forms.inquiry import AgreeForm, StartForm, number_in
from gatepost.plans.models import Plan
from gatepost.plans.queries import self_review as queries
from gatepost.plans.queries.plans import current_plan
from gatepost.plans.rules import Perm
from gatepost.surveys.models import Survey, SurveyState
from gatepost.surveys.rules import Perm as SurveyPerm


@require_safe
@requires(Perm.SEE_FINDINGS)
def self_review(request: PersonRequest) -> HttpResponse:
    """All signs, the largest disagreement first; before there is one, how to begin."""
    return _page(request, StartForm())


@require_POST
@requires(SurveyPerm.BUILD)
def start(request: PersonRequest) -> HttpResponse:
    if request.school is None:
        raise Http404
    form = StartForm(request.POST)
    if form.is_valid():
        try:
            start_self_review(request.school, closes_on=form.cleaned_data["closes_on"], by=request.person)
        except BadInputError as error:
            form.add_error(None, error.message)
        except ConflictError as error:
            messages.warning(request, error.message)
            return redirect("plans:self-review")
        else:
            messages.success(request, _("The self-review is written in every language of the house. Look at it, then send it."))
            return redirect("plans:self-review")
    return _page(request, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perm.SEE_FINDINGS)
def sign(request: PersonRequest, pk: int, slug: str) -> HttpResponse:
    """One sign: what each side chose, its five levels, and what the team agreed on after talking."""
    survey = queries.self_reviews_of(request.person).filter(pk=pk).exclude(state=SurveyState.DRAFT).first()
    plan = current_plan(request.person)
    signs = queries.signs_of(survey, plan) if survey else []
    shown = next((one for one in signs if one.sign.slug == slug), None)
    if survey is None or shown is None:
        raise Http404
    initial = {"level": shown.agreed.level, "words": shown.agreed.words} if shown.agreed else {}
    form = AgreeForm(request.POST if request.method == "POST" else None, levels=shown.levels, initial=initial)
    if request.method == "POST" and _is_written(request, form, plan, survey, slug):
        messages.success(request, _("Written down."))
        return redirect("plans:sign", pk=pk, slug=slug)
    context = {
        "survey": survey,
        "shown": shown,
        "form": form,
        "plan": plan,
        "may_write": plan is not None and may(request.person, Perm.WRITE, plan),
        "following": _following(request, survey, plan, slug),
    }
    return render(request, "plans/self_review_sign.html", context, status=422 if form.is_bound else 200)


def _is_written(request: PersonRequest, form: AgreeForm, plan: Plan | None, survey: Survey, slug: str) -> bool:
    if plan is None:
        raise ConflictError(_("What is agreed on is kept in the partnership plan. Please begin one first. Nothing was written."))
    ensure(request.person, Perm.WRITE, plan)
    if not form.is_valid():
        return False
    agree(plan, survey, sign=slug, **form.cleaned_data, by=request.person)
    return True


def _following(request: PersonRequest, survey: Survey, plan: Plan | None, slug: str) -> queries.SignView | None:
    """The next one to talk about: the largest disagreement on which nothing has been agreed yet."""
    review = queries.self_review_for(request.person, survey.pk, plan)
    waiting = [one for one in review.signs if one.agreed is None and one.sign.slug != slug] if review else []
    return waiting[0] if waiting else None


def _page(request: PersonRequest, form: StartForm, *, status: int = 200) -> HttpResponse:
    chosen = number_in(request.GET, "survey")
    review = queries.self_review_for(request.person, chosen, current_plan(request.person))
    if review is None and chosen:
        raise Http404
    context = {"form": form, "review": review, "others": queries.self_reviews_of(request.person)}
    return render(request, "plans/self_review.html", context, status=status)
