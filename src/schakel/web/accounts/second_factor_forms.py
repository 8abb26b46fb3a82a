# SPDX-License-Identifier: EUPL-1.2
"""The forms of the second factor: allauth's, with labels instead of placeholders."""

from typing import Any

from allauth.mfa.base import forms as code_forms
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext as _


def _name_code(form: forms.Form, hint: str) -> None:
    field = form.fields["code"]
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs["inputmode"] = "numeric"
    field.label = _("Code")
    field.help_text = hint


class CodeForm(code_forms.AuthenticateForm):  # type: ignore[misc]
    """The code of the app, or a recovery code, when signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_code(self, _("The six digits in your authenticator app, or a recovery code."))


class ConfirmCodeForm(code_forms.ReauthenticateForm):  # type: ignore[misc]
    """The code once more, before something about signing in is changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_code(self, _("The six digits in your authenticator app, or a recovery code."))


class StartCodesForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_code(self, _("The six digits that the app shows now."))


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A name for a new passkey, and whether it is enough by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["name"].help_text = _("For yourself, such as “phone” or “blue key”.")
        self.fields["passwordless"].label = _("Also sign in without a password")
        self.fields["passwordless"].help_text = _(
            "The device then asks for a fingerprint, a face or a PIN, and you need nothing else."
        )
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
