"""Encryption and passwords: nothing secret goes in the clear, and a server that cannot be trusted gets no password."""

import datetime as dt
import ipaddress
import ssl
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.channels.posting import deliver, post_to_amina
from tests.channels.sinks import Sink, running
from tests.support.cast import Cast

from gatepost.channels.models import Delivery
from gatepost.channels.providers.smtp import session

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine that nobody vouches for."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def offered(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def _trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "_verified", lambda: ssl.create_default_context(cafile=str(certificate)))


class Listening(Sink):
    """Remembers whether what it heard came encrypted."""

    was_encrypted = False
    heard: tuple[str, str] | None = None

    async def handle_MAIL(self, server: Any, session: Any, *args: Any) -> str:  # noqa: N802
        self.was_encrypted = session.ssl is not None
        return await super().handle_MAIL(server, session, *args)

    def authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
        assert isinstance(given, LoginPassword)
        self.heard = (given.login.decode(), given.password.decode())
        return AuthResult(success=self.heard == ("school", "gehéim"), handled=False)


def result(cast: Cast) -> tuple[str, str]:
    delivery = post_to_amina(cast)
    deliver(delivery.mailing)
    return Delivery.objects.values_list("state", "reason").get(pk=delivery.pk)


def test_encryption_is_used_where_it_is_offered_even_if_nobody_vouches_for_it(
    cast: Cast, settings: Any, offered: ssl.SSLContext
) -> None:
    with running(Listening(), settings, tls_context=offered) as found:
        settings.SMTP_SECURITY = "starttls-if-offered"
        assert result(cast) == ("sent", "")
    assert found.was_encrypted


def test_where_encryption_is_demanded_an_unknown_server_gets_nothing(cast: Cast, settings: Any, offered: ssl.SSLContext) -> None:
    with running(Listening(), settings, tls_context=offered) as found:
        settings.SMTP_SECURITY = "starttls"
        assert result(cast) == ("queued", "server-refuses-us")
    assert found.arrived == []


def test_where_encryption_is_demanded_a_plain_server_gets_nothing(cast: Cast, settings: Any) -> None:
    with running(Listening(), settings) as found:
        settings.SMTP_SECURITY = "starttls"
        assert result(cast) == ("queued", "server-refuses-us")
    assert found.arrived == []


@pytest.mark.usefixtures("_trusted")
@pytest.mark.parametrize("excluded", [[], ["PLAIN"]], ids=["PLAIN", "LOGIN"])
@pytest.mark.parametrize(("password", "expected"), [("gehéim", ("sent", "")), ("wrong", ("queued", "server-refuses-us"))])
def test_name_and_password(
    cast: Cast, settings: Any, offered: ssl.SSLContext, excluded: list[str], password: str, expected: tuple[str, str]
) -> None:
    listening = Listening()
    with running(
        listening,
        settings,
        tls_context=offered,
        authenticator=listening.authenticate,
        auth_required=True,
        auth_exclude_mechanism=excluded,
    ):
        settings.SMTP_SECURITY, settings.SMTP_USER, settings.SMTP_PASSWORD = "starttls-if-offered", "school", password
        assert result(cast) == expected
    assert listening.heard == ("school", password)


def test_a_password_never_goes_in_the_clear_to_another_machine(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "_is_this_machine", lambda: False)
    listening = Listening()
    with running(listening, settings, authenticator=listening.authenticate, auth_require_tls=False):
        settings.SMTP_SECURITY, settings.SMTP_USER, settings.SMTP_PASSWORD = "starttls-if-offered", "school", "gehéim"
        assert result(cast) == ("queued", "server-refuses-us")
    assert listening.heard is None


@pytest.mark.usefixtures("_trusted")
def test_an_unverified_certificate_gets_no_password(
    cast: Cast, settings: Any, offered: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "_verified", ssl.create_default_context)
    listening = Listening()
    with running(listening, settings, tls_context=offered, authenticator=listening.authenticate):
        settings.SMTP_SECURITY, settings.SMTP_USER, settings.SMTP_PASSWORD = "starttls-if-offered", "school", "gehéim"
        assert result(cast) == ("queued", "server-refuses-us")
    assert listening.heard is None


def test_an_unknown_word_for_security_is_said_loudly(cast: Cast, settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    with running(Sink(), settings):
        settings.SMTP_SECURITY = "maybe"
        assert result(cast)[0] == "queued"
    assert "GATEPOST_SMTP_SECURITY is “maybe”" in caplog.text
