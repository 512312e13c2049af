"""Every setting of Gatepost: the defaults run a school on a laptop, a server differs only by its environment."""

from pathlib import Path
from typing import Any

import django.conf.locale
from csp.constants import NONCE, NONE, SELF
from django.urls import reverse_lazy

from gatepost.config import env

SOURCE_DIR = Path(__file__).resolve().parents[1]
ROOT_DIR = SOURCE_DIR.parents[1]
HOME_DIR = Path(env.text("GATEPOST_HOME", str(ROOT_DIR / ".gatepost")))

DEBUG = env.flag("GATEPOST_DEBUG", default=False)
SECRET_KEY = env.secret("GATEPOST_SECRET_KEY", "only-for-tests-and-building" if DEBUG else "")
BASE_URL = env.text("GATEPOST_BASE_URL", "http://localhost:8000").rstrip("/")
IS_SECURE = BASE_URL.startswith("https://")
HOST_NAME = BASE_URL.split("//", 1)[-1].split("/", 1)[0].rsplit(":", 1)[0]
ALLOWED_HOSTS = [*{HOST_NAME, "localhost", "127.0.0.1", *env.words("GATEPOST_HOSTS")}]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

ROOMS = [
    "gatepost.home",
    "gatepost.plans",
    "gatepost.charter",
    "gatepost.training",
    "gatepost.reach",
    "gatepost.surveys",
    "gatepost.conversations",
    "gatepost.accounts",
    "gatepost.touchpoints",
    "gatepost.channels",
    "gatepost.languages",
    "gatepost.errands",
    "gatepost.people",
    "gatepost.history",
    "gatepost.framework",
    "gatepost.kernel",
]
INSTALLED_APPS = [
    *ROOMS,
    "gatepost.demo",
    "gatepost.bench",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "procrastinate.contrib.django",
    "csp",
    "rules",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "gatepost.kernel.middleware.PrivatePagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "gatepost.accounts.middleware.ActorMiddleware",
    "gatepost.accounts.middleware.SecondFactorMiddleware",
    "gatepost.kernel.middleware.DomainErrorMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "gatepost.kernel.middleware.SafeRequestsReadOnlyMiddleware",
]
ROOT_URLCONF = "gatepost.config.urls"
WSGI_APPLICATION = "gatepost.config.wsgi.application"

# The loader of fragments has to be the outermost; the cache lies inside it.
_FILES = ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
_LOADERS = [("template_partials.loader.Loader", [("django.template.loaders.cached.Loader", _FILES)])]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": _LOADERS,
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "gatepost.accounts.context.actor",
                "gatepost.home.context.places",
            ],
            "builtins": [
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "gatepost.kernel.templatetags.ui",
            ],
        },
    }
]

DATABASES = {"default": env.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# One shared table, so that rate limits hold across processes without another server to run.
# Room for the drawn charts of a district's schools; the default of 300 entries would have them drawn again and again.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kernel_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["gatepost.accounts.backends.StaffBackend", "gatepost.accounts.backends.FamilyBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "gatepost.accounts.adapters.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {"reset_password": "gatepost.accounts.forms.ForgottenPasswordForm"}
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105  a class
# A whole staff room signs in from one address on Monday morning; the limit that counts is the one per account.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "60/m/ip,5/300s/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "gatepost.accounts.forms.PasskeyForm"}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody signs up here: an address is as good as the school's invitation to it
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_SECURE
MFA_ADAPTER = "gatepost.accounts.adapters.SecondFactorAdapter"
USERSESSIONS_TRACK_ACTIVITY = False
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("GATEPOST_PROXIES", 0)
# On a laptop the demo may skip the second factor; a real school may not (accounts.checks says so).
STAFF_SECOND_FACTOR_REQUIRED = env.flag("GATEPOST_SECOND_FACTOR", default=True)

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("es", "Español"),
    ("ca", "Català"),
    ("fr", "Français"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("ar", "العربية"),
    ("ur", "اردو"),
    ("zh-hans", "简体中文"),
    ("uk", "Українська"),
    ("so", "Soomaali"),
    ("vi", "Tiếng Việt"),
]
LOCALE_PATHS = [ROOT_DIR / "locale"]
# Django ships no Somali of its own and would refuse the tag.
django.conf.locale.LANG_INFO["so"] = {"bidi": False, "code": "so", "name": "Somali", "name_local": "Soomaali"}
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = HOME_DIR / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 0 if DEBUG else 3600

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = IS_SECURE
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31536000 if IS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
# Not "no-referrer": browsers would then post with "Origin: null" and the CSRF check would refuse families.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.number("GATEPOST_PROXIES", 0) else None
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "gatepost.kernel.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# The one view that takes a file brings its own handler.
FILE_UPLOAD_HANDLERS = ["gatepost.kernel.uploads.RefusingUploadHandler"]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Which provider carries what. The mailroom shows on a page what every family would have received.
SMTP_HOST = env.text("GATEPOST_SMTP_HOST")
SMTP_PORT = env.number("GATEPOST_SMTP_PORT", 25)
SMTP_USER = env.text("GATEPOST_SMTP_USER")
SMTP_PASSWORD = env.secret("GATEPOST_SMTP_PASSWORD")
SMTP_SECURITY = env.text("GATEPOST_SMTP_SECURITY", "starttls-if-offered")
MAIL_DOMAIN = env.text("GATEPOST_MAIL_DOMAIN", HOST_NAME)
MAIL_FROM = env.text("GATEPOST_MAIL_FROM", f"school@{MAIL_DOMAIN}")
# Messages handed over and not yet written down: so many may go out twice when a worker is killed (at most 50 is promised).
DELIVERY_WINDOW = min(env.number("GATEPOST_DELIVERY_WINDOW", 50), 50)
# Seconds for which a worker holds what it has taken up; what it did not hand over by then is due again.
DELIVERY_LEASE = env.number("GATEPOST_DELIVERY_LEASE", 180)
INBOUND_LISTEN = env.text("GATEPOST_LISTEN", "127.0.0.1:8025")
INBOUND_LMTP = env.text("GATEPOST_LISTEN_LMTP")
# The name under which our own mail server writes Authentication-Results; without it no such field is believed.
INBOUND_AUTHSERV = env.text("GATEPOST_AUTHSERV")
CHANNEL_PROVIDERS = {
    "email": "gatepost.channels.providers.smtp.provider.Smtp"
    if SMTP_HOST
    else "gatepost.channels.providers.mailroom.provider.Mailroom",
    "letter": "gatepost.channels.providers.letters.provider.Letters",
    "phone": "gatepost.channels.providers.phone.provider.Phone",
}
EMAIL_BACKEND = "gatepost.channels.mail_backend.ChannelBackend"
DEFAULT_FROM_EMAIL = MAIL_FROM

PROCRASTINATE_ON_APP_READY = None
TEST_RUNNER = "django.test.runner.DiscoverRunner"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "gatepost.kernel.blotting.BlottingFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("GATEPOST_LOG_LEVEL", "WARNING")},
    # These would otherwise write with handlers of their own, keys and all.
    "loggers": {
        "django": {"handlers": []},
        "django.server": {"handlers": ["console"], "propagate": False},
        "gunicorn.error": {"handlers": ["console"], "propagate": False},
    },
}
