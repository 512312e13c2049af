"""From an opened package to staged, settled and counted rows: the part of a run before anybody decides."""

from babel.core import get_global
from django.db import connection, transaction
from django.utils.translation import gettext as _

from gatepost.people.contact_values import country_of_number
from gatepost.people.models import RosterProblem, RosterRun, RosterSource, RunState, School, SourceKind
from gatepost.people.roster import settling
from gatepost.people.roster.decoding import open_table
from gatepost.people.roster.difference import count, holds_of
from gatepost.people.roster.oneroster import looks_like_oneroster
from gatepost.people.roster.oneroster_users import read_oneroster
from gatepost.people.roster.package import Package
from gatepost.people.roster.ports import Extent, RefusedError
from gatepost.people.roster.problems import Problems
from gatepost.people.roster.reach import named, reach_of
from gatepost.people.roster.sheet import SheetOptions, read_sheet
from gatepost.people.roster.sheet_file import open_sheet
from gatepost.people.roster.sheet_words import FIELDS, guess_columns
from gatepost.people.roster.staging import Stage, drop_staged

_REACHED = """
SELECT DISTINCT target_id FROM people_stagedschool s WHERE run_id = %(run)s AND target_id IS NOT NULL AND (flag <> 'known'
  OR sourced_id IN (SELECT school_sid FROM people_stagedsection WHERE run_id = %(run)s AND flag = 'ok'
                    UNION SELECT school_sid FROM people_stagedrole WHERE run_id = %(run)s AND flag = 'ok'))
UNION SELECT row_id FROM people_stagedending WHERE run_id = %(run)s AND kind = 'schools'
"""


class ColumnsWantedError(Exception):
    """A sheet whose columns a person has to name first."""


def read_package(run: RosterRun, package: Package, *, ask: bool) -> Extent:
    """Stage, settle, count. Raises RefusedError; with `ask`, ColumnsWantedError for a sheet nobody has mapped yet."""
    RosterProblem.objects.filter(run=run).delete()
    drop_staged(run.pk)
    problems = Problems(run)
    stage = Stage(run.pk, lambda words: _tell(run, words))
    extent = _stage(run, package, stage, problems, ask=ask)
    _tell(run, _("Comparing with what is here"))
    compare(run, extent, problems)
    return extent


def compare(run: RosterRun, extent: Extent, problems: Problems) -> None:
    """Settle the staged rows and fill `counts`, `holds`, `extent` of the run (unsaved)."""
    reach = reach_of(run)
    with transaction.atomic():
        settling.think_in_sets()
        settling.adopt_schools(run)
        settling.settle(run, extent, problems, reach=reach)
        problems.finish()
        schools = _reached_schools(run)
        _check_reach(schools, reach)
        recount(run, extent, reach)
    run.extent = extent.as_json() | {"schools": sorted(schools)}
    run.problem_count = run.problems.count()


def recount(run: RosterRun, extent: Extent, reach: frozenset[int] | None) -> None:
    """Compare again with what is here now; inside a transaction."""
    values = settling.parameters(run, reach)
    settling.mark_endings(values, extent)
    run.counts = count(values, extent)
    run.holds = [hold.as_json() for hold in holds_of(run.counts, values, extent)]


def extent_of(run: RosterRun) -> Extent:
    """The extent as it was stored with the run."""
    return Extent(dict(run.extent.get("modes", {})), set(run.extent.get("blind", [])))


def country_of(run: RosterRun) -> str:
    """The country for phone numbers without +: as chosen, as last time, or by the number or the time zone of a school that is here."""
    chosen = str(run.options.get("country") or "")
    remembered = set(RosterSource.objects.exclude(remembered={}).values_list("remembered__country", flat=True)) - {None, ""}
    if chosen or len(remembered) == 1:
        return chosen or str(remembered.pop())
    school = (
        School.objects.filter(pk=run.options.get("school")).first()
        or School.objects.exclude(timezone="UTC").order_by("pk").first()
    )
    if school is not None and (own := country_of_number(school.phone)):
        return own
    return str(get_global("zone_territories").get(school.timezone, "")) if school is not None else ""


def sheet_header(package: Package) -> tuple[list[str], list[list[str]]]:
    """The first row and three more, for naming the columns."""
    with open_sheet(package, Problems(RosterRun())) as table:
        samples = [row for _place, (_number, row) in zip(range(3), table.rows, strict=False)]
        return table.header, samples


def columns_for(run: RosterRun, header: list[str]) -> dict[str, str]:
    """As chosen, else as last time with this source or by the same person with the same headers, else guessed."""
    chosen = run.options.get("columns")
    if chosen:
        return {name: column for name, column in chosen.items() if name in FIELDS}
    source = RosterSource.objects.filter(key=source_key_of_sheet(run)).first()
    last = source.remembered.get("columns", {}) if source is not None else {}
    if last.get("student_id") in header:
        return {name: column for name, column in last.items() if column in header}
    before = RosterRun.objects.filter(format="sheet", created_by=run.created_by, options__header=header).exclude(pk=run.pk)
    answered = before.filter(options__has_key="columns").order_by("pk").last() if run.created_by else None
    if answered is not None:
        return dict(answered.options["columns"])
    return guess_columns(header)


def source_key_of_sheet(run: RosterRun) -> str:
    """Sheets of one school are one source."""
    school = School.objects.filter(pk=run.options.get("school")).first()
    if run.options.get("source") or school is None:
        return str(run.options.get("source") or "sheet")
    return school.source.key if school.source and school.source.kind == SourceKind.SHEET else f"sheet:{school.slug}"


def _stage(run: RosterRun, package: Package, stage: Stage, problems: Problems, *, ask: bool) -> Extent:
    if package.shape == "csv" and _is_oneroster_file(package, problems):
        package = Package("files", package.members)
    if package.shape == "files":
        return _stage_oneroster(run, package, stage, problems)
    return _stage_sheet(run, package, stage, problems, ask=ask)


def _stage_oneroster(run: RosterRun, package: Package, stage: Stage, problems: Problems) -> Extent:
    country = country_of(run)
    files, extent = read_oneroster(package, stage, problems, country=country)
    run.format = f"oneroster-{files.version}"
    run.source = _oneroster_source(run, files.manifest.system, problems)
    run.options = run.options | ({"country": country} if country else {})
    return extent


def _stage_sheet(run: RosterRun, package: Package, stage: Stage, problems: Problems, *, ask: bool) -> Extent:
    run.format = "sheet"
    header, _samples = sheet_header(package)
    columns = columns_for(run, header)
    if ask and not run.options.get("columns"):
        raise ColumnsWantedError
    options = _sheet_options(run, columns)
    run.source, _made = RosterSource.objects.get_or_create(
        key=source_key_of_sheet(run), defaults={"name": run.file_name[:255], "kind": SourceKind.SHEET}
    )
    ignored = [cell for cell in header if cell and cell not in columns.values()]
    run.options = run.options | {"columns": columns, "country": options.country, "header": header, "ignored": ignored}
    return read_sheet(package, stage, problems, options)


def _sheet_options(run: RosterRun, columns: dict[str, str]) -> SheetOptions:
    """Where no column names the school: the one chosen, else the only one there is, else a new one named after the file."""
    if "school" in columns:
        return SheetOptions(columns, country_of(run))
    if not run.options.get("school"):
        reach = reach_of(run)
        every = School.objects.filter(ended_at=None).order_by("pk")
        schools = list((every if reach is None else every.filter(pk__in=reach))[:2])
        if len(schools) > 1:
            raise RefusedError(_("There are several schools here and the sheet does not name one. Choose the school it is for."))
        run.options = run.options | {"school": schools[0].pk if schools else None}
    name = str(run.options.get("school_name") or run.file_name.rsplit(".", 1)[0] or _("Our school"))
    return SheetOptions(columns, country_of(run), run.options.get("school"), name)


def _oneroster_source(run: RosterRun, system: str, problems: Problems) -> RosterSource:
    """The source chosen, else the system the manifest names, else the only one we know."""
    chosen = str(run.options.get("source") or "")
    key = chosen or (f"oneroster:{system}" if system else "")
    if not key:
        used = RosterRun.objects.filter(state=RunState.APPLIED).values("source")
        known = list(RosterSource.objects.filter(kind=SourceKind.ONEROSTER, pk__in=used).order_by("pk")[:2])
        if len(known) > 1:
            raise RefusedError(_("The files do not say which system they come from, and we know several. Choose the source."))
        key = known[0].key if known else "oneroster"
        if known:
            problems.add("manifest.csv", None, "source_guessed", field="source.systemName", value=known[0].name)
    source, _made = RosterSource.objects.get_or_create(
        key=key[:255], defaults={"name": system or key[:255], "kind": SourceKind.ONEROSTER}
    )
    return source


def _is_oneroster_file(package: Package, problems: Problems) -> bool:
    with open_table(package.members[0], Problems(RosterRun()), expect_comma=False) as table:
        return looks_like_oneroster(table.header)


def _reached_schools(run: RosterRun) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(_REACHED, {"run": run.pk})
        return {row[0] for row in cursor.fetchall()}


def _check_reach(schools: set[int], reach: frozenset[int] | None) -> None:
    """Nobody changes another school's records."""
    foreign = schools - reach if reach is not None else set()
    if foreign:
        raise RefusedError(
            _(
                "The files also speak of %(schools)s, for which you do not import. Ask somebody there, or upload files of your own school only."
            )
            % {"schools": named(foreign)}
        )


def _tell(run: RosterRun, words: str) -> None:
    RosterRun.objects.filter(pk=run.pk).update(progress=words[:120])
