# SPDX-License-Identifier: EUPL-1.2
"""The responsibility table: who is responsible, accountable, consulted and informed, gaps and overload."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from schakel.programme.models import Raci, Responsibility

MOST_ACCOUNTABLE = 3
MOST_CARRIED = 8


@dataclass(frozen=True, slots=True)
class RoleHolder:
    """A partner in a role; ``pk`` and ``version`` are of the responsibility."""

    pk: int
    version: int
    partner_code: str
    partner_name: str
    role: str
    since: date | None
    invented: bool


@dataclass(frozen=True, slots=True)
class SubjectRoles:
    """A subject and who has which role for it today."""

    code: str
    holders: tuple[RoleHolder, ...]

    def in_role(self, role: str) -> tuple[RoleHolder, ...]:
        """Return who has a role."""
        return tuple(h for h in self.holders if h.role == role)

    @property
    def has_accountable(self) -> bool:
        """Whether somebody answers for it."""
        return bool(self.in_role(Raci.ACCOUNTABLE))

    @property
    def has_responsible(self) -> bool:
        """Whether somebody does the work."""
        return bool(self.in_role(Raci.RESPONSIBLE))


@dataclass(frozen=True, slots=True)
class PartnerLoad:
    """How many subjects a partner is accountable or responsible for, over the whole register."""

    partner_code: str
    partner_name: str
    n_accountable: int
    n_responsible: int
    n_other: int

    @property
    def is_overloaded(self) -> bool:
        """Accountable for more than three subjects, or carrying more than eight."""
        carried = self.n_accountable + self.n_responsible
        return self.n_accountable > MOST_ACCOUNTABLE or carried > MOST_CARRIED


def responsibility_table(subject: str, codes: Sequence[str], today: date) -> tuple[SubjectRoles, ...]:
    """Return who has which role for each subject of a kind, in the order of ``codes``."""
    held: dict[str, list[RoleHolder]] = {code: [] for code in codes}
    for row in _open_roles(today).filter(subject=subject, subject_code__in=list(codes)):
        held[row.subject_code].append(
            RoleHolder(
                row.pk,
                row.version,
                row.partner.code,
                row.partner.name,
                row.role,
                row.since,
                row.invented,
            )
        )
    return tuple(SubjectRoles(code, tuple(holders)) for code, holders in held.items())


def partner_loads(today: date) -> tuple[PartnerLoad, ...]:
    """Return the load of each partner that has a role, heaviest first."""
    counts: dict[tuple[str, str], dict[str, int]] = {}
    for row in _open_roles(today):
        roles = counts.setdefault((row.partner.code, row.partner.name), {})
        roles[row.role] = roles.get(row.role, 0) + 1
    loads = [
        PartnerLoad(
            code,
            name,
            roles.get(Raci.ACCOUNTABLE, 0),
            roles.get(Raci.RESPONSIBLE, 0),
            roles.get(Raci.CONSULTED, 0) + roles.get(Raci.INFORMED, 0),
        )
        for (code, name), roles in counts.items()
    ]
    return tuple(sorted(loads, key=lambda p: (-p.n_accountable, -p.n_responsible, p.partner_name)))


def _open_roles(today: date) -> QuerySet[Responsibility]:
    """Return the roles held on a day; ``until`` is the first day without the role."""
    return (
        Responsibility.objects.filter(Q(until=None) | Q(until__gt=today))
        .filter(Q(since=None) | Q(since__lte=today))
        .select_related("partner")
        .order_by("subject_code", "partner__name", "pk")
    )
