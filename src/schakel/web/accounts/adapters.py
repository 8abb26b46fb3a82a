# SPDX-License-Identifier: EUPL-1.2
"""How allauth works here: an account comes from an invitation only, and refusals are in the audit log."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from schakel.web.accounts.log_lines import SIGN_IN, write_line
from schakel.web.accounts.mails import password_mail
from schakel.web.models.accounts import Account
from schakel.web.rights.asking import visitor_of


class InvitedAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in with an e-mail address and a password."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no: an account is made by accepting an invitation."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return the front page, or the page about the second factor for who has to set it up."""
        if hasattr(request, "_visitor"):
            del request._visitor
        return (
            reverse("mfa_index")
            if visitor_of(request).lacks_second_factor
            else str(settings.LOGIN_REDIRECT_URL)
        )

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return "my account", where the message that the password changed is shown."""
        return reverse("my-account")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write a line; who tries too often is stopped before this, so that the log cannot be filled."""
        email = str(credentials.get("email", "")).lower()
        account = Account.objects.filter(email=email).first()
        write_line(request, SIGN_IN, account, result="refused", reason="password")

    def respond_user_inactive(self, request: HttpRequest, user: Account) -> HttpResponse:
        """Write a line and say that the account is closed."""
        write_line(request, SIGN_IN, user, result="refused", reason="closed account")
        response: HttpResponse = super().respond_user_inactive(request, user)
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send the mail with the link for a new password; no other mail leaves the site from here."""
        if template_prefix == "account/email/password_reset_key":
            password_mail(context["password_reset_url"]).to(email).send()


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Authenticator apps, passkeys and recovery codes."""

    def build_totp_svg(self, url: str) -> str:
        """Return the picture to scan as SVG that can stand in a page."""
        svg: str = super().build_totp_svg(url)
        return svg[svg.index("<svg") :]

    def generate_authenticator_name(self, user: Account, type: Any) -> str:
        """Return a name for a new passkey: people have one on each device."""
        from allauth.mfa.models import Authenticator

        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return the name under which a passkey is kept."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": f"Schakel ({entity['id']})"}

    def get_public_key_credential_user_entity(self, user: Account) -> dict[str, Any]:
        """Return who a passkey is for: the e-mail address, which only the own device keeps."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return entity | {"display_name": user.email}


class InvitedFromOrganisation(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in with the account of the organisation, for who was invited already."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Say no, and write a line: somebody of the organisation without an account here tried."""
        write_line(request, SIGN_IN, None, result="refused", reason="not invited")
        return False

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: Any) -> Any:
        """Keep nothing of what the provider tells about the person but the key of the account."""
        sociallogin.account.extra_data = {}
        return super().populate_user(request, sociallogin, data)

    def authenticate_by_email(self, sociallogin: Any) -> tuple[Any, str] | None:
        """Find the invited account, by an e-mail address that the provider itself has verified."""
        sociallogin.email_addresses = [e for e in sociallogin.email_addresses if e.verified is True]
        found: tuple[Any, str] | None = super().authenticate_by_email(sociallogin)
        return found

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        """Return "my account"."""
        return reverse("my-account")
