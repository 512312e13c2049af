"""Jobs of this room: each calls one command."""

from gatepost.kernel import jobs
from gatepost.touchpoints.commands import applying, imports
from gatepost.touchpoints.models import LedgerImport


@jobs.task(name="touchpoints.read_log", queue="heavy", retry=jobs.RETRY)
def read_log(run_id: int) -> None:
    for run in LedgerImport.objects.select_related("school", "created_by").filter(pk=run_id):
        imports.read_uploaded(run)


@jobs.task(name="touchpoints.apply_log", queue="heavy", retry=jobs.RETRY)
def apply_log(run_id: int) -> None:
    for run in LedgerImport.objects.filter(pk=run_id):
        applying.carry_out(run)


@jobs.task(name="touchpoints.undo_log", queue="heavy", retry=jobs.RETRY)
def undo_log(run_id: int) -> None:
    for run in LedgerImport.objects.filter(pk=run_id):
        applying.carry_out_undo(run)


@jobs.periodic(cron="47 3 * * *")
@jobs.task(name="touchpoints.forget_old_imports", queue="heavy", queueing_lock="touchpoints.forget_old_imports")
def forget_old_imports(timestamp: int) -> None:
    imports.forget_old_imports()
