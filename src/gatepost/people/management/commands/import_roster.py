"""`./gatepost import PATH`: stage a roster and print the difference; apply it; undo an import."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gatepost.kernel.errors import DomainError
from gatepost.people.models import RosterRun, RunState, School
from gatepost.people.roster import commands
from gatepost.people.roster.queries import as_json, as_text


class Command(BaseCommand):
    help = "Stage a roster, print what it would change, apply it or undo it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, help="a OneRoster zip or folder, or one CSV or XLSX sheet")
        parser.add_argument("--apply", action="store_true", help="apply it, whole or not at all")
        parser.add_argument("--confirm", action="store_true", help="apply also what is held for a second look")
        parser.add_argument("--undo", type=int, metavar="RUN", help="undo an import that was applied")
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.add_argument("--source", default="", help="the system it comes from, where the files do not say it")
        parser.add_argument("--country", default="", help="country of phone numbers without +, such as ES")
        parser.add_argument("--school", default="", help="address name (slug) of the school a sheet is for")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            run = self._undo(options) if options["undo"] is not None else self._import(options)
        except DomainError as error:
            raise CommandError(error.message, returncode=1) from None
        self.stdout.write(json.dumps(as_json(run), ensure_ascii=False, indent=1) if options["json"] else as_text(run))
        if run.state == RunState.REFUSED:
            raise CommandError(run.refusal, returncode=1)
        if options["apply"] and run.state == RunState.HELD:
            raise CommandError(
                "Held for a second look: read the reasons, then run it again with --apply --confirm.", returncode=3
            )

    def _undo(self, options: dict[str, Any]) -> RosterRun:
        run = RosterRun.objects.filter(pk=options["undo"]).first()
        if run is None:
            raise CommandError(f"There is no import {options['undo']}.", returncode=1)
        commands.undo_run(run, by=None)
        return RosterRun.objects.get(pk=run.pk)

    def _import(self, options: dict[str, Any]) -> RosterRun:
        path: Path | None = options["path"]
        if path is None:
            raise CommandError("Say which file or folder: ./gatepost import PATH", returncode=2)
        if not path.exists():
            raise CommandError(f"There is no file or folder {path}.", returncode=1)
        run = commands.stage_path(path, by=None, options=self._said(options))
        if options["apply"] and (run.state == RunState.STAGED or (run.state == RunState.HELD and options["confirm"])):
            run = commands.apply_run(run, by=None, confirmed=options["confirm"])
        return run

    def _said(self, options: dict[str, Any]) -> dict[str, Any]:
        said: dict[str, Any] = {name: options[name] for name in ("source", "country") if options[name]}
        if options["school"]:
            school = School.objects.filter(slug=options["school"]).first()
            if school is None:
                known = ", ".join(School.objects.order_by("slug").values_list("slug", flat=True)[:20])
                raise CommandError(f"There is no school “{options['school']}” here. Known are: {known or 'none'}.", returncode=1)
            said["school"] = school.pk
        return said
