# SPDX-License-Identifier: EUPL-1.2
"""The tables about accounts: roles, accounts, invitations and the audit log."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.documents import formats
from schakel.web.accounts.words import role_words
from schakel.web.language import page_language
from schakel.web.models.accounts import Account, Invitation, RoleGrant
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell


def day_cell(value: date | None, unknown: str = "") -> Cell:
    """Return a cell with a day."""
    if value is None:
        return Cell(unknown or _("not known"), None, tone="unknown")
    return Cell(formats.day(value.isoformat(), page_language()), value.isoformat())


def moment_cell(value: datetime | None, unknown: str = "") -> Cell:
    """Return a cell with a day and a time on one line."""
    if value is None:
        return Cell(unknown or _("not known"), None, tone="unknown")
    local = timezone.localtime(value)
    return Cell(f"{local:%Y-%m-%d %H:%M}", local.isoformat(), tone="date")


def about_words(grant: RoleGrant | Invitation) -> str:
    """Return what a role is for."""
    return str(grant.initiative or grant.partner or _("the whole programme"))


def sponsor_words(key: str, addresses: Mapping[int, str]) -> str:
    """Return who vouches: the address of the account while it exists, else its number."""
    kind, _colon, number = key.partition(":")
    if kind != "account" or not number.isdigit():
        return _("who runs the server")
    return addresses.get(int(number)) or _("account %(number)s (removed)") % {"number": number}


def addresses_of_accounts() -> dict[int, str]:
    """Return the address of every account by its number, to name sponsors with."""
    return dict(Account.objects.values_list("pk", "email"))


def grant_state(grant: RoleGrant, today: date) -> Cell:
    """Return whether a role counts today."""
    if grant.ends_on < today:
        return text_cell(_("over"), tone="unknown")
    if (grant.ends_on - today).days <= 30:
        return text_cell(_("ends soon"), tone="mild")
    return text_cell(_("counts"))


def roles_table(
    grants: Iterable[RoleGrant],
    today: date,
    caption: str,
    addresses: Mapping[int, str] | None = None,
    *,
    with_links: bool = False,
) -> Table:
    """Return the roles of an account; ``addresses`` adds who vouches, ``with_links`` where to change one."""
    rows = []
    for grant in grants:
        place = reverse("role-change", args=(grant.account_id, grant.pk)) if with_links else ""
        cells = [
            text_cell(role_words(grant.role), place),
            text_cell(about_words(grant)),
            day_cell(grant.starts_on),
            day_cell(grant.ends_on),
            grant_state(grant, today),
        ]
        if addresses is not None:
            cells.append(text_cell(sponsor_words(grant.sponsor, addresses)))
        rows.append(Row(tuple(cells)))
    columns = [
        Column("role", _("Role")),
        Column("about", _("For")),
        Column("starts_on", _("From")),
        Column("ends_on", _("Until")),
        Column("state", _("Now")),
    ]
    if addresses is not None:
        columns.append(Column("sponsor", _("Who vouches")))
    return Table("roles", caption, tuple(columns), tuple(rows))


def invitation_state(invitation: Invitation, today: date) -> Cell:
    """Return what became of an invitation."""
    if invitation.accepted_at:
        return text_cell(_("was accepted"), tone="good")
    if invitation.revoked_at:
        return text_cell(_("taken back"), tone="unknown")
    if min(invitation.expires_on, invitation.role_ends_on) < today:
        return text_cell(_("expired"), tone="unknown")
    return text_cell(_("open"))
