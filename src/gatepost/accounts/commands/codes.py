"""Codes at the family door: asked for, mailed, typed.

What is done when a code is asked for is the same for every address, known or not; whose address it is, is found out by
the worker that mails and again when the code is typed. So neither words nor time tell a stranger who is at the school.
"""

import datetime as dt
import hmac

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import translation

from gatepost.accounts.models import SignInCode
from gatepost.accounts.queries.families import adults_of_address, open_code
from gatepost.kernel import clock, limits, tokens
from gatepost.kernel.jobs import defer
from gatepost.languages.tags import ui_language
from gatepost.people.models import Person

CODE_LIFETIME = dt.timedelta(minutes=10)
HOUR = dt.timedelta(hours=1)
# Nobody's inbox is flooded; one household may well ask three times.
CODES_PER_ADDRESS = 5
# A whole school signs in from one address on open day: three hundred families in ten minutes, each asking thrice.
CODES_PER_IP = 1000
# Wrong letters. With 20⁸ codes and five tries each, these make guessing hopeless rather than slow.
WRONG_PER_IP, WRONG_EVERYWHERE = 300, 10_000


def request_code(address: str, *, language: str, browser: str, ip: str) -> SignInCode:
    """Note that a browser asks for a code; the worker mails it if the address is a guardian's."""
    limits.ensure_below(f"accounts.codes.ip:{ip}", limit=CODES_PER_IP, within=dt.timedelta(minutes=10))
    key = tokens.code_digest("sign-in-address", address)
    limits.ensure_below(f"accounts.codes.address:{key}", limit=CODES_PER_ADDRESS, within=HOUR)
    now = clock.now()
    with transaction.atomic():
        code = SignInCode.objects.create(
            address=address.strip().lower(),
            language=language,
            browser_digest=browser_digest(browser),
            created_at=now,
            expires_at=now + CODE_LIFETIME,
        )
        defer("accounts.mail_sign_in_code", queue="urgent", code_id=code.pk)
    return code


def mail_sign_in_code(code_id: int) -> None:
    """Mail the code once, in the languages of those who share the address; nothing where nobody does."""
    with transaction.atomic():
        code = SignInCode.objects.select_for_update().filter(pk=code_id, mailed_at=None, expires_at__gt=clock.now()).first()
        if code is None:
            return
        code.mailed_at = clock.now()
        code.save(update_fields=["mailed_at"])
        adults = adults_of_address(code.address)
        if adults:
            _mail(code, _languages_of(adults, code.language))


def use_code(typed: str, *, browser: str, ip: str) -> str | None:
    """The address the code opens, or None. Five wrong tries end a code; a right one is used up.

    Tries are counted down before the letters are compared, in one statement, so that many at once get no sixth try.
    """
    code = open_code(browser_digest(browser))
    if code is None:
        return None  # nothing to guess at, so nothing to count
    wrong = [(f"accounts.wrong_codes.ip:{ip}", WRONG_PER_IP), ("accounts.wrong_codes", WRONG_EVERYWHERE)]
    for key, limit in wrong:
        limits.ensure_below(key, limit=limit, within=HOUR)
    if not _take_try(code) or not _fits(code, typed) or not _take_code(code):
        return None
    for key, _limit in wrong:
        limits.take_back(key)
    return code.address if adults_of_address(code.address) else None


def forget_old_codes() -> int:
    """Codes are kept for a day, for those who look into a complaint; then they and passed counters are gone."""
    deleted, _details = SignInCode.objects.filter(expires_at__lt=clock.now() - dt.timedelta(days=1)).delete()
    return deleted + limits.forget_passed()


def browser_digest(browser: str) -> str:
    return tokens.digest("sign-in-browser", browser).hex()


def _take_try(code: SignInCode) -> bool:
    left = SignInCode.objects.filter(pk=code.pk, used_at=None, tries_left__gt=0)
    return left.update(tries_left=F("tries_left") - 1) == 1


def _fits(code: SignInCode, typed: str) -> bool:
    return hmac.compare_digest(tokens.tidy_code(typed).encode(), code.code.encode())


def _take_code(code: SignInCode) -> bool:
    return SignInCode.objects.filter(pk=code.pk, used_at=None).update(used_at=clock.now()) == 1


def _languages_of(adults: list[Person], page_language: str) -> list[str]:
    languages = [ui_language(adult.read_language) or page_language for adult in adults]
    return list(dict.fromkeys(languages))


def _mail(code: SignInCode, languages: list[str]) -> None:
    parts, subject = [], ""
    for language in languages:
        with translation.override(language):
            context = {"code": f"{code.code[:4]}-{code.code[4:]}", "minutes": CODE_LIFETIME.seconds // 60}
            parts.append(render_to_string("accounts/family/code_mail.txt", context).strip())
            subject = subject or render_to_string("accounts/family/code_mail_subject.txt", context).strip()
    EmailMessage(subject, "\n\n---\n\n".join(parts) + "\n", to=[code.address]).send()
