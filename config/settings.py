"""All settings, driven by the environment; docs/deploy.md has the table of variables.

Nothing has to be set to develop (DEBUG=true); in production SECRET_KEY and SITE_URL have to be.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
BEHIND_TLS = env.bool("BEHIND_TLS", default=not (DEBUG or DEMO))

# What the running system writes: database, uploads, secret, logs of the demo
VAR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR.mkdir(parents=True, exist_ok=True)


def local_secret() -> str:
    """Return a secret of this working copy, made once; production sets its own."""
    kept = VAR / "secret"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(get_random_secret_key())
    return kept.read_text()


# Empty means that Django refuses at the first use
SECRET_KEY = env.str("SECRET_KEY", default="") or (local_secret() if DEBUG or DEMO else "")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

# --- Who runs this ---
SITE = {
    "name": env.str("SITE_NAME", default="Triáda"),
    "operator": env.str("SITE_OPERATOR", default="Liberecký kraj" if DEMO else ""),
    "department": env.str("SITE_DEPARTMENT", default="odbor sociálních věcí" if DEMO else ""),
    "address": env.str("SITE_ADDRESS", default="U Jezu 642/2a, 461 80 Liberec" if DEMO else ""),
    "url": env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/"),
    "demo": DEMO,
}
HOST = urlsplit(SITE["url"]).hostname or "127.0.0.1"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=sorted({HOST, "localhost", "127.0.0.1"}))
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE["url"]] if BEHIND_TLS else [])

# --- Application ---
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # its templates, which ours override
    "rules.apps.AutodiscoverRulesConfig",  # without it every rule silently denies
    "people",  # before allauth: our account pages come first
    "documents",
    "bodies",
    "workflows",
    "viewflow.workflow",  # the engine alone: no pages of its own
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "template_partials",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "anymail",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",  # deny by default
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "people.context_processors.site",
                "people.context_processors.navigation",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- Database ---
SQLITE_OPTIONS = {
    "timeout": 20,
    # Deferred transactions lose the race with "database is locked" at once, timeout or not
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON",
}
DATABASE = env.db_url("DATABASE_URL", default=f"sqlite:///{VAR / 'triada.sqlite3'}")
if DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    DATABASE["OPTIONS"] = {**SQLITE_OPTIONS, **DATABASE.get("OPTIONS", {})}
else:
    DATABASE.setdefault("CONN_MAX_AGE", 60)
    DATABASE["CONN_HEALTH_CHECKS"] = True
    DATABASE["OPTIONS"] = {"options": "-c lock_timeout=10s", **DATABASE.get("OPTIONS", {})}
DATABASES = {"default": {**DATABASE, "ATOMIC_REQUESTS": False}}
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}

# --- People ---
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "people.web.AccountAdapter"  # nobody signs up: people are entered by the office
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the office vouches for the address, the code by mail proves it
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # an unknown address gets no mail, and the page does not tell
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "request_login_code": "20/m/ip,3/m/key",
    "reset_password": "20/m/ip,5/m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1 if BEHIND_TLS else 0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE["name"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BEHIND_TLS
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"

# --- Security ---
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],  # data: the small drawings inside the design system's css
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"  # personal links never travel to another site
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_REDIRECT_EXEMPT = [r"^zdravi/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if BEHIND_TLS and not DEBUG else 0
# The office has other sites beside us: neither its subdomains nor browsers' lists are ours to decide
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
# auth.W004: the address is unique among those who have one; without it nobody signs in
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021", "auth.W004"]
SESSION_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_HTTPONLY = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a whole content tree in one form
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_MB", default=25) * 1024 * 1024  # one attached file

# --- Language and time: Czech is the language of the texts themselves ---
LANGUAGE_CODE = "cs"
LANGUAGES = [("cs", "Čeština"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Prague"
USE_TZ = True

# --- Files ---
STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DEBUG or DEMO
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR / "media")))
FILES: dict[str, Any] = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
if env.str("S3_BUCKET", default=""):
    FILES = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": env.str("S3_BUCKET"),
            "endpoint_url": env.str("S3_ENDPOINT", default=None),
            "access_key": env.str("S3_ACCESS_KEY", default=None),
            "secret_key": env.str("S3_SECRET_KEY", default=None),
            "region_name": env.str("S3_REGION", default=None),
            "querystring_auth": True,
            "file_overwrite": False,
        },
    }
STATIC_STORAGE = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if DEBUG or DEMO
    else "whitenoise.storage.CompressedManifestStaticFilesStorage"
)
STORAGES = {"default": FILES, "staticfiles": {"BACKEND": STATIC_STORAGE}}

# The office's letterhead for materials of councils (DOCX with the tags of workflows.exports.letterhead)
MATERIAL_TEMPLATE = env.str("MATERIAL_TEMPLATE", default="")

# --- Mail ---
DEMO_MAIL = VAR / "demo-mail"  # where the sink of the demo keeps what it received


def connection(url: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments of django.core.mail.get_connection() for a parsed address."""
    return {
        "backend": url["EMAIL_BACKEND"],
        "host": url["EMAIL_HOST"] or "localhost",
        "port": url["EMAIL_PORT"] or 25,
        "username": url["EMAIL_HOST_USER"] or "",
        "password": url["EMAIL_HOST_PASSWORD"] or "",
        "use_tls": url.get("EMAIL_USE_TLS", False),
        "use_ssl": url.get("EMAIL_USE_SSL", False),
    }


PROVIDER = "" if DEMO else env.str("MAIL_BACKEND", default="")  # e.g. anymail.backends.postmark.EmailBackend
ANYMAIL = env.json("ANYMAIL", default={})
LOCAL_MAIL = "smtp://127.0.0.1:1025" if DEMO else "consolemail://" if DEBUG else "smtp://127.0.0.1:25"
SMTP = connection(env.email_url("EMAIL_URL", default=LOCAL_MAIL))
if DEMO and SMTP["host"] not in {"127.0.0.1", "localhost"}:
    raise ImproperlyConfigured("V demu smí EMAIL_URL vést jen na tento počítač.")
EMAIL_BACKEND = PROVIDER or SMTP["backend"]
EMAIL_HOST, EMAIL_PORT = SMTP["host"], SMTP["port"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = SMTP["username"], SMTP["password"]
EMAIL_USE_TLS, EMAIL_USE_SSL = SMTP["use_tls"], SMTP["use_ssl"]
EMAIL_TIMEOUT = 20
# Invitations carry a calendar part, which most providers' interfaces drop: they go by SMTP (or SES).
# Arguments of get_connection(); empty: the same way as everything else.
INVITE_MAIL: dict[str, Any] = SMTP if PROVIDER else {}
if not DEMO and env.str("INVITE_EMAIL_URL", default=""):
    INVITE_MAIL = connection(env.email_url("INVITE_EMAIL_URL"))
if not DEMO and env.str("INVITE_BACKEND", default=""):
    INVITE_MAIL = {"backend": env.str("INVITE_BACKEND")}
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default=f"{SITE['name']} <triada@{HOST}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Invitations come from this mailbox, with a token after "+", and we read the answers in it
INVITE_ADDRESS = env.str("INVITE_ADDRESS", default=f"jednani@{HOST}")
# Only this server's Authentication-Results are believed; the name that it writes at their beginning
MAIL_AUTH_SERVER = env.str("MAIL_AUTH_SERVER", default="")
MAIL_ACCEPT_UNVERIFIED = env.bool("MAIL_ACCEPT_UNVERIFIED", default=True)
# How the answers reach us: a mailbox that we read, or LMTP
IMAP_URL = env.str("IMAP_URL", default="")
IMAP_TOKEN_COMMAND = env.str("IMAP_TOKEN_COMMAND", default="")  # prints a fresh token for XOAUTH2
LMTP_LISTEN = env.str("LMTP_LISTEN", default="127.0.0.1:8024")  # or the path of a socket
ADMINS = [("provoz", address) for address in env.list("ADMIN_EMAILS", default=[])]

# --- Logging: to the standard error output, where the supervisor keeps it ---
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"tokens": {"()": "config.logs.HideTokens"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["tokens"]},
    },
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
    },
}
