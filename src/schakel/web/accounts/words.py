# SPDX-License-Identifier: EUPL-1.2
"""Roles and ways of signing in, in words."""

from django.utils.translation import gettext as _

from schakel.web.models.accounts import Role


def role_words(code: str) -> str:
    """Return a role, or "everyone" or "signed_in", as readers call it."""
    words = {
        "everyone": _("everyone"),
        "signed_in": _("everyone with an account"),
        Role.PARTNER: _("partner"),
        Role.LEAD: _("initiative lead"),
        Role.BUREAU: _("programme office"),
        Role.BOARD: _("board member"),
        Role.COUNCIL: _("council reader"),
        Role.ACQUISITION: _("acquisition"),
        Role.ADMINISTRATOR: _("administrator"),
    }
    return words.get(code, code)


def role_says(code: str) -> str:
    """Return in one sentence what somebody with a role does here."""
    words: dict[str, str] = {
        Role.PARTNER: _("Sees and answers what concerns the own organisation and the initiatives it owns."),
        Role.LEAD: _(
            "Keeps one initiative up to date: milestones, results, risks and the five-minute update."
        ),
        Role.BUREAU: _("Keeps the whole register, invites people and adopts what was submitted."),
        Role.BOARD: _("Reads everything that is meant for the board and decides on proposals."),
        Role.COUNCIL: _("Reads what the council's euro per inhabitant was used for and what came of it."),
        Role.ACQUISITION: _("Works with the business contacts and the leads for new establishments."),
        Role.ADMINISTRATOR: _("Runs the site: accounts, sign-in and the audit log."),
    }
    return words.get(code, "")


def factor_words(kind: str) -> str:
    """Return a way to prove who one is."""
    words = {
        "totp": _("authenticator app"),
        "webauthn": _("passkey or security key"),
        "recovery_codes": _("recovery codes"),
    }
    return words.get(kind, kind)
