# SPDX-License-Identifier: EUPL-1.2
"""Django's and allauth's settings about accounts: who may sign in, how, and for how long."""

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from schakel.web.sign_in_environment import LOOPBACK

if TYPE_CHECKING:
    from schakel.web.environment import Environment

SESSION_SECONDS = 12 * 3600
PROVIDER = "organisation"
LEAST_PASSWORD_LENGTH = 12
LIMITS = {"accept_invitation": "10/m/ip", "update_link": "30/m/ip", "upload": "60/h/ip"}
_VALIDATION = "django.contrib.auth.password_validation"


def sign_in_settings(environment: "Environment") -> dict[str, Any]:
    """Return the settings about accounts, sessions, mail and the organisation's own sign-in."""
    return {
        "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
        "AUTH_PASSWORD_VALIDATORS": [
            {
                "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
                "OPTIONS": {"user_attributes": ["email"]},
            },
            {
                "NAME": f"{_VALIDATION}.MinimumLengthValidator",
                "OPTIONS": {"min_length": LEAST_PASSWORD_LENGTH},
            },
            {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
            {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
        ],
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "/",
        "SCHAKEL_SECOND_FACTOR": environment.schakel_second_factor == "on",
        "SCHAKEL_SECURITY_CONTACT": environment.schakel_security_contact,
        **_sessions(environment),
        **_passwords(environment),
        **_second_factor(),
        **_mail(environment),
        **_organisation(environment),
    }


def _sessions(environment: "Environment") -> dict[str, Any]:
    """Return how long somebody stays signed in, and where tries are counted (over all processes)."""
    return {
        "SESSION_COOKIE_AGE": SESSION_SECONDS,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": environment.schakel_https,
        "MESSAGE_STORAGE": "django.contrib.messages.storage.session.SessionStorage",
        "CACHES": {
            "default": {
                "BACKEND": "schakel.web.accounts.counting.CountingCache",
                "LOCATION": environment.schakel_home / "limits",
                "OPTIONS": {"MAX_ENTRIES": 10_000},
            }
        },
        "ALLAUTH_TRUSTED_PROXY_COUNT": 1 if environment.schakel_https else 0,
    }


def _passwords(environment: "Environment") -> dict[str, Any]:
    return {
        "ACCOUNT_ADAPTER": "schakel.web.accounts.adapters.InvitedAccounts",
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*", "password2*"],
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS": False,
        "ACCOUNT_PREVENT_ENUMERATION": True,
        "ACCOUNT_SESSION_REMEMBER": True,
        "ACCOUNT_LOGIN_ON_PASSWORD_RESET": False,
        "ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE": False,
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https" if environment.schakel_https else "http",
        "ACCOUNT_FORMS": {
            "login": "schakel.web.accounts.sign_in_forms.SignInForm",
            "reset_password": "schakel.web.accounts.sign_in_forms.AskPasswordForm",
            "reset_password_from_key": "schakel.web.accounts.sign_in_forms.NewPasswordForm",
            "change_password": "schakel.web.accounts.sign_in_forms.ChangePasswordForm",
            "set_password": "schakel.web.accounts.sign_in_forms.FirstPasswordForm",
            "reauthenticate": "schakel.web.accounts.sign_in_forms.ConfirmForm",
        },
        "ACCOUNT_RATE_LIMITS": {
            "login": "30/m/ip",
            "login_failed": "10/m/ip,5/300s/key",
            "reset_password": "5/m/ip,3/h/key",
            "reset_password_from_key": "20/m/ip",
            "change_password": "5/m/user",
            "reauthenticate": "10/m/user",
            **LIMITS,
        },
    }


def _second_factor() -> dict[str, Any]:
    return {
        "MFA_ADAPTER": "schakel.web.accounts.adapters.SecondFactors",
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_TOTP_ISSUER": "Schakel",
        "MFA_TOTP_TOLERANCE": 1,
        "MFA_FORMS": {
            "authenticate": "schakel.web.accounts.second_factor_forms.CodeForm",
            "reauthenticate": "schakel.web.accounts.second_factor_forms.ConfirmCodeForm",
            "activate_totp": "schakel.web.accounts.second_factor_forms.StartCodesForm",
            "add_webauthn": "schakel.web.accounts.second_factor_forms.AddPasskeyForm",
            "edit_webauthn": "schakel.web.accounts.second_factor_forms.RenamePasskeyForm",
        },
    }


def _mail(environment: "Environment") -> dict[str, Any]:
    """Return the mail server; without one no mail leaves the site and links are shown instead."""
    if not environment.schakel_mail_url:
        return {"SCHAKEL_SENDS_MAIL": False, "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(environment.schakel_mail_url)
    is_wrapped = parts.scheme == "smtps"
    return {
        "SCHAKEL_SENDS_MAIL": True,
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if is_wrapped else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": is_wrapped,
        "EMAIL_USE_TLS": not is_wrapped and parts.hostname not in LOOPBACK,
        "EMAIL_TIMEOUT": 10,
        "DEFAULT_FROM_EMAIL": environment.schakel_mail_from,
    }


def _organisation(environment: "Environment") -> dict[str, Any]:
    """Return the organisation's own sign-in (OpenID Connect with PKCE), for accounts that were invited."""
    apps = []
    if environment.schakel_oidc_url:
        apps.append(
            {
                "provider_id": PROVIDER,
                "name": environment.schakel_oidc_name or "OpenID Connect",
                "client_id": environment.schakel_oidc_client_id,
                "secret": environment.schakel_oidc_secret.get_secret_value(),
                "settings": {"server_url": environment.schakel_oidc_url, "oauth_pkce_enabled": True},
            }
        )
    return {
        "SCHAKEL_OIDC_NAME": (environment.schakel_oidc_name or "OpenID Connect") if apps else "",
        "SOCIALACCOUNT_ADAPTER": "schakel.web.accounts.adapters.InvitedFromOrganisation",
        "SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": apps}},
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION": True,
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT": True,
        "SOCIALACCOUNT_LOGIN_ON_GET": True,
        "SOCIALACCOUNT_STORE_TOKENS": False,
    }
