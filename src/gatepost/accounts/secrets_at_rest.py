"""Second-factor secrets are stored encrypted: a copy of the database alone signs nobody in."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def seal(text: str) -> str:
    """Encrypt with a key made from the installation's secret."""
    return _fernet().encrypt(text.encode()).decode()


def open_sealed(sealed: str) -> str:
    """Decrypt; older secrets in SECRET_KEY_FALLBACKS still open what they sealed."""
    return _fernet().decrypt(sealed.encode()).decode()


def _fernet() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(str(key))) for key in keys])


def _derived(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"gatepost.accounts.second-factor\0" + secret.encode()).digest())
