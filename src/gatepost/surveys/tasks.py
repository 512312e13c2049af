"""Jobs of this room: each calls one command."""

from gatepost.kernel.jobs import RETRY, task
from gatepost.surveys.commands import box


@task(name="surveys.let_out", queue="heavy", retry=RETRY)
def let_out(survey_id: int) -> None:
    """Anonymous answers have come, or the survey is closed."""
    box.let_out(survey_id)
