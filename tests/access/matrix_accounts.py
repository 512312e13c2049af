"""The matrix: doors, accounts, help, and pages without a subject."""

from tests.access.principals import ALL, EVERYBODY, GUARDIANS, OFFICE, PRINCIPALS, READERS, RIVERSIDE, STAFF
from tests.access.rows import Row, act, open_page, page, post_only
from tests.access.world import World


def _ben(world: World) -> dict[str, int]:
    return {"pk": world["ben"].pk}


def _amina(world: World) -> dict[str, int]:
    return {"pk": world["amina"].pk}


def _signed_in_leave(name: str) -> list[Row]:
    """Pages of the door: who is signed in already is led on, everybody else sees them."""
    return [Row(name, frozenset({"anonymous"}), others=302)]


# Staff pages about one's own account; allauth's, behind our own guard.
_OWN = [
    *("account_change_password", "mfa_index", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_list_webauthn"),
    *("mfa_add_webauthn", "usersessions_list", "account_reauthenticate", "mfa_reauthenticate"),
    *("mfa_download_recovery_codes", "mfa_deactivate_totp"),
]
_NO_KEY = [Row(name, frozenset(), STAFF, lambda world: {"pk": 999}) for name in ("mfa_remove_webauthn", "mfa_edit_webauthn")]
_STAFF_ACTS = ("invite", "end-access", "give-access-back", "forget-second-factor")

ROWS: tuple[Row, ...] = (
    open_page("kernel:healthz"),
    open_page("kernel:gallery"),
    # The two doors.
    *_signed_in_leave("account_login"),
    Row("mfa_authenticate", frozenset(), others=302),
    Row("mfa_reauthenticate_webauthn", STAFF, status=302),
    Row("mfa_login_webauthn", frozenset(), others=302),
    Row("account_logout", EVERYBODY),
    open_page("account_inactive"),
    open_page("account_reset_password"),
    open_page("account_reset_password_done"),
    open_page("account_reset_password_from_key_done"),
    open_page("account_reset_password_from_key", lambda world: {"uidb36": "1", "key": "cx-0123456789abcdef"}),
    open_page("accounts:family"),
    open_page("accounts:family-code", status=302),
    open_page("accounts:family-who", status=302),
    # One's own account.
    *(page(name, STAFF) for name in _OWN),
    page("mfa_activate_totp", STAFF, status=302),
    *_NO_KEY,
    page("accounts:account", STAFF),
    page("accounts:second-factor", STAFF, status=302),
    page("accounts:roles", STAFF | GUARDIANS),
    post_only("accounts:sign-out-everywhere"),
    act("accounts:sign-out-everywhere", STAFF | GUARDIANS),
    post_only("accounts:act-as-family"),
    Row("accounts:act-as-family", GUARDIANS, body=lambda world: {}, status=302),
    post_only("accounts:act-at", lambda world: {"school": world.schools["riverside"].pk}),
    act("accounts:act-at", RIVERSIDE, lambda world: {"school": world.schools["riverside"].pk}),
    post_only("accounts:act-as-staff"),
    Row("accounts:act-as-staff", frozenset(), body=lambda world: {}),
    # Links in wrong hands.
    post_only("accounts:revoke-links", _amina),
    act("accounts:revoke-links", {"ofelia", "carla", "dov"}, _amina, holders=READERS),
    # Who of the staff can sign in.
    page("accounts:staff", OFFICE),
    post_only("accounts:invite-all"),
    act("accounts:invite-all", OFFICE),
    *(post_only(f"accounts:{name}", _ben) for name in _STAFF_ACTS),
    act("accounts:invite", {"dov"}, _ben, lambda world: {"email": "new@school.example"}, holders={"dov", "pia"}),
    act("accounts:end-access", {"dov"}, _ben, holders=PRINCIPALS),
    act("accounts:forget-second-factor", {"dov"}, _ben, holders=PRINCIPALS),
)
assert ALL
