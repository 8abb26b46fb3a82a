# SPDX-License-Identifier: EUPL-1.2
"""Who looks at the site: the roles of today, what they are for, and what that allows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef

from schakel.web.models.accounts import Account, Role, RoleGrant
from schakel.web.rights.permissions import EVERYONE, NEEDS_SECOND_FACTOR, SIGNED_IN, Deed, permission_table


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who looks at the site: the roles of today, and the partners and initiatives they are for.

    With a role that needs a second factor and without one (``lacks_second_factor``), that role may read what
    is public, and change nothing.
    """

    account_id: int | None
    roles: frozenset[str]
    partners: Mapping[str, frozenset[str]]
    initiatives: Mapping[str, frozenset[str]]
    lacks_second_factor: bool = False

    @property
    def is_signed_in(self) -> bool:
        """Whether there is an account."""
        return self.account_id is not None

    def may(self, page: str, deed: Deed = "read", about: Mapping[str, Any] | None = None) -> bool:
        """Say whether a deed on a page is allowed; ``about`` holds the codes in its address.

        A page without a line in the table is allowed to nobody.
        """
        rule = permission_table().get(page)
        if rule is None:
            return False
        permission = rule.of(deed)
        if EVERYONE in permission.all or (self.is_signed_in and SIGNED_IN in permission.all):
            return True
        roles = self.roles - NEEDS_SECOND_FACTOR if self._is_held_back(deed) else self.roles
        if roles & permission.all:
            return True
        return any(self._owns(role, about or {}) for role in roles & permission.own)

    def would_with_second_factor(self, page: str, deed: Deed, about: Mapping[str, Any] | None = None) -> bool:
        """Say whether only the second factor stands in the way."""
        if not self._is_held_back(deed):
            return False
        return Visitor(self.account_id, self.roles, self.partners, self.initiatives).may(page, deed, about)

    def _is_held_back(self, deed: Deed) -> bool:
        return self.lacks_second_factor and deed in ("write", "read_closed")

    def _owns(self, role: str, about: Mapping[str, Any]) -> bool:
        if "initiative" in about:
            return about["initiative"] in self.initiatives.get(role, frozenset())
        if "partner" in about:
            return about["partner"] in self.partners.get(role, frozenset())
        return False


NOBODY = Visitor(None, frozenset(), {}, {})


def find_visitor(account: Account, today: date) -> Visitor:
    """Return what an account may do today: grants that have not started or are over do not count."""
    factors = Authenticator.objects.filter(user_id=OuterRef("account_id")).exclude(
        type=Authenticator.Type.RECOVERY_CODES
    )
    grants = RoleGrant.objects.filter(account=account, starts_on__lte=today, ends_on__gte=today)
    rows = list(
        grants.annotate(has_factor=Exists(factors)).values_list(
            "role", "partner__code", "initiative__code", "partner__owned__code", "has_factor"
        )
    )
    partners: dict[str, set[str]] = {}
    initiatives: dict[str, set[str]] = {}
    for role, partner, initiative, owned, _ in rows:
        partners.setdefault(role, set()).update([partner] if partner else [])
        ours = (initiative, owned if role == Role.PARTNER else None)
        initiatives.setdefault(role, set()).update(code for code in ours if code)
    roles = frozenset(role for role, *_ in rows)
    has_factor = any(row[-1] for row in rows)
    return Visitor(
        account.pk,
        roles,
        {role: frozenset(codes) for role, codes in partners.items()},
        {role: frozenset(codes) for role, codes in initiatives.items()},
        bool(settings.SCHAKEL_SECOND_FACTOR and roles & NEEDS_SECOND_FACTOR and not has_factor),
    )
