# SPDX-License-Identifier: EUPL-1.2
"""The forms of signing in and of passwords: allauth's, with labels instead of placeholders."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.utils.translation import gettext as _

from schakel.web.sign_in_settings import LEAST_PASSWORD_LENGTH


def _name_fields(form: forms.Form, labels: dict[str, str]) -> None:
    """Give fields their labels, and take placeholders and hints with links away."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        field.help_text = ""
        field.label = labels.get(name, field.label)


def _say_what_a_password_needs(form: forms.Form) -> None:
    form.fields["password1"].help_text = password_hint()


def password_hint() -> str:
    """Return what a password must be."""
    return _("At least %(n)s signs: a short sentence is easy to remember and hard to guess.") % {
        "n": LEAST_PASSWORD_LENGTH
    }


class SignInForm(allauth_forms.LoginForm):  # type: ignore[misc]
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_fields(self, {"login": _("E-mail address"), "password": _("Password")})
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class AskPasswordForm(allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    """The e-mail address to which the link for a new password goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_fields(self, {"email": _("E-mail address")})


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, chosen with a link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_fields(self, {"password1": _("New password"), "password2": _("The same password again")})
        _say_what_a_password_needs(self)


class FirstPasswordForm(allauth_forms.SetPasswordForm):  # type: ignore[misc]
    """A first password, for who signed in with the account of the organisation until now."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_fields(self, {"password1": _("New password"), "password2": _("The same password again")})
        _say_what_a_password_needs(self)


class ChangePasswordForm(allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    """Another password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "oldpassword": _("Your password now"),
            "password1": _("New password"),
            "password2": _("The same password again"),
        }
        _name_fields(self, labels)
        _say_what_a_password_needs(self)


class ConfirmForm(allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something about signing in is changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_fields(self, {"password": _("Password")})
