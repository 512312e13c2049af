"""What an action came to, looking back at it, and asking the families how it was."""

from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gatepost.kernel.access import may, requires
from gatepost.kernel.errors import BadInputError, ConflictError, NotAllowedError
from gatepost.people.models import Person
from gatepost.people.requests import PersonRequest
from gatepost.plans.commands import evaluating
from gatepost.plans.evidence_groups import GroupLine
from gatepost.plans.evidence_wording import WENT, grade_words, language_words, sentences
from gatepost.plans.forms.evaluating import EvaluationForm
from gatepost.plans.models import Action
from gatepost.plans.queries.evaluations import evaluations_of, families_said, is_over
from gatepost.plans.queries.evidence import Evidence, evidence_of
from gatepost.plans.rules import Perm
from gatepost.plans.views.writing import found_action
from gatepost.surveys.rules import Perm as SurveyPerm


def evidence_context(action: Action, person: Person) -> dict[str, Any]:
    """What the two parts of an action's page need (`_evidence.html`, `_evaluations.html`)."""
    evidence = evidence_of(action, person)
    said = list(evaluations_of(action))
    over, families = is_over(action), families_said(action)
    return {
        "evidence": evidence,
        "evidence_sentences": sentences(evidence, action),
        "evidence_parts": _parts(evidence),
        "evidence_tables": _tables(evidence),
        "evaluations": [(one, WENT[one.went]) for one in said],
        "own_evaluation": next((one for one in said if one.by_id == person.pk), None),
        "may_evaluate": over and evaluating.may_evaluate(person, action),
        "families_said": families,
        "may_ask_families": over and families is None and may(person, SurveyPerm.BUILD, action.plan.school),
        "may_open_survey": families is not None and may(person, SurveyPerm.SEE_RESULTS, action.plan.school),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perm.DO_ACTION)
def evaluate(request: PersonRequest, pk: int) -> HttpResponse:
    """Two minutes: how did it go? Who said so before finds it there."""
    action = found_action(request.person, pk)
    if not evaluating.may_evaluate(request.person, action):
        raise NotAllowedError(_("How it went is told by those who were part of it."))
    own = action.evaluations.filter(by=request.person).first()
    initial = {"went": own.went, "helped": own.helped, "change": own.change} if own else {}
    form = EvaluationForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            evaluating.evaluate(action, **form.cleaned_data, by=request.person)
        except (BadInputError, ConflictError) as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Thank you. It stands with the action."))
            return redirect("plans:action", pk=pk)
    context = {"action": action, "plan": action.plan, "form": form, "over": is_over(action)}
    return render(request, "plans/evaluate.html", context, status=422 if form.errors else 200)


@require_POST
@requires(SurveyPerm.BUILD)
def ask_families(request: PersonRequest, pk: int) -> HttpResponse:
    """One press: two questions to the families, on their own page from where they are sent."""
    survey = evaluating.ask_families(found_action(request.person, pk), by=request.person)
    return redirect("surveys:survey", pk=survey.pk)


@dataclass(frozen=True)
class Part:
    """One stretch of the bar: families, each in one of them."""

    css: str
    words: str
    count: int
    start: int


def _parts(evidence: Evidence) -> list[Part]:
    """From who took part to whom nothing was sent; none where there is nothing to draw."""
    if not evidence.is_shown or not evidence.has_any or not evidence.meant:
        return []
    counts = (
        ("talk", _("took part"), evidence.took_part),
        ("told", _("reached"), evidence.reached - evidence.took_part),
        ("missed", _("sent or tried, arrival not known"), evidence.unsure),
        ("lost", _("nothing sent or logged"), evidence.meant - evidence.tried),
    )
    starts = accumulate((count for _css, _words, count in counts), initial=0)
    return [Part(css, words, count, start) for (css, words, count), start in zip(counts, starts, strict=False)]


def _tables(evidence: Evidence) -> list[tuple[str, list[tuple[str, GroupLine]]]]:
    """(heading, rows) for each way to set families apart that can be shown."""
    if not evidence.is_shown or not evidence.has_any:
        return []
    languages = [(language_words(line.key), line) for line in evidence.by_language]
    grades = [(grade_words(line.key), line) for line in evidence.by_grade]
    return [table for table in ((_("By home language"), languages), (_("By grade"), grades)) if table[1]]
