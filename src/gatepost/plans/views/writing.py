"""What the pages that write have in common: finding the row, trying, and showing the form again with all that was typed."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gatepost.kernel.errors import BadInputError, ConflictError, NotReadyError
from gatepost.people.models import Person
from gatepost.plans.commands.plans import refuse_unless_written
from gatepost.plans.contents import LABELS, in_words
from gatepost.plans.models import Action, Goal, Plan
from gatepost.plans.queries.plans import action_for, goal_for, plan_for
from gatepost.plans.stamps import StaleError, stamp_of

DONE = 302
T = TypeVar("T")


def found_plan(person: Person, pk: int) -> Plan:
    return _found(plan_for(person, pk))


def found_goal(person: Person, pk: int, goal: int) -> Goal:
    return _found(goal_for(person, pk, goal))


def found_action(person: Person, pk: int) -> Action:
    return _found(action_for(person, pk))


def refusal_of(plan: Plan) -> str:
    """Why its words cannot be changed at the moment; blank where they can."""
    try:
        refuse_unless_written(plan)
    except ConflictError as error:
        return str(error.message)
    return ""


def way_to_change(request: HttpRequest, plan: Plan) -> HttpResponse | None:
    """Whoever opens a page that writes while the plan is not a draft is led to where it is opened, and told why.

    What was typed already is never thrown away: a form that is sent is shown again by `attempt`, with the reason in it.
    """
    if request.method == "POST" or not refusal_of(plan):
        return None
    return redirect(reverse("plans:plan", args=[plan.pk]) + "?change=1#state")


def attempt(form: Form, act: Callable[[], object]) -> int:
    """302 where it was done; else the status with which the form is shown again, with the reason in it."""
    if not form.is_valid():
        return 422
    try:
        act()
    except StaleError as error:
        form.add_error(None, error.message)
        form.is_stale = True  # type: ignore[attr-defined]
        return 409
    except (BadInputError, ConflictError, NotReadyError) as error:
        form.add_error(None, error.message)
        return 409 if isinstance(error, ConflictError) else 422
    return DONE


def shown_with(form: Form, part: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """The form for its page; `content` is what stands there now.

    Whoever was too slow sees what was written meanwhile, and has then seen it: the next attempt replaces it.
    """
    is_stale = getattr(form, "is_stale", False)
    stamp = form.data.get("seen", "") if form.is_bound and not is_stale else stamp_of(content)
    labels = LABELS.get(part, {})
    meanwhile = (
        [(labels[name], in_words(name, content[name])) for name in form.changed_data if name in labels] if is_stale else []
    )
    return {"form": form, "stamp": stamp, "meanwhile": [row for row in meanwhile if row[1]]}


def _found(row: T | None) -> T:
    if row is None:
        raise Http404
    return row
