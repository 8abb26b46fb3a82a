# SPDX-License-Identifier: EUPL-1.2
"""The tables of the site itself: accounts, roles and invitations."""

from schakel.web.models.accounts import Account, Invitation, Role, RoleGrant

__all__ = ["Account", "Invitation", "Role", "RoleGrant"]
