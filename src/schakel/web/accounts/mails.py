# SPDX-License-Identifier: EUPL-1.2
"""The two mails that the site sends: an invitation, and the link for a new password."""

from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from schakel.documents import formats
from schakel.web.accounts.words import role_words
from schakel.web.language import page_language
from schakel.web.models.accounts import Invitation


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail in plain text."""

    subject: str
    text: str

    def to(self, address: str) -> EmailMessage:
        """Return the mail as it can be sent."""
        return EmailMessage(self.subject, self.text, settings.DEFAULT_FROM_EMAIL, [address])


def invitation_mail(invitation: Invitation, link: str) -> Mail:
    """Return the invitation with its link."""
    day = formats.day(invitation.expires_on.isoformat(), page_language())
    parts = [
        _("You are invited to work in Schakel, in the role: %(role)s.")
        % {"role": role_words(invitation.role)},
        _("Choose a password with this link. It works once, until %(day)s:") % {"day": day},
        link,
        _("Did you not expect this mail? Then do nothing: without you no account is made."),
    ]
    return Mail(_("Your invitation to Schakel"), "\n\n".join(parts))


def password_mail(link: str) -> Mail:
    """Return the link with which somebody chooses a new password."""
    parts = [
        _("Somebody asked for a new password for your account in Schakel. Choose it with this link:"),
        link,
        _("Was it not you? Then do nothing: your password stays as it is."),
    ]
    return Mail(_("A new password for Schakel"), "\n\n".join(parts))
