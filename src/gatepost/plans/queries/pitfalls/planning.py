"""Pitfalls that show in the plan: visible forms only, goals set alone, what families do already, measures taken over as they are."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gatepost.framework.types import InvolvementType
from gatepost.plans.catalogue.measures import MEASURES
from gatepost.plans.models import Action, ActionStatus, MeasureDecision, Plan, Side
from gatepost.plans.models import Verdict as Decided
from gatepost.plans.queries.pitfalls.finding import SHOWN, Finding, Row, Scope, Verdict
from gatepost.reach.models import HomeVisit
from gatepost.surveys.models import Survey, SurveyKind, SurveyState
from gatepost.touchpoints.models import Direction, Touchpoint

# What one sees at school, against what happens at home, unseen.
_VISIBLE = frozenset({InvolvementType.VOLUNTEERING, InvolvementType.DECISION_MAKING, InvolvementType.COMMUNITY})
_AT_HOME = frozenset({InvolvementType.PARENTING, InvolvementType.LEARNING_AT_HOME})
ENOUGH_ACTIONS = 4


def _actions(plan: Plan | None) -> list[Action]:
    return list(plan.actions.exclude(status=ActionStatus.DROPPED).order_by("pk")) if plan else []


def _row(action: Action) -> Row:
    return Row(action.title, str(action.get_main_type_display()), reverse("plans:action", args=[action.pk]))


def visible_forms(scope: Scope) -> Finding:
    """Much that is seen at school, little for what families do at home."""
    actions = _actions(scope.plan)
    seen = [action for action in actions if action.main_type in _VISIBLE]
    at_home = [action for action in actions if {action.main_type, *action.other_types} & _AT_HOME]
    is_found = len(seen) > 2 * len(at_home)
    verdict = Verdict.TOO_LITTLE if len(actions) < ENOUGH_ACTIONS else Verdict.FOUND if is_found else Verdict.CLEAR
    said = _("Of %(all)d actions, %(seen)d are about what one sees at school, and %(at_home)d touch on what happens at home.")
    return Finding(
        "visible-forms",
        gettext_lazy("Favouring what can be seen"),
        gettext_lazy("The plan’s actions by type: seen at school, or helping at home."),
        verdict,
        said % {"all": len(actions), "seen": len(seen), "at_home": len(at_home)},
        gettext_lazy("Add one action for parenting or learning at home that needs no family to come to school."),
        tuple(map(_row, seen[:SHOWN])) if verdict == Verdict.FOUND else (),
        len(seen) if verdict == Verdict.FOUND else 0,
    )


def alone(scope: Scope) -> Finding:
    """Goals in which no family had a voice."""
    plan = scope.plan
    goals = list(plan.goals.exclude(title="")) if plan else []
    without = [goal for goal in goals if not goal.asked_families]
    has_family = plan is not None and plan.members.filter(side=Side.FAMILIES, left_on=None).exists()
    verdict = Verdict.TOO_LITTLE if not goals else Verdict.FOUND if without or not has_family else Verdict.CLEAR
    said = ngettext(
        "In %(without)d of %(goals)d goal families had no voice.",
        "In %(without)d of %(goals)d goals families had no voice.",
        len(goals),
    ) % {"without": len(without), "goals": len(goals)}
    if goals and not has_family:
        said = f"{said} {_('No family sits in the team.')}"
    rows = [Row(goal.title, goal.indicator, reverse("plans:goal", args=[goal.plan_id, goal.pk])) for goal in without]
    return Finding(
        "alone",
        gettext_lazy("Goals set by the school alone"),
        gettext_lazy("The plan’s goals, whether families had a voice in each, and who sits in the team."),
        verdict,
        said,
        gettext_lazy("Put one goal before five families this month and ask: is this what you would want first?"),
        tuple(rows[:SHOWN]),
        len(rows),
    )


def ignoring(scope: Scope) -> Finding:
    """Nobody has asked families what they do already and what they want."""
    inquiries = Survey.objects.filter(school=scope.school, kind=SurveyKind.INQUIRY).exclude(state=SurveyState.DRAFT)
    visits = HomeVisit.objects.filter(school=scope.school, begins_at__gte=scope.began_at).exclude(hopes="").count()
    heard = Touchpoint.objects.counting().filter(scope.within, direction=Direction.IN).count()
    is_found = not inquiries.exists() and visits == 0
    said = _(
        "First inquiries sent: %(inquiries)d. Visits of this year with a family’s hopes written down: %(visits)d. Messages that families began: %(heard)d."
    )
    rows = [Row(_("There is no inquiry that was sent."), "", reverse("plans:inquiry"))] if is_found else []
    return Finding(
        "ignoring",
        gettext_lazy("Not seeing what families do already"),
        gettext_lazy("Whether families were asked what they do, want and hope for."),
        Verdict.FOUND if is_found else Verdict.CLEAR,
        said % {"inquiries": inquiries.count(), "visits": visits, "heard": heard},
        gettext_lazy("Send the two first questions to every family; they take two minutes to answer."),
        tuple(rows),
        len(rows),
    )


def imported(scope: Scope) -> Finding:
    """Measures taken over as they are, none made the school's own."""
    newest: dict[int, MeasureDecision] = {}
    for row in MeasureDecision.objects.filter(school=scope.school, year__lte=scope.year).order_by("year", "pk"):
        newest[row.measure] = row
    as_is = [row for row in newest.values() if row.verdict == Decided.ADOPT]
    own = [row for row in newest.values() if row.verdict == Decided.ADAPT]
    taken = len(as_is) + len(own)
    is_found = taken >= ENOUGH_ACTIONS and not own
    verdict = Verdict.FOUND if is_found else Verdict.CLEAR if taken >= ENOUGH_ACTIONS else Verdict.TOO_LITTLE
    rows = [Row(str(MEASURES[row.measure].title), row.reason, reverse("plans:measure", args=[row.measure])) for row in as_is]
    return Finding(
        "imported",
        gettext_lazy("Taking over programmes as they are"),
        gettext_lazy("The 15 measures: how many were taken up as they are, and how many in our own way."),
        verdict,
        _("Taken up as they are: %(as_is)d. Taken up in our own way: %(own)d.") % {"as_is": len(as_is), "own": len(own)},
        gettext_lazy("Choose one of them and ask three families what would make it fit here."),
        tuple(rows[:SHOWN]) if is_found else (),
        len(rows) if is_found else 0,
    )
