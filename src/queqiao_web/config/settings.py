"""Django's settings, from the table in ``environment.py``."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from queqiao_web.config.environment import (
    data_folder,
    database,
    listens_at,
    mail,
    networks,
    oidc,
    oidc_origin,
    require_right_settings,
    secret_key,
    setting,
)

require_right_settings()
DATA_DIR = data_folder()
SECRET_KEY = secret_key(DATA_DIR)
DEBUG = setting("QUEQIAO_DEBUG") == "1"
PUBLIC_URL = setting("QUEQIAO_PUBLIC_URL").rstrip("/")
LISTENS_AT = listens_at()
_address = urlsplit(PUBLIC_URL)
SECURE = _address.scheme == "https"
ALLOWED_HOSTS = [_address.hostname or "127.0.0.1", "127.0.0.1", "localhost"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "queqiao_web.foundation",
    "queqiao_web.accounts",
    "queqiao_web.organizations",
    "queqiao_web.demands",
    "queqiao_web.achievements",
    "queqiao_web.experts",
    "queqiao_web.matching",
    "queqiao_web.deals",
    "queqiao_web.portal",
    "queqiao_web.api",
    "queqiao_web.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "django_q",
    "csp",
    "ninja",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "csp.middleware.CSPMiddleware",
    "queqiao_web.foundation.http.middleware.RequestMiddleware",
]

ROOT_URLCONF = "queqiao_web.config.urls"
WSGI_APPLICATION = "queqiao_web.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "queqiao_web.foundation.ui.context.page_frame",
            ],
            "builtins": ["queqiao_web.foundation.templatetags.queqiao"],
        },
    }
]

DATABASES = {"default": database(DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "queqiao_cache",
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["queqiao_web.accounts.adapters.SignInBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 10}  # type: ignore[assignment] # a table of two shapes
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

_HAS_MAIL = bool(setting("QUEQIAO_EMAIL_URL"))
ACCOUNT_ADAPTER = "queqiao_web.accounts.pages.entrance.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "queqiao_web.accounts.forms.SignUpDetails"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if _HAS_MAIL else "optional"
ACCOUNT_EMAIL_NOTIFICATIONS = _HAS_MAIL
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[鹊桥] "
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody has us write to strangers
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/5m/key"}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _address.scheme or "http"
ACCOUNT_USERNAME_MIN_LENGTH = 3
MFA_ADAPTER = "queqiao_web.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_ALLOW_UNVERIFIED_EMAIL = not _HAS_MAIL
MFA_FORMS = {
    "authenticate": "queqiao_web.accounts.pages.factors.SecondFactorForm",
    "reauthenticate": "queqiao_web.accounts.pages.factors.SecondFactorAgainForm",
}
MFA_TOTP_ISSUER = "鹊桥"
MFA_TOTP_TOLERANCE = 1  # clocks of telephones are not exact
SOCIALACCOUNT_ADAPTER = "queqiao_web.accounts.pages.entrance.OutsideAccountAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = oidc()

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "queqiao_language"
LOCALE_PATHS = [Path(__file__).parent / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
MEDIA_ROOT = DATA_DIR / "files"  # served by views that ask for permission, never as a folder
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024  # a pasted cell may be 10 MB
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

SESSION_COOKIE_NAME = "queqiao_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "queqiao_web.foundation.http.failures.csrf_failed"
LANGUAGE_COOKIE_SECURE = SECURE
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF, *oidc_origin()],
        "frame-ancestors": [NONE],
    }
}

for _name, _value in mail(DATA_DIR).items():
    globals()[_name] = _value
DEFAULT_FROM_EMAIL = SERVER_EMAIL = setting("QUEQIAO_EMAIL_FROM")

JOB_SECONDS = int(setting("QUEQIAO_JOB_SECONDS"))
# Longer than a job may run, else it would run twice at once; the broker knocks again later still.
JOB_LEASE_SECONDS = JOB_SECONDS + max(2, JOB_SECONDS // 20)
Q_CLUSTER = {
    "name": "queqiao",
    "orm": "default",
    "workers": int(setting("QUEQIAO_WORKERS")),
    "timeout": JOB_SECONDS,
    "retry": JOB_SECONDS + max(4, JOB_SECONDS // 3),
    "max_attempts": 5,
    "poll": 0.5,
    "catch_up": False,
    "label": "Queqiao",
}

PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = int(setting("QUEQIAO_PROXIES"))
WEBHOOK_NETWORKS = networks(setting("QUEQIAO_WEBHOOK_NETWORKS"))
FILE_BYTES = int(setting("QUEQIAO_FILE_MB")) * 1024 * 1024

TEST_RUNNER = "django.test.runner.DiscoverRunner"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "queqiao_web.foundation.http.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django-q": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
