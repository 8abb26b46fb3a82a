# SPDX-License-Identifier: EUPL-1.2
"""What an installation may choose about signing in: second factor, mail, the organisation's sign-in."""

from typing import Literal
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings

LOOPBACK = ("localhost", "127.0.0.1", "::1")


class SignInEnvironment(BaseSettings):
    """The variables about signing in; without any of them, accounts have a password and no mail is sent.

    ``schakel_second_factor`` is "off" for development and tests only. ``schakel_oidc_*`` is the sign-in of
    the organisation (OpenID Connect): the address of the provider, and the client that was made there.
    """

    schakel_second_factor: Literal["on", "off"] = "on"
    schakel_mail_url: str = ""
    schakel_mail_from: str = ""
    schakel_oidc_url: str = ""
    schakel_oidc_secret: SecretStr = SecretStr("")
    schakel_oidc_name: str = ""
    schakel_oidc_client_id: str = ""
    schakel_security_contact: str = ""

    @field_validator("schakel_mail_url", mode="after")
    @classmethod
    def _known_mail_server(cls, url: str) -> str:
        parts = urlsplit(url)
        if url and (parts.scheme not in ("smtp", "smtps") or not parts.hostname):
            raise ValueError("smtp://user:password@host:587 or smtps://user:password@host:465 was expected")
        return url

    @field_validator("schakel_mail_from", mode="after")
    @classmethod
    def _sender_with_mail(cls, sender: str, given: ValidationInfo) -> str:
        if (given.data.get("schakel_mail_url") or sender) and "@" not in sender:
            raise ValueError("the address that mail is sent from was expected, such as schakel@example.org")
        return sender

    @field_validator("schakel_oidc_url", mode="after")
    @classmethod
    def _safe_provider(cls, url: str) -> str:
        parts = urlsplit(url)
        is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        if url and not (is_safe and parts.hostname):
            raise ValueError("the address of the OpenID Connect provider was expected, with https://")
        return url.rstrip("/")

    @field_validator("schakel_oidc_client_id", mode="after")
    @classmethod
    def _whole_provider(cls, client_id: str, given: ValidationInfo) -> str:
        secret: SecretStr = given.data.get("schakel_oidc_secret", SecretStr(""))
        parts = (bool(given.data.get("schakel_oidc_url")), bool(client_id), bool(secret.get_secret_value()))
        if any(parts) and not all(parts):
            raise ValueError(
                "SCHAKEL_OIDC_URL, SCHAKEL_OIDC_CLIENT_ID and SCHAKEL_OIDC_SECRET belong together"
            )
        return client_id

    @field_validator("schakel_security_contact", mode="after")
    @classmethod
    def _reachable_contact(cls, contact: str) -> str:
        if contact and not contact.startswith(("mailto:", "https://", "tel:")):
            raise ValueError("mailto:..., https://... or tel:... was expected")
        return contact
