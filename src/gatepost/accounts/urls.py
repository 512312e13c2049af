"""Addresses for signing in. Of allauth's own pages only those are here that we use."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as usersessions
from django.urls import URLPattern, URLResolver, include, path, re_path

from gatepost.accounts.rules import Perm
from gatepost.accounts.views import family, links, own, staff
from gatepost.kernel.access import requires

# allauth's own pages about an account are for those who came by the staff door.
_own = requires(Perm.OWN_ACCOUNT)

_ours = [
    path("", own.account, name="account"),
    path("second-factor/", own.second_factor, name="second-factor"),
    path("sign-out-everywhere/", own.sign_out_everywhere, name="sign-out-everywhere"),
    path("as-family/", own.act_as_family, name="act-as-family"),
    path("as-staff/", own.act_as_staff, name="act-as-staff"),
    path("at/<int:school>/", own.act_at, name="act-at"),
    path("staff/", staff.staff_page, name="staff"),
    path("staff/invite/", staff.invite_all, name="invite-all"),
    path("links/<int:pk>/revoke/", links.revoke, name="revoke-links"),
    path("staff/<int:pk>/invite/", staff.invite, name="invite"),
    path("staff/<int:pk>/end/", staff.end, name="end-access"),
    path("staff/<int:pk>/give-back/", staff.give_back, name="give-access-back"),
    path("staff/<int:pk>/forget-second-factor/", staff.forget_factor, name="forget-second-factor"),
]
_family = [
    path("", family.address, name="family"),
    path("code/", family.code, name="family-code"),
    path("who/", family.who, name="family-who"),
]
_at_root: list[URLPattern | URLResolver] = [
    path("accounts/", include(_ours)),
    path("family/", include(_family)),
    path("help/roles/", own.roles, name="roles"),
]
_allauth = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", _own(account.reauthenticate), name="account_reauthenticate"),
    path("password/change/", _own(account.password_change), name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path("password/reset/key/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("2fa/", _own(mfa.index), name="mfa_index"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", _own(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", _own(totp.activate_totp), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", _own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", _own(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", _own(recovery_codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("2fa/recovery-codes/download/", _own(recovery_codes.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("2fa/webauthn/", _own(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("2fa/webauthn/add/", _own(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("2fa/webauthn/login/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("2fa/webauthn/reauthenticate/", _own(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/remove/", _own(webauthn.remove_webauthn), name="mfa_remove_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/edit/", _own(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path("sessions/", _own(usersessions.list_usersessions), name="usersessions_list"),
]
urlpatterns = [path("accounts/", include(_allauth)), path("", include((_at_root, "accounts")))]
