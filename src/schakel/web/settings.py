# SPDX-License-Identifier: EUPL-1.2
"""Django's settings: everything that an installation may choose comes from :mod:`schakel.web.environment`."""

from pathlib import Path

from django.utils.functional import SimpleLazyObject

from schakel.web.environment import database_settings, read_environment, secret_key
from schakel.web.logs import logging_settings
from schakel.web.sign_in_settings import sign_in_settings

ENVIRONMENT = read_environment()
ROOM = Path(__file__).resolve().parent

SCHAKEL_HOME = ENVIRONMENT.schakel_home
SCHAKEL_FIGURES = ENVIRONMENT.schakel_figures
SCHAKEL_COURSES = ENVIRONMENT.schakel_courses
SCHAKEL_COURSE = ENVIRONMENT.schakel_course
SECRET_KEY = SimpleLazyObject(lambda: secret_key(SCHAKEL_HOME))
DEBUG = ENVIRONMENT.schakel_debug
ALLOWED_HOSTS = list(ENVIRONMENT.schakel_allowed_hosts)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_filters",
    "django_htmx",
    "simple_history",
    "schakel.programme",
    "schakel.cycle",
    "schakel.web",
]
MIDDLEWARE = [
    "schakel.web.security.SecurityHeaders",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "schakel.web.language.ChosenLanguage",
    "schakel.web.security.LargestRequest",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "schakel.web.language.UnreadableInput",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "schakel.web.rights.asking.Rights",
    "schakel.web.accounts.provider_down.ProviderDown",
]
ROOT_URLCONF = "schakel.web.urls"
WSGI_APPLICATION = "schakel.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOM / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "schakel.web.rights.in_templates.visitor",
            ],
            "builtins": ["schakel.web.templatetags.schakel_web", "django.templatetags.i18n"],
        },
    }
]
DATABASES = {"default": database_settings(ENVIRONMENT)}
AUTH_USER_MODEL = "web.Account"
SIGN_IN = sign_in_settings(ENVIRONMENT)
globals().update(SIGN_IN)
SCHAKEL_SECOND_FACTOR: bool = SIGN_IN["SCHAKEL_SECOND_FACTOR"]
SCHAKEL_SENDS_MAIL: bool = SIGN_IN["SCHAKEL_SENDS_MAIL"]
SCHAKEL_OIDC_NAME: str = SIGN_IN["SCHAKEL_OIDC_NAME"]
SCHAKEL_SECURITY_CONTACT: str = SIGN_IN["SCHAKEL_SECURITY_CONTACT"]
ALLAUTH_TRUSTED_PROXY_COUNT: int = SIGN_IN["ALLAUTH_TRUSTED_PROXY_COUNT"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "schakel_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = ENVIRONMENT.schakel_https
LOCALE_PATHS = [ROOM / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 365 * 24 * 3600

CSRF_COOKIE_SECURE = ENVIRONMENT.schakel_https
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "schakel.web.security.form_not_from_here"
SECURE_SSL_REDIRECT = ENVIRONMENT.schakel_https
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if ENVIRONMENT.schakel_https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENVIRONMENT.schakel_https
# Preloading is a choice of who owns the whole domain, not of one site on it.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.schakel_https else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

LOGGING = logging_settings()
