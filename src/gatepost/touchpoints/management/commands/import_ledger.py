"""`./gatepost manage import_ledger PATH --school SLUG`: stage an old call log and print the difference; apply it; undo it."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gatepost.kernel.errors import DomainError
from gatepost.people.models import School
from gatepost.touchpoints.commands.applying import apply_import, undo_import
from gatepost.touchpoints.commands.imports import stage_path
from gatepost.touchpoints.importing.sentences import difference_sentence
from gatepost.touchpoints.models import ImportState, LedgerImport
from gatepost.touchpoints.queries.imports import problem_sentences


class Command(BaseCommand):
    help = "Stage an old call log, print what would be new in the ledger, apply it or undo it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, help="one sheet, CSV or XLSX")
        parser.add_argument("--school", default="", help="address name (slug) of the school the log is of")
        parser.add_argument("--day-order", default="", choices=["", "dmy", "mdy"], help="where the dates do not show it")
        parser.add_argument("--means", default="", help="how it was, where a row does not say it: phone, letter, …")
        parser.add_argument("--outcome", default="", help="what came of it, where a row does not say it: answered, no-answer, …")
        parser.add_argument("--apply", action="store_true", help="apply it, whole or not at all")
        parser.add_argument("--confirm", action="store_true", help="apply also what is held for a second look")
        parser.add_argument("--undo", type=int, metavar="IMPORT", help="withdraw every entry of an import")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            run = self._undo(options["undo"]) if options["undo"] is not None else self._import(options)
        except DomainError as error:
            raise CommandError(error.message, returncode=1) from None
        self.stdout.write(json.dumps(_as_json(run), ensure_ascii=False, indent=1) if options["json"] else _as_text(run))
        if run.state == ImportState.REFUSED:
            raise CommandError(run.refusal, returncode=1)
        if options["apply"] and run.state == ImportState.HELD:
            raise CommandError("Held for a second look: read the reasons, then run it again with --confirm.", returncode=3)

    def _undo(self, pk: int) -> LedgerImport:
        run = LedgerImport.objects.filter(pk=pk).first()
        if run is None:
            raise CommandError(f"There is no import {pk}.", returncode=1)
        return undo_import(run, by=None)

    def _import(self, options: dict[str, Any]) -> LedgerImport:
        path: Path | None = options["path"]
        school = School.objects.filter(slug=options["school"]).first()
        if path is None or not path.is_file():
            raise CommandError("Say which sheet: ./gatepost manage import_ledger PATH --school SLUG", returncode=2)
        if school is None:
            known = ", ".join(School.objects.order_by("slug").values_list("slug", flat=True)[:20])
            raise CommandError(f"There is no school “{options['school']}” here. Known are: {known or 'none'}.", returncode=1)
        run = stage_path(path, school=school, options={name: options[name] for name in ("day_order", "means", "outcome")})
        is_ready = run.state == ImportState.STAGED or (run.state == ImportState.HELD and options["confirm"])
        if options["apply"] and is_ready and run.counts["new"]:
            run = apply_import(run, by=None, confirmed=options["confirm"])
        return run


def _as_json(run: LedgerImport) -> dict[str, Any]:
    return {
        "import": run.pk,
        "state": run.state,
        "columns": run.options.get("columns", {}),
        "counts": {name: run.counts.get(name, 0) for name in ("new", "known", "problem", "families", "repeats")},
        "problems": problem_sentences(run),
        "refusal": run.refusal,
    }


def _as_text(run: LedgerImport) -> str:
    columns = ", ".join(f"{name} = “{label}”" for name, label in run.options.get("columns", {}).items())
    said = problem_sentences(run)
    lines = [f"Import {run.pk}: {run.get_state_display()}", difference_sentence(run), f"Columns: {columns}", *said[:50]]
    return "\n".join([*lines, *([f"… and {len(said) - 50} more; --json lists all."] if len(said) > 50 else [])])
