"""Runs as pages and the command line show them: sentences, lists with names, problems."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from gatepost.kernel import clock
from gatepost.people.models import Person, RosterProblem, RosterRun, RosterSource, RunState, School
from gatepost.people.models.runs import WAITING
from gatepost.people.roster.difference import KIND_WORDS, hold_sentence
from gatepost.people.roster.difference_sql import COUNTED
from gatepost.people.roster.lists import ACTIONS, LIST_AT_ONCE, names_behind
from gatepost.people.roster.package import open_package
from gatepost.people.roster.problems import Reported, reported
from gatepost.people.roster.reach import importable_schools, visible_runs
from gatepost.people.roster.reading import columns_for, country_of, sheet_header
from gatepost.people.roster.sentences import difference_sentence, list_title
from gatepost.people.roster.upload import assembled


@dataclass(frozen=True)
class Sheet:
    """A sheet whose columns are being named: its header, three rows of it, and what we take each column for."""

    header: list[str]
    samples: list[list[str]]
    columns: dict[str, str]

    @property
    def ignored(self) -> list[str]:
        """Columns that nothing is taken from, as things stand."""
        return [cell for cell in self.header if cell and cell not in self.columns.values()]


def runs_for(person: Person) -> QuerySet[RosterRun]:
    """The latest runs this person may see."""
    return visible_runs(person).select_related("source", "created_by", "applied_by").order_by("-pk")


def run_for(person: Person, run_id: int) -> RosterRun:
    """One of them; what one may not see does not exist."""
    run = runs_for(person).filter(pk=run_id).first()
    if run is None:
        raise Http404
    return run


def run_details(run: RosterRun, person: Person) -> dict[str, Any]:
    """Everything the page of one run shows."""
    is_waiting = run.state in WAITING
    has_names = is_waiting or run.state in {RunState.APPLIED, RunState.UNDONE}
    lists = count_rows(run)
    is_short = sum(line[action] for line in lists for action in ACTIONS) <= LIST_AT_ONCE
    for line in lists:
        line["cells"] = [
            {"action": action, "label": label, "n": line[action or "unchanged"]}
            for action, label in zip((*ACTIONS, ""), _labels(), strict=True)
        ]
        line["parts"] = [_part(run, line, action) for action in ACTIONS if line[action]] if has_names and is_short else []
    return {
        "run": run,
        "is_reading": run.state == RunState.READING,
        "is_late": run.state == RunState.READING and run.created_at < clock.now() - dt.timedelta(hours=1),
        "is_waiting": is_waiting,
        "has_names": has_names,
        "superseded_by": runs_for(person).filter(pk=run.options.get("superseded_by")).first(),
        "ignored": run.options.get("ignored", []) if is_waiting else [],
        "sentence": difference_sentence(run) if run.counts else "",
        "lists": lists,
        "holds": hold_sentences(run),
        "is_own": run.created_by_id == person.pk,
        "problems": reported(problems_of(run)[:50]),
        "may_undo": latest_applied(run),
        "has_sheet": run.format == "sheet" and is_waiting,
    }


def sheet_of(run: RosterRun) -> Sheet:
    """The uploaded sheet again, for naming its columns."""
    if run.state not in {RunState.MAPPING, *WAITING} or run.format != "sheet":
        raise Http404
    with assembled(run) as stream:
        package = open_package(run.file_name, stream)
        header, samples = sheet_header(package)
    return Sheet(header, samples, columns_for(run, header))


def upload_choices(person: Person) -> dict[str, Any]:
    """What can be chosen beside the file."""
    reach = importable_schools(person) or frozenset()
    schools = School.objects.filter(pk__in=reach, ended_at=None)
    sources = RosterSource.objects.filter(pk__in=visible_runs(person).exclude(source=None).values("source"))
    return {
        "schools": schools,
        "sources": sources,
        "country": country_of(RosterRun(options={"school": min(reach, default=None)})),
    }


def waiting_for(person: Person) -> list[RosterRun]:
    """Runs that somebody has to decide about."""
    return list(runs_for(person).filter(state__in=[*WAITING, RunState.MAPPING])[:5])


def latest_applied(run: RosterRun) -> bool:
    """Whether this is the run of its source that could be undone."""
    if run.state != RunState.APPLIED:
        return False
    return not RosterRun.objects.filter(source=run.source, state=RunState.APPLIED, applied_at__gt=run.applied_at).exists()


def hold_sentences(run: RosterRun) -> list[str]:
    return [hold_sentence(hold) for hold in run.holds]


def count_rows(run: RosterRun) -> list[dict[str, Any]]:
    """One line per kind that has anything, for the table under the sentence."""
    return [
        {"kind": kind, "words": KIND_WORDS[kind], **run.counts[kind]}
        for kind in COUNTED
        if kind in run.counts and any(run.counts[kind].values())
    ]


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


def _part(run: RosterRun, line: dict[str, Any], action: str) -> dict[str, Any]:
    """The first names behind one number."""
    return {
        "action": action,
        "title": list_title(line["kind"], action, line[action]),
        "rows": names_behind(run, line["kind"], action),
        "is_cut": line[action] > 50,
    }


def _labels() -> tuple[str, ...]:
    return _("New"), _("Changed"), _("Ended"), _("Unchanged")


def _where(problem: Reported) -> str:
    place = problem.file + (f":{problem.row}" if problem.row else "") + (f" {problem.field}" if problem.field else "")
    return f"- {place}: " if place else "- "
