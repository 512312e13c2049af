"""Jobs of this room: one call each."""

from gatepost.accounts import commands
from gatepost.kernel.jobs import RETRY, periodic, task


@task(name="accounts.mail_sign_in_code", queue="urgent", retry=RETRY)
def mail_sign_in_code(code_id: int) -> None:
    commands.mail_sign_in_code(code_id)


@task(name="accounts.mail_password_link", queue="urgent", retry=RETRY)
def mail_password_link(user_id: int | None, occasion: str) -> None:
    commands.mail_password_link(user_id, occasion)


@periodic(cron="17 * * * *")
@task(name="accounts.forget_old_codes")
def forget_old_codes(timestamp: int) -> None:
    commands.forget_old_codes()
