# SPDX-License-Identifier: EUPL-1.2
"""The forms about invitations and roles."""

from collections.abc import Set
from datetime import date
from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.utils.translation import gettext as _

from schakel.programme.models import Initiative, Partner
from schakel.web.accounts.granting import latest_end
from schakel.web.accounts.sign_in_forms import password_hint
from schakel.web.accounts.words import role_words
from schakel.web.models.accounts import Role


def day_field(label: str, hint: str = "", initial: date | None = None) -> forms.DateField:
    """Return a field for a day, chosen in the browser's own calendar."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, help_text=hint, initial=initial, widget=widget)


class RoleForm(forms.Form):
    """A role, what it is for, and until when."""

    def __init__(self, *args: Any, giver_roles: Set[str], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_administrator = Role.ADMINISTRATOR in giver_roles
        codes = [code for code in Role.values if is_administrator or code != Role.ADMINISTRATOR]
        self.fields["role"] = forms.ChoiceField(
            label=_("Role"), choices=[("", _("Choose a role")), *((c, role_words(c)) for c in codes)]
        )
        self.fields["initiative"] = forms.ModelChoiceField(
            Initiative.objects.order_by("name"),
            label=_("Initiative"),
            required=False,
            help_text=_("For an initiative lead: the one initiative that this person may change."),
        )
        self.fields["partner"] = forms.ModelChoiceField(
            Partner.objects.order_by("name"),
            label=_("Partner"),
            required=False,
            help_text=_("For a partner: the organisation that this person speaks for."),
        )
        self.fields["ends_on"] = day_field(
            _("Until"), _("A year ahead at most; it can be extended later."), latest_end(today)
        )

    def clean(self) -> dict[str, Any]:
        """Turn the two choices into the one thing that the role is about."""
        found = super().clean() or {}
        initiative, partner = found.pop("initiative", None), found.pop("partner", None)
        if initiative and partner:
            self.add_error("partner", _("Choose an initiative or a partner, not both."))
        return found | {"about": initiative or partner}


class InvitationForm(RoleForm):
    """Who is invited, and for which role."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = forms.EmailField(
            label=_("E-mail address"), help_text=_("The only thing that is kept about the person.")
        )
        self.order_fields(["email", "role", "initiative", "partner", "ends_on"])


class RoleEndForm(forms.Form):
    """Until when a role lasts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"] = day_field(_("Until"), _("A year ahead at most."))


class ChoosePasswordForm(forms.Form):
    """The password of a new account."""

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        new = {"autocomplete": "new-password"}
        self.fields["password1"] = forms.CharField(
            label=_("Password"),
            help_text=password_hint(),
            strip=False,
            widget=forms.PasswordInput(attrs=new),
        )
        self.fields["password2"] = forms.CharField(
            label=_("The same password again"), strip=False, widget=forms.PasswordInput(attrs=new)
        )

    def clean_password1(self) -> str:
        """Check that the password is not easy to guess."""
        from schakel.web.models.accounts import Account

        password: str = self.cleaned_data["password1"]
        get_adapter().clean_password(password, user=Account(email=self.email))
        return password

    def clean(self) -> dict[str, Any]:
        """Check that both are the same."""
        found = super().clean() or {}
        first, second = found.get("password1"), found.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("This is not the same password."))
        return found
