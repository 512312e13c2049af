"""Every view says who may open it; a view that says nothing fails here."""

import pytest

from gatepost.kernel.access import GRANTS
from tests.access.urls import Address, all_addresses

# Views of allauth that are open on purpose, each with its reason. All its others stand behind our own guard.
OPEN_THIRD_PARTY = {
    "account_login": "the staff door itself; tells nobody which addresses exist",
    "account_logout": "ends one's own session only",
    "account_inactive": "a sentence without a name",
    "account_reset_password": "the same answer for every address",
    "account_reset_password_done": "a sentence without a name",
    "account_reset_password_from_key": "opens with a mailed key only",
    "account_reset_password_from_key_done": "a sentence without a name",
    "mfa_authenticate": "the second half of signing in; needs the first",
    "mfa_login_webauthn": "signing in with a passkey",
}
ADDRESSES = all_addresses()


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name or address.route)
def test_the_view_declares_who_may_open_it(address: Address) -> None:
    declared = getattr(address.view, "access", None)
    if address.name in OPEN_THIRD_PARTY:
        assert (declared, address.view.__module__.split(".")[0]) == (None, "allauth")
        return
    assert declared is not None, f"{address.route} is neither @requires(Perm.…) nor @open_to_all"
    assert declared == "open" or declared in GRANTS


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name or address.route)
def test_the_address_has_a_name(address: Address) -> None:
    assert address.name.rsplit(":", 1)[-1], f"{address.route} has no name, so the matrix cannot speak of it"


def test_no_reason_outlives_its_view() -> None:
    assert set(OPEN_THIRD_PARTY) - {address.name for address in ADDRESSES} == set()


def test_an_undeclared_view_is_caught() -> None:
    """The planted fault: a view nobody decorated."""

    def forgotten() -> None: ...

    with pytest.raises(AssertionError, match="neither"):
        test_the_view_declares_who_may_open_it(Address("forgotten", "forgotten/", forgotten))
