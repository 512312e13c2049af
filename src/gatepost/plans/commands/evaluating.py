"""Looking back at an action: two minutes of those who were part of it, and two questions to the families."""

from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure, may
from gatepost.kernel.errors import BadInputError, ConflictError, NotAllowedError
from gatepost.kernel.text import clean_text
from gatepost.people.models import Person, Section
from gatepost.plans.models import Action, Evaluation
from gatepost.plans.queries.evaluations import is_over, survey_of, was_part_of
from gatepost.plans.rules import Perm
from gatepost.surveys.commands.making import make_survey
from gatepost.surveys.instrument.ready import after_action
from gatepost.surveys.models import Survey
from gatepost.surveys.rules import Perm as SurveyPerm

LONGEST = 2000


def may_evaluate(person: Person, action: Action) -> bool:
    """Its owner, who writes the plan, and every colleague who was part of it."""
    if may(person, Perm.DO_ACTION, action):
        return True
    return may(person, Perm.READ, action.plan) and was_part_of(person, action)


@transaction.atomic
def evaluate(action: Action, *, went: int, helped: str, change: str, by: Person) -> Evaluation:
    """One for each person; said anew, it replaces what the same person said before."""
    ensure(by, Perm.READ, action.plan)
    if not may_evaluate(by, action):
        raise NotAllowedError(_("How it went is told by those who were part of it."))
    if not is_over(action):
        raise ConflictError(_("This is not over yet. Please come back when it is done."))
    if went not in range(1, 6):
        raise BadInputError(_("Please choose one of the five."))
    words = {"went": went, "helped": clean_text(helped)[:LONGEST], "change": clean_text(change)[:LONGEST]}
    said, is_new = Evaluation.objects.update_or_create(
        action=action, by=by, defaults={**words, "made_on": clock.today(action.plan.school.timezone)}
    )
    history.record("plans.evaluate", by=by, subject=action, changed=not is_new)
    return said


@transaction.atomic
def ask_families(action: Action, *, by: Person) -> Survey:
    """A small survey for the families it was meant for, ready to be sent; asked again, the one there is."""
    ensure(by, Perm.READ, action.plan)
    ensure(by, SurveyPerm.BUILD, action.plan.school)
    # Two presses at once make one survey.
    locked = Action.objects.select_for_update(of=("self",)).select_related("plan__school").get(pk=action.pk)
    standing = survey_of(locked)
    if standing is not None:
        return standing
    if not is_over(locked):
        raise ConflictError(_("This is not over yet. Families are asked when it is done."))
    sections = _sections_of(locked)
    survey = make_survey(after_action(locked.title), school=locked.plan.school, by=by, reference=locked.reference)
    survey.sections.set(sections)
    history.record("plans.ask_families", by=by, subject=locked, survey=survey.pk)
    return survey


def _sections_of(action: Action) -> list[Section]:
    """The classes it was meant for; none: the whole school."""
    chosen = set(action.sections.all())
    if action.grades:
        chosen |= set(Section.objects.current().filter(school=action.plan.school_id, grade__in=action.grades))
        if not chosen:
            raise ConflictError(_("No class of these grades is at the school now, so there is nobody to ask."))
    return sorted(chosen, key=lambda section: section.pk)
