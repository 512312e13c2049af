"""Runs as pages and the command line show them: sentences, lists with names, problems."""

from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gatepost.people.models import Person, RosterProblem, RosterRun, RunState
from gatepost.people.models.runs import WAITING
from gatepost.people.roster import settling
from gatepost.people.roster.difference import KIND_WORDS, hold_sentence, listed, values_for
from gatepost.people.roster.difference_sql import COUNTED, KINDS
from gatepost.people.roster.problems import Reported, reported
from gatepost.people.roster.reach import importable_schools, visible_runs
from gatepost.people.roster.reading import extent_of

ACTIONS = ("new", "changed", "ended")


def runs_for(person: Person) -> QuerySet[RosterRun]:
    """The latest runs this person may see."""
    return visible_runs(person).select_related("source", "created_by", "applied_by").order_by("-pk")


def run_for(person: Person, run_id: int) -> RosterRun:
    """One of them; what one may not see does not exist."""
    run = runs_for(person).filter(pk=run_id).first()
    if run is None:
        raise Http404
    return run


def latest_applied(run: RosterRun) -> bool:
    """Whether this is the run of its source that could be undone."""
    later = RosterRun.objects.filter(source=run.source, state=RunState.APPLIED, applied_at__gt=run.applied_at)
    return run.state == RunState.APPLIED and not later.exists()


def difference_sentence(run: RosterRun) -> str:
    """The one sentence a reader came for."""
    counts = run.counts
    if not counts or not any(numbers[action] for numbers in counts.values() for action in ACTIONS):
        return _("This roster changes nothing: everything in it is here already.")
    brings = [phrase for kind in ("students", "adults") if (phrase := _phrase(kind, counts[kind]["new"]))]
    sentences = []
    if brings:
        sentences.append(_("brings %(what)s") % {"what": _joined(brings)})
    for action, verb in (("changed", _("changes %(what)s")), ("ended", _("ends %(what)s"))):
        what = [
            phrase
            for kind in ("students", "adults", "guardianships", "contact_points")
            if (phrase := _phrase(kind, counts[kind][action]))
        ]
        if what:
            sentences.append(verb % {"what": _joined(what)})
    if not sentences:
        return _("This roster changes schools, sections or enrolments, but no person.")
    return _("This roster %(does)s.") % {"does": _joined(sentences)}


def hold_sentences(run: RosterRun) -> list[str]:
    return [hold_sentence(hold) for hold in run.holds]


def count_rows(run: RosterRun) -> list[dict[str, Any]]:
    """One line per kind that has anything, for the table under the sentence."""
    return [
        {"kind": kind, "words": KIND_WORDS[kind], **run.counts[kind]}
        for kind in COUNTED
        if kind in run.counts and any(run.counts[kind].values())
    ]


def difference_rows(run: RosterRun, kind: str, action: str, *, offset: int = 0, limit: int = 50) -> list[dict[str, Any]]:
    """Names behind one number, while the run waits to be applied."""
    if run.state not in WAITING or run.source is None:
        return []
    table = "persons" if kind in {"students", "adults"} else kind
    values = values_for(table, settling.parameters(run, importable_schools(run.created_by)), extent_of(run))
    rows = listed(KINDS[table], action, values | {"counted": kind}, offset=offset, limit=limit)
    return [_named(row, kind, names) for row in rows for names in [_names_behind(rows)]] if rows else []


def problems_of(run: RosterRun) -> QuerySet[RosterProblem]:
    return run.problems.order_by("pk")


def as_json(run: RosterRun) -> dict[str, Any]:
    """What `./gatepost import --json` prints."""
    return {
        "run": run.pk,
        "state": run.state,
        "source": run.source.key if run.source else None,
        "format": run.format,
        "counts": run.counts,
        "holds": [{**hold, "message": sentence} for hold, sentence in zip(run.holds, hold_sentences(run), strict=True)],
        "problems": [problem.as_json() for problem in reported(problems_of(run))],
        "refusal": run.refusal,
    }


def as_text(run: RosterRun) -> str:
    """What `./gatepost import` prints for people."""
    lines = [_("Import %(run)d: %(state)s") % {"run": run.pk, "state": run.get_state_display()}]
    if run.state != RunState.REFUSED:
        lines.append(difference_sentence(run))
        lines += [
            f"  {row['words']:<22} {row['new']:>8,} new {row['changed']:>8,} changed {row['ended']:>8,} ended {row['unchanged']:>8,} unchanged"
            for row in count_rows(run)
        ]
    lines += [f"! {sentence}" for sentence in hold_sentences(run)]
    shown = reported(problems_of(run)[:50])
    lines += [_where(problem) + problem.message for problem in shown]
    if run.problem_count > len(shown):
        lines.append(_("… and %(n)d more; --json lists all.") % {"n": run.problem_count - len(shown)})
    return "\n".join(lines)


def _where(problem: Reported) -> str:
    place = problem.file + (f":{problem.row}" if problem.row else "") + (f" {problem.field}" if problem.field else "")
    return f"- {place}: " if place else "- "


def _phrase(kind: str, number: int) -> str:
    if not number:
        return ""
    words = {
        "students": ngettext("%(n)s student", "%(n)s students", number),
        "adults": ngettext("%(n)s adult", "%(n)s adults", number),
        "guardianships": ngettext("%(n)s guardian link", "%(n)s guardian links", number),
        "contact_points": ngettext("%(n)s address or number", "%(n)s addresses and numbers", number),
    }
    return words[kind] % {"n": f"{number:,}"}


def _joined(parts: list[str]) -> str:
    if len(parts) == 1:
        return parts[0]
    return _("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def _names_behind(rows: list[dict[str, Any]]) -> dict[int, str]:
    """Names of our rows that relations point at."""
    ids = {row[key] for row in rows for key in ("person_id", "adult_id", "student_id") if row.get(key)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, given_name || ' ' || family_name FROM people_person WHERE id = ANY(%s)", [sorted(ids)])
        return dict(cursor.fetchall())


def _named(row: dict[str, Any], kind: str, names: dict[int, str]) -> dict[str, Any]:
    ids = [row.get(key) for key in ("adult_id", "person_id", "student_id")]
    found = [names[each] for each in ids if each in names]
    return {
        "title": " – ".join(found) or row["label"],
        "kind": kind,
        "detail": str(row.get("value") or row.get("role") or row.get("relation") or ""),
    }
