"""What happens: codes are asked for and used, staff are invited and leave, links are revoked."""

from gatepost.accounts.commands.codes import forget_old_codes, mail_sign_in_code, request_code, use_code
from gatepost.accounts.commands.links import revoke_links, try_typed_code
from gatepost.accounts.commands.sessions import family_user, record_family_sign_in, sign_out_everywhere
from gatepost.accounts.commands.staff import (
    end_access,
    forget_second_factor,
    give_access_back,
    invite_everyone,
    invite_first_principal,
    invite_staff,
    mail_password_link,
    request_password_link,
)

__all__ = [
    "end_access",
    "family_user",
    "forget_old_codes",
    "forget_second_factor",
    "give_access_back",
    "invite_everyone",
    "invite_first_principal",
    "invite_staff",
    "mail_password_link",
    "mail_sign_in_code",
    "record_family_sign_in",
    "request_code",
    "request_password_link",
    "revoke_links",
    "sign_out_everywhere",
    "try_typed_code",
    "use_code",
]
